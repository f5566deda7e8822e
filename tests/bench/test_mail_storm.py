"""A few mails through a server that fails, the bot killed once: each taken once."""

from pathlib import Path

import pytest

from tests.bench.mail_storm import POISONED, storm

pytestmark = pytest.mark.slow


async def test_each_mail_is_taken_once_whatever_breaks(tmp_path: Path) -> None:
    told = await storm(tmp_path, 24, kills=1, seed=1, bad=[POISONED])
    assert not told.wrong
    assert told.dropped
    assert sum(told.states.values()) == 25
