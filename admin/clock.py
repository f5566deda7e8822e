"""What is due to staff by the clock: complaints fall due and go up, the daily list; and after a complaint was
closed its customer is asked how it is."""

import os
import socket
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import db, rulings
from storage.complaints import asking_after, daily, reminding
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
        Task("ask_after", 60.0, ask_after),
        Task("daily_list", 30.0, daily_list),
    )


class Reminding:
    """Reminds and escalates. First of all it looks at everything that is open: limits and holidays may be
    others than before the start."""

    def __init__(self) -> None:
        self._begun = False

    def __call__(self, engine: Engine, now: datetime) -> int:
        """How much was done, or looked at in vain where more is left."""
        _rule(engine)
        if not self._begun:
            with db.writing(engine) as session:
                reminding.look_again(session, now)
            self._begun = True
        return _portions(engine, now, reminding.FIRST, reminding.due, reminding.remind, reminding.put_off)


def ask_after(engine: Engine, now: datetime) -> int:
    """Ask customers whose time has come: how many were asked."""
    _rule(engine)
    return _portions(
        engine, now, asking_after.FIRST, asking_after.due, asking_after.ask, asking_after.put_off
    )


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
        done += together(engine, [each.id for each in found], partial(_act, act, now), partial(put_off, now))
    return max(done, 1)


def _act(act: Act, now: datetime, session: Session, keys: Collection[int]) -> int:
    return act(session, keys, now)
