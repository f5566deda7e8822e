"""SQLite's index only notes that a row has left it: the pieces stay in the file until it is merged.

A day after words have gone all of it is merged, in steps, so that nobody waits for long. PostgreSQL does the
like by itself (autovacuum).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from storage import jobs

JOB: Final = "search_merge"
"""The kind of job that merges; payload: begun."""

AFTER: Final = timedelta(days=1)
PAGES: Final = 100
"""That are written in one step, of 4 KB each."""


class Step(NamedTuple):
    """One step: the first, or one more."""

    begun: bool
    now: datetime


def put_off(session: Session, now: datetime) -> None:
    """Words have gone: have it merged, once for all that go on one day."""
    if session.get_bind().dialect.name == "sqlite":
        _put(session, now + AFTER, (now + AFTER).date().isoformat(), now, begun=False)


def step(_: Engine, payload: dict[str, Any], now: datetime) -> Step:
    """What a job of kind `JOB` is about."""
    return Step(payload["begun"], now)


def merge(session: Session, steps: Sequence[Step]) -> None:
    """Do it, and put the next (sqlite.org/fts5.html, 6.8: a negative number begins, and the last step changes
    fewer than two rows)."""
    for each in steps:
        before = _changes(session)
        pages = PAGES if each.begun else -PAGES
        session.execute(_MERGED, {"pages": pages})
        if not each.begun or _changes(session) - before > 1:
            _put(session, each.now, f"{each.now.isoformat()}+", each.now, begun=True)


_MERGED: Final = text("insert into search_words (search_words, rank) values ('merge', :pages)")


def _changes(session: Session) -> int:
    return int(session.scalar(text("select total_changes()")) or 0)


def _put(session: Session, due_at: datetime, key: str, now: datetime, *, begun: bool) -> None:
    payload = {"begun": begun}
    jobs.put(session, [jobs.Job(kind=JOB, key=key, payload=payload, due_at=due_at, created_at=now)])
