"""Whatever goes wrong under load on SQLite, with one bot, nothing acknowledged is lost."""

import pytest

from tests.bot.storms import on, survives
from tests.seeds import some_seed


@pytest.mark.parametrize("name", [name for name in on("sqlite") if name != "killed"])  # see test_killed.py
def test_survives(name):
    survives(name, "sqlite", some_seed())
