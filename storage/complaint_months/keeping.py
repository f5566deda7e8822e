"""What a round has found is written, and the next one put."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from storage import bulk, dialects, jobs
from storage.complaint_months import standing
from storage.complaint_months.finding import Found
from storage.tables import complaint_months

JOB: Final = "complaint_months"
"""The kind of job that keeps months; payload: nothing."""

DAILY: Final = timedelta(days=1)

_T = complaint_months.c


def begin(session: Session, now: datetime) -> None:
    """See to it that months go on being kept by themselves."""
    _put(session, now, now.date().isoformat(), now)


def _put(session: Session, due_at: datetime, key: str, now: datetime) -> None:
    jobs.put_next(session, jobs.Job(kind=JOB, key=key, payload={}, due_at=due_at, created_at=now))


def keep(session: Session, found: Sequence[Found]) -> None:
    """Write it, unless something was forgotten meanwhile; and put the next round."""
    for each in found:
        if standing.mark(session, lock=True) == each.seen:
            _write(session, each)
        due_at = each.now if each.more else each.now + DAILY
        key = due_at.isoformat() if each.more else due_at.date().isoformat()
        _put(session, due_at, key, each.now)


def _write(session: Session, found: Found) -> None:
    if found.gone is None:
        session.execute(delete(complaint_months))
    elif found.gone:
        session.execute(delete(complaint_months).where(_T.month.in_(found.gone)))
    if found.mark is not None:
        new = dialects.insert(session, complaint_months)
        unique = ["month", "part", "key"]
        changed = new.on_conflict_do_update(index_elements=unique, set_={"figures": new.excluded.figures})
        session.execute(changed, [{**standing.MARK, "figures": found.mark}])
    if found.rows:
        session.execute(delete(complaint_months).where(_T.month == found.rows[0]["month"]))
        bulk.execute(session, insert(complaint_months), found.rows)
