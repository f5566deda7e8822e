"""Whatever goes wrong under load on PostgreSQL, with two bots, nothing acknowledged is lost."""

from secrets import randbelow

import pytest

from tests.bot.storms import on, survives

pytestmark = pytest.mark.postgresql


@pytest.mark.parametrize("name", on("postgresql"))
def test_survives(name):
    survives(name, "postgresql", randbelow(10**6))
