"""A few of each fault of `bench faults`, and what must hold after them."""

import pytest

from tests.bench.faults import left_out, tried
from tests.bench.trouble import FAULTS

FEW = {
    "killed": 2,
    "restarted": 2,
    "locked": 1,
    "stopped": 1,
    "full": 1,
    "clocks": 2,
    "webhook": 15,
    "unreachable": 1,
    "outage": 1,
    "poisoned": 1,
}
"""How often each; at the webhook it is customers."""

HAPPENED = {
    "killed": {"killed after": 2},
    "restarted": {"restarts": 2},
    "locked": {"locks": 1},
    "stopped": {"stops": 1},
    "full": {"full disks": 1},
    "clocks": {"clocks put wrong": 2},
    "webhook": {"customers at the webhook": 5, "repeat": 1, "reorder": 1},
    "unreachable": {"Telegram ": 1},
    "outage": {"outages": 1, "presses forgotten": 1},
    "poisoned": {"spoilings": 1, "messages put back": 5},
}
"""What each is about has happened, at least so often."""

CUSTOMERS = 9

AROUND = {
    "clocks": "sqlite",
    "unreachable": "sqlite",
    "poisoned": "sqlite",
    "stopped": "postgresql",
    "webhook": "postgresql",
    "outage": "postgresql",
}
"""What is tried on one database here: what goes wrong around the bot and its database, and a process that is
stopped while another takes over. `bench faults` has both of all."""


def on(database: str) -> list[str]:
    """The faults that this database is tried with."""
    return [
        name for name in FEW if database in FAULTS[name].databases and AROUND.get(name, database) == database
    ]


def survives(name: str, database: str, seed: int) -> None:
    """Nothing is lost, doubled, out of order or stuck."""
    print(f"seed {seed}")
    if reason := left_out(FAULTS[name], database):
        pytest.skip(reason)
    storm = tried(name, database, FEW[name], seed, CUSTOMERS)
    print(storm.told())
    assert storm.verdict.violations == []
    assert len(storm.chatters) >= CUSTOMERS // 2
    for fault, times in HAPPENED[name].items():
        assert sum(count for told, count in storm.faults.items() if fault in told) >= times, fault
