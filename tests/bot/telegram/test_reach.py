"""An outage is noticed by the gap that it leaves, whoever was away: Telegram, the line or we."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.telegram import reach
from bot.telegram.reach import Reach
from storage import db, heartbeats


@pytest.fixture
def asked(monkeypatch):
    """The outages after which customers were asked again."""
    outages = []

    def ask_again(session, outage, now):
        outages.append(outage)
        return 1

    monkeypatch.setattr(reach, "ask_again", ask_again)
    return outages


def beaten(engine, ago):
    with db.writing(engine) as session:
        heartbeats.beat(session, "telegram", datetime.now(UTC) - timedelta(seconds=ago))


def last(engine):
    with db.writing(engine) as session:
        return heartbeats.beat(session, "telegram", datetime.now(UTC))


@pytest.mark.parametrize(("ago", "outages"), [(140, 0), (160, 1), (86_400, 1)])
async def test_a_gap_longer_than_telegram_keeps_presses_is_an_outage(engine, asked, ago, outages):
    beaten(engine, ago)
    rung = []
    await Reach(engine, "telegram", lambda: rung.append(1)).noticed()
    assert len(asked) == len(rung) == outages
    for outage in asked:
        assert outage.channel == "telegram"
        assert timedelta(seconds=ago) <= outage.until - outage.since < timedelta(seconds=ago + 30)


async def test_the_first_time_of_all_is_none(engine, asked):
    await Reach(engine, "telegram", lambda: None).noticed()
    assert asked == []
    assert last(engine)


async def test_a_clock_put_forward_is_no_outage(engine, asked, monkeypatch):
    watch = Reach(engine, "telegram", lambda: None)
    await watch.noticed()
    beaten(engine, 3600)
    watch._beat_at -= reach.EVERY
    await watch.noticed()
    assert asked == []


async def test_a_process_that_was_stopped_was_away(engine, asked):
    watch = Reach(engine, "telegram", lambda: None)
    await watch.noticed()
    beaten(engine, 3600)
    watch._beat_at -= 3600
    await watch.noticed()
    assert len(asked) == 1


async def test_beats_are_not_written_many_times_a_second(engine, asked):
    watch = Reach(engine, "telegram", lambda: None)
    await watch.noticed()
    beaten(engine, 3600)
    for _ in range(10):
        await watch.noticed()
    assert datetime.now(UTC) - last(engine) > timedelta(minutes=59)
