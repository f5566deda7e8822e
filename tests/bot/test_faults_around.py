"""Whatever goes wrong around two bots under load on PostgreSQL, nothing acknowledged is lost."""

from secrets import randbelow

import pytest

from tests.bot.storms import AROUND, on, survives

pytestmark = pytest.mark.postgresql


@pytest.mark.parametrize("name", [name for name in on("postgresql") if name in AROUND])
def test_survives(name):
    survives(name, "postgresql", randbelow(10**6))
