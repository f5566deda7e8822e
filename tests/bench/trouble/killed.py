"""SIGKILL, aimed at the moments just after an update is taken and just after something was sent."""

import asyncio
from contextlib import suppress

from tests.bench.storm import MOMENTS, Storm

JUST_AFTER = 0.03
MOST_LET_GO = 5
PATIENCE = 3.0


async def harm(storm: Storm, count: int) -> None:
    """The bot (one of them) is killed and started again."""
    for _ in range(count):
        bot, moment = storm.random.choice(storm.bots), storm.random.choice(MOMENTS)
        with suppress(TimeoutError):  # all may wait for what died with the last sender
            async with asyncio.timeout(PATIENCE):
                for _ in range(storm.random.randint(1, MOST_LET_GO)):
                    await storm.aim.at(moment)
        await storm.moment(JUST_AFTER)
        await storm.kill(bot)
        storm.faults[f"killed after {moment}"] += 1
        await storm.start(bot)
