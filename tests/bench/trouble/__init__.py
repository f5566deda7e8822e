"""What can go wrong, one file each: `harm(storm, count)` does it `count` times while customers talk."""

from typing import NamedTuple

from tests.bench.storm import Harm
from tests.bench.trouble import (
    clocks,
    full,
    killed,
    locked,
    outage,
    poisoned,
    restarted,
    stopped,
    unreachable,
    webhook,
)

BOTH = ("sqlite", "postgresql")


class Fault(NamedTuple):
    """How often it is done in full, on which databases, and what its house needs.

    `clocked`: bots whose clocks can be put wrong. `webhook`: updates come by webhook. `disk`: the database
    on a disk of its own that is soon full. `hurried`: customers may type ahead; not where what they
    said is taken late, and would answer what is asked by then.
    """

    harm: Harm
    count: int
    databases: tuple[str, ...] = BOTH
    clocked: bool = False
    webhook: bool = False
    disk: bool = False
    hurried: bool = True


FAULTS = {
    "killed": Fault(killed.harm, 200),
    "restarted": Fault(restarted.harm, 20, ("postgresql",)),
    "locked": Fault(locked.harm, 10),
    "stopped": Fault(stopped.harm, 20),
    "full": Fault(full.harm, 5, disk=True),
    "clocks": Fault(clocks.harm, 20, clocked=True),
    "webhook": Fault(webhook.harm, 300, webhook=True),
    "unreachable": Fault(unreachable.harm, 10),
    "outage": Fault(outage.harm, 5),
    "poisoned": Fault(poisoned.harm, 5, hurried=False),
}
