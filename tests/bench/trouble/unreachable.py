"""Telegram is out of reach for seconds: it refuses every connection, or takes them and never answers."""

import asyncio

from tests.bench.storm import Storm

WAYS = ("refuse", "hang")
LONGEST = 15.0
BETWEEN = 4.0


async def harm(storm: Storm, count: int) -> None:
    """All its connections are cut; after a while it is back."""
    telegram = storm.standin
    assert telegram is not None
    for _ in range(count):
        await storm.aim.at("telegram taken", "telegram sent", patience=BETWEEN)
        how = storm.random.choice(WAYS)
        await telegram.fails(how)
        await storm.cut()
        await storm.moment(LONGEST)
        await telegram.is_back()
        storm.faults[f"Telegram {how}s"] += 1
        await asyncio.sleep(BETWEEN)
