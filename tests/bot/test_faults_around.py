"""Whatever goes wrong around two bots under load on PostgreSQL, nothing acknowledged is lost."""

import pytest

from tests.bot.storms import AROUND, on, survives
from tests.seeds import some_seed

pytestmark = pytest.mark.postgresql


@pytest.mark.parametrize("name", [name for name in on("postgresql") if name in AROUND])
def test_survives(name):
    survives(name, "postgresql", some_seed())
