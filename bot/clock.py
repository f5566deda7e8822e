"""What is due to customers by the clock."""

from functools import partial
from typing import Final

from sqlalchemy import Engine

from bot import due, inviting, reminding
from bot.machine import process
from storage.leases import Lease
from storage.settings import Settings
from storage.ticking import LEASE, Task

LEASE_NAME: Final = "clock"


def lease(engine: Engine, settings: Settings) -> Lease:
    """Which of the customers' doors does it."""
    return Lease(engine, LEASE_NAME, process(settings), LEASE)


def tasks(settings: Settings) -> tuple[Task, ...]:
    """All there are."""
    return (
        Task("resume", 10.0, partial(due.resume, settings)),
        Task("remind", 60.0, partial(due.remind, settings)),
        Task("invite", 2.0, partial(inviting.inviting, settings)),
        Task("remind_invited", 60.0, reminding.Reminding(settings)),
        Task("follow", 5.0, inviting.following),
        Task("ask_after", 60.0, partial(due.ask_after, settings)),
    )
