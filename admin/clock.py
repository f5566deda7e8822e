"""What is due to staff by the clock: complaints fall due and go up, the daily list, the weekly summary."""

import os
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from admin import seals
from admin.reports import weekly
from storage import db, definitions, logs, notices, rulings, settled, subscriptions, written_ahead
from storage.complaints import daily, reminding
from storage.leases import Lease
from storage.ticking import Task
from storage.together import portions, together

LEASE_NAME: Final = "staff_clock"
LEASE: Final = timedelta(seconds=30)
"""A worker that was killed is another one after its restart: it waits so long."""

PORTION: Final = 25
"""Looked at in one transaction: on SQLite customers wait meanwhile."""

PORTIONS: Final = 20
"""Of a round, so that the other tasks have their turn within about a second."""

LOOKED_AT: Final = PORTION * PORTIONS
"""In one round, of all that is open."""

log: Final = structlog.get_logger()


def lease(engine: Engine) -> Lease:
    """Which of the workers does it."""
    return Lease(engine, LEASE_NAME, f"{socket.gethostname()}:{os.getpid()}", LEASE)


def tasks(data: Path) -> tuple[Task, ...]:
    """All there are. `data` is the folder that processes share."""
    return (
        Task("remind", 10.0, Reminding()),
        Task("daily_list", 30.0, daily_list),
        Task("weekly", 60.0, weekly_summaries),
        Task("settle", settled.EVERY, settled.Settling()),
        Task("seal", seals.EVERY, partial(seals.seal, data)),
        Task("notice", 600.0, keep_notice),
        Task("written_ahead", written_ahead.EVERY, written_ahead.cut_off),
    )


class Reminding:
    """Reminds and escalates. First of all, and whenever another policy or calendar comes into force, it looks
    at everything that is open, a part of it each time: limits and holidays may be others than before. What
    was not as it should be is looked at twice: somebody may have held it just then."""

    def __init__(self) -> None:
        self._turn = -1
        self._left: Sequence[int] = ()
        self._twice: set[int] = set()

    def __call__(self, engine: Engine, now: datetime) -> int:
        """How much was done, or looked at in vain where more is left."""
        _rule(engine)
        act, put_off = partial(reminding.remind, now=now), partial(reminding.put_off, now)
        done = portions(engine, partial(_due, now), reminding.FIRST, act, put_off, PORTIONS)
        if self._turn != (turn := definitions.turn()):
            with db.reading(engine) as session:
                self._left, self._twice = reminding.all_open(session), set()
            self._turn = turn
        return done + self._look(engine, now)

    def _look(self, engine: Engine, now: datetime) -> int:
        """At some of what is left, and what is not as it should be is written: how many were looked at."""
        some, left = self._left[:LOOKED_AT], self._left[LOOKED_AT:]
        found = _changed(engine, some, now) if some else ()
        again = [key for key in found if key not in self._twice]
        self._twice.update(again)
        self._left = [*left, *again]
        for at in range(0, len(found), PORTION):
            act, put_off = partial(reminding.remind, now=now), partial(reminding.put_off, now)
            together(engine, found[at : at + PORTION], act, put_off)
        return len(some)


def _due(now: datetime, session: Session, after: reminding.Look) -> list[reminding.Look]:
    return reminding.due(session, now, after, PORTION)


def _changed(engine: Engine, some: Sequence[int], now: datetime) -> Sequence[int]:
    """Those of these that are not as they should be; all, where one of them cannot be reckoned: it is set
    aside where something is done about each."""
    try:
        with db.reading(engine) as session:
            return reminding.changed(session, some, now)
    except db.OutOfReach:
        raise
    except Exception as failure:  # whatever one of them died of
        log.warning("not all can be reckoned", **logs.told(failure), size=len(some))
        return some


def daily_list(engine: Engine, now: datetime) -> int:
    """Tell today's list: how many were told."""
    _rule(engine)
    with db.reading(engine) as session:
        if not daily.due(session, now):
            return 0
        listed = daily.lists(session, now)
    with db.writing(engine) as session:
        return daily.tell(session, listed, now)


def weekly_summaries(engine: Engine, now: datetime) -> int:
    """Send the weekly summaries that are due, one at a time: how many were."""
    _rule(engine)
    with db.reading(engine) as session:
        due = subscriptions.due(session, now)
    sent = 0
    for each, week in due[:PORTION]:
        with db.reading(engine) as session:
            report = weekly.report(session, each.asked, week, now)
        told = {"lines": "\n".join(report.lines), "link": report.link, "brief": report.brief}
        with db.writing(engine) as session:
            sent += subscriptions.send(session, each, week, told, report.details(), now)
    return sent


def keep_notice(engine: Engine, now: datetime) -> int:
    """Keep the words of the privacy notice in force, where they are others than before."""
    _rule(engine)
    version, words = definitions.policy().notice_version, notices.told()
    with db.reading(engine) as session:
        if not notices.missing(session, version, words):
            return 0
    with db.writing(engine) as session:
        return notices.keep(session, version, words, now)


def _rule(engine: Engine) -> None:
    """The policy and the calendar that are in force count here too."""
    with db.reading(engine) as session:
        rulings.refresh(session)
