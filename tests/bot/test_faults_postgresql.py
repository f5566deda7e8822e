"""Whatever strikes the bots or PostgreSQL under load, with two bots, nothing acknowledged is lost.

What goes wrong around them is in test_faults_around.py: each file takes minutes, and they run side by side.
"""

import pytest

from tests.bot.storms import AROUND, on, survives
from tests.seeds import some_seed

pytestmark = pytest.mark.postgresql


@pytest.mark.parametrize("name", [name for name in on("postgresql") if name not in AROUND])
def test_survives(name):
    survives(name, "postgresql", some_seed())
