"""We are away for longer than Telegram keeps presses (150 s): who has pressed in vain is asked again."""

import asyncio
from datetime import timedelta

from sqlalchemy import select, update

from storage import db
from storage.tables import heartbeats, outbox
from tests.bench.chatter import Chatter
from tests.bench.house import House
from tests.bench.storm import Storm
from tests.telegram.standin import StandIn

AWAY = timedelta(seconds=200)
PRESSING = 2.0
PATIENCE = 10.0
BETWEEN = 5.0


async def harm(storm: Storm, count: int) -> None:
    """All bots die, customers press on for a moment; then it is minutes later for Telegram and for us. Where
    nobody happened to press, the bots come back at once and it is tried again."""
    telegram = storm.standin
    assert telegram is not None
    while storm.faults["outages"] < count:
        await storm.moment(BETWEEN)
        for bot in storm.bots:
            await storm.kill(bot)
        if await telegram.news.until(lambda: pressed(storm), PATIENCE):
            await asyncio.sleep(PRESSING)
            await forget(storm, telegram)
        for bot in storm.bots:
            await storm.start(bot)


async def forget(storm: Storm, telegram: StandIn) -> None:
    """It is so much later that Telegram keeps what was pressed no longer."""
    for chatter, mark in pressed(storm):
        chatter.forget(mark)
        storm.faults["presses forgotten"] += 1
    telegram.clock.shift(AWAY.total_seconds())
    await asyncio.to_thread(age, storm.house)
    storm.faults["outages"] += 1


def pressed(storm: Storm) -> list[tuple[Chatter, str]]:
    """The presses that wait for us."""
    return [(chatter, mark) for chatter in storm.chatters for mark in chatter.waiting if mark.startswith("c")]


def age(house: House) -> None:
    """Let our last sign of life, and what was claimed, be as old as the outage is long."""
    claimed = select(outbox.c.id, outbox.c.lease_until).where(outbox.c.state == "sending")
    with db.writing(house.engine) as session:
        for row in session.execute(select(heartbeats)).all():
            beat = update(heartbeats).where(heartbeats.c.channel == row.channel)
            session.execute(beat.values(at=row.at - AWAY))
        for row in session.execute(claimed).all():
            lease = update(outbox).where(outbox.c.id == row.id)
            session.execute(lease.values(lease_until=row.lease_until - AWAY))
