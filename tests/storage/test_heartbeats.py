"""Each channel's last moment, told once to who notices the gap."""

from datetime import timedelta

from sqlalchemy import Engine

from storage import db, heartbeats
from tests.storage.conftest import NOW

LATER = NOW + timedelta(hours=1)


def beat(engine: Engine, channel: str, at=NOW):
    with db.writing(engine) as session:
        return heartbeats.beat(session, channel, at)


def test_each_beat_is_told_the_one_before(engine: Engine) -> None:
    assert beat(engine, "telegram") is None
    assert beat(engine, "telegram", LATER) == NOW
    assert beat(engine, "telegram", LATER) == LATER, "a second process finds no gap"


def test_each_channel_has_its_own(engine: Engine) -> None:
    beat(engine, "telegram")
    assert beat(engine, "email", LATER) is None
    assert beat(engine, "telegram", LATER) == NOW


def test_what_is_rolled_back_is_told_again(engine: Engine) -> None:
    beat(engine, "telegram")
    with db.writing(engine) as session:
        heartbeats.beat(session, "telegram", LATER)
        session.rollback()
    assert beat(engine, "telegram", LATER) == NOW


def test_a_clock_that_goes_back_starts_anew_from_there(engine: Engine) -> None:
    beat(engine, "telegram", LATER)
    assert beat(engine, "telegram", NOW) == LATER
    assert beat(engine, "telegram", LATER) == NOW
