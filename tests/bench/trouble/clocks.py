"""The clock of the machine jumps forth and back."""

from tests import clocked
from tests.bench.storm import Storm

JUMPS = (-86_400.0, -3_600.0, -90.0, -2.0, 2.0, 90.0, 3_600.0, 86_400.0)
STAY = 3.0


async def harm(storm: Storm, count: int) -> None:
    """The bot's (one of them, or both) is put wrong by up to a day, and right again."""
    for _ in range(count):
        wrong = storm.random.choice(JUMPS)
        bots = storm.random.choice([(bot,) for bot in storm.bots] + [storm.bots])
        for bot in bots:
            clocked.put(storm.house.clock(bot), wrong)
        await storm.moment(STAY)
        for bot in bots:
            clocked.put(storm.house.clock(bot), 0)
        await storm.moment(STAY)
        storm.faults["clocks put wrong"] += 1
