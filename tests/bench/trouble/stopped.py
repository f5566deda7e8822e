"""SIGSTOP and SIGCONT: the process gets no time for a while, and its clocks have gone on when it does."""

import asyncio

from tests.bench.storm import MOMENTS, Storm

LONGEST = 8.0
LONG = 45.0
"""Longer than any lease: where there is another bot, it takes over."""

EACH = 7
BETWEEN = 2.0


async def harm(storm: Storm, count: int) -> None:
    """The bot (one of them) is stopped for seconds; each seventh time for long, where it is not alone."""
    for number in range(1, count + 1):
        bot = storm.random.choice(storm.bots)
        await storm.aim.at(storm.random.choice(MOMENTS), patience=BETWEEN)
        storm.house.freeze(bot)
        if number % EACH == 0 and len(storm.bots) > 1:
            await storm.frozen()
            await asyncio.sleep(LONG)
        await storm.moment(LONGEST)
        storm.house.thaw(bot)
        storm.faults["stops"] += 1
        await asyncio.sleep(BETWEEN)
