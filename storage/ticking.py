"""What is due by the clock: a list of tasks, done by one process at a time, under a lease.

The lease spares the others the work; that a thing is done once is each task's own matter: it takes what it
does something about in the transaction that does it.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import structlog
from sqlalchemy import Engine

from storage import db, logs
from storage.leases import Lease

LEASE: Final = timedelta(seconds=60)
RENEWED: Final = 20.0
"""Seconds; as often others look whether the lease is free."""

TICK: Final = 1.0

log = structlog.get_logger()


class Task(NamedTuple):
    """`verb(engine, now)` does what is due now, and returns how much that was; it is called again after so
    many seconds, and within a second where a round had something to do."""

    name: str
    every: float
    verb: Callable[[Engine, datetime], int]


class Clock:
    """Does the tasks while this process holds the lease; `committed` is called after one that did any."""

    def __init__(
        self, engine: Engine, lease: Lease, committed: Callable[[], None], tasks: Sequence[Task]
    ) -> None:
        self._engine, self._lease = engine, lease
        self._committed = committed
        self._tasks = tasks
        self._next = dict.fromkeys((task.name for task in tasks), 0.0)
        self._asked_at = -RENEWED
        self._held = False

    async def run(self) -> None:
        """Until cancelled; then another process may."""
        try:
            while True:
                if await asyncio.to_thread(self.round, time.monotonic()):
                    self._committed()
                await asyncio.sleep(TICK)
        finally:
            await asyncio.to_thread(self._release)

    def round(self, moment: float) -> int:
        """Do the tasks whose turn it is at this moment (seconds, monotonic): how much was done."""
        try:
            if not self._hold(moment):
                return 0
            return sum(self._do(task, moment) for task in self._tasks if self._next[task.name] <= moment)
        except db.OutOfReach:
            self._held, self._asked_at = False, moment  # not every second: it is asked for again in a while
            return 0

    def _do(self, task: Task, moment: float) -> int:
        """One task that fails must not keep the others from their turn."""
        self._next[task.name] = moment + task.every
        try:
            with db.reading(self._engine) as session:
                now = db.now(session)
            done = task.verb(self._engine, now)
        except db.OutOfReach:
            raise
        except Exception as failure:  # this is the door
            log.error("task failed", task=task.name, **logs.told(failure))
            return 0
        if done:
            self._next[task.name] = moment + TICK
        return done

    def _hold(self, moment: float) -> bool:
        if moment - self._asked_at >= RENEWED:
            self._held = self._lease.take()
            self._asked_at = moment
        return self._held

    def _release(self) -> None:
        if self._held:
            self._lease.release()
