"""PostgreSQL restarted: as by an update of the system (fast), and as by a power cut (immediate)."""

import asyncio
import signal

from tests.bench.storm import MOMENTS, Storm

MODES = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}
LONGEST_DOWN = 2.0
BETWEEN = 3.0


async def harm(storm: Storm, count: int) -> None:
    """Ended in one of the two ways, down for a moment, started again."""
    for _ in range(count):
        await storm.moment(BETWEEN)
        await storm.aim.at(storm.random.choice(MOMENTS), patience=BETWEEN)
        mode = storm.random.choice(list(MODES))
        await asyncio.to_thread(storm.cluster.stop, MODES[mode])
        await storm.moment(LONGEST_DOWN)
        await asyncio.to_thread(storm.cluster.start)
        storm.faults[f"{mode} restarts"] += 1
