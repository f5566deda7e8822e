"""What is due to staff by the clock: complaints fall due and go up, and the daily list."""

import os
import socket
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import db, definitions, rulings
from storage.complaints import daily, reminding
from storage.leases import Lease
from storage.ticking import Task
from storage.together import together

LEASE_NAME: Final = "staff_clock"
LEASE: Final = timedelta(seconds=30)
"""A worker that was killed is another one after its restart: it waits so long."""

PORTION: Final = 25
"""Looked at in one transaction: on SQLite customers wait meanwhile."""

PORTIONS: Final = 20
"""Of a round, so that the other tasks have their turn within about a second."""

LOOKED_AT: Final = PORTION * PORTIONS
"""In one round, of all that is open."""

Due = Callable[[Session, datetime, Any, int], Sequence[Any]]
Act = Callable[[Session, Collection[int], datetime], int]
PutOff = Callable[[datetime, Session, int, str], None]


def lease(engine: Engine) -> Lease:
    """Which of the workers does it."""
    return Lease(engine, LEASE_NAME, f"{socket.gethostname()}:{os.getpid()}", LEASE)


def tasks() -> tuple[Task, ...]:
    """All there are."""
    return (
        Task("remind", 10.0, Reminding()),
        Task("daily_list", 30.0, daily_list),
    )


class Reminding:
    """Reminds and escalates. First of all, and whenever another policy or calendar comes into force, it looks
    at everything that is open, a part of it each time: limits and holidays may be others than before."""

    def __init__(self) -> None:
        self._turn = -1
        self._left: Sequence[int] = ()

    def __call__(self, engine: Engine, now: datetime) -> int:
        """How much was done, or looked at in vain where more is left."""
        _rule(engine)
        if self._turn != (turn := definitions.turn()):
            with db.reading(engine) as session:
                self._left = reminding.all_open(session)
            self._turn = turn
        looked = self._look(engine, now)
        again = _portions(engine, now, reminding.FIRST, reminding.due, reminding.remind, reminding.put_off)
        return looked + again

    def _look(self, engine: Engine, now: datetime) -> int:
        """At some of what is left, and what is not as it should be is written: how many were looked at."""
        some, left = self._left[:LOOKED_AT], self._left[LOOKED_AT:]
        if some:
            with db.reading(engine) as session:
                found = reminding.changed(session, some, now)
            for at in range(0, len(found), PORTION):
                _together(engine, found[at : at + PORTION], reminding.remind, reminding.put_off, now)
            self._left = left
        return len(some)


def daily_list(engine: Engine, now: datetime) -> int:
    """Tell today's list: how many were told."""
    _rule(engine)
    with db.reading(engine) as session:
        if not daily.due(session, now):
            return 0
        listed = daily.lists(session, now)
    with db.writing(engine) as session:
        return daily.tell(session, listed, now)


def _rule(engine: Engine) -> None:
    """The policy and the calendar that are in force count here too."""
    with db.reading(engine) as session:
        rulings.refresh(session)


def _portions(engine: Engine, now: datetime, after: Any, due: Due, act: Act, put_off: PutOff) -> int:
    """A portion a transaction. Of what one dies, the others must not: it is put off, so that it neither
    stands before them nor keeps the rounds going."""
    done = 0
    for _ in range(PORTIONS):
        with db.reading(engine) as session:
            found = due(session, now, after, PORTION)
        if not found:
            return done
        after = found[-1]
        done += _together(engine, [each.id for each in found], act, put_off, now)
    return max(done, 1)


def _together(engine: Engine, keys: Collection[int], act: Act, put_off: PutOff, now: datetime) -> int:
    return together(engine, keys, partial(_act, act, now), partial(put_off, now))


def _act(act: Act, now: datetime, session: Session, keys: Collection[int]) -> int:
    return act(session, keys, now)
