"""What a round has found is written, and the next one put."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from storage import bulk, dialects, jobs
from storage.response_months.finding import Found
from storage.response_months.standing import Span, span
from storage.tables import response_months, response_spans, response_stale

JOB: Final = "response_months"
"""The kind of job that keeps days and months; payload: nothing."""

_HOUR: Final = timedelta(hours=1)
_AT_ONCE: Final = 500

_T, _S = response_months.c, response_spans.c


def begin(session: Session, now: datetime) -> None:
    """See to it that days and months go on being kept by themselves."""
    _put(session, now, f"{now:%Y-%m-%dT%H}", now)


def _put(session: Session, due_at: datetime, key: str, now: datetime) -> None:
    jobs.put_next(session, jobs.Job(kind=JOB, key=key, payload={}, due_at=due_at, created_at=now))


def keep(session: Session, found: Sequence[Found]) -> None:
    """Write it, unless another has done so meanwhile; and put the next round."""
    for each in found:
        _write(session, each)
        if each.again:
            _put(session, each.again, each.again.isoformat(), each.now)
        then = (each.now + _HOUR).replace(minute=0, second=0, microsecond=0)
        _put(session, then, f"{then:%Y-%m-%dT%H}", each.now)


def _write(session: Session, found: Found) -> None:
    if found.anew:
        for table in (response_months, response_spans, response_stale):
            session.execute(delete(table))
        return
    _free(session, found)
    if found.counted:
        _keep_days(session, found)
    elif found.whole:
        _keep_month(session, found)


def _free(session: Session, found: Found) -> None:
    """Nothing is kept any more of the days that have changed, nor of their months; new ones are watched."""
    days = [span(day) for day in found.changed]
    months = {each.month for each in (*days, *found.new)}
    if days:
        _of = [and_(_S.month == each.month, _S.day == each.day) for each in days]
        for at in range(0, len(days), _AT_ONCE):
            freed = update(response_spans).where(or_(*_of[at : at + _AT_ONCE]))
            session.execute(freed.values(kept=False, freed_at=found.now))
    if months:
        _forget(session, months)
    if found.new:
        watched = [
            {"month": each.month, "day": each.day, "start": each.period.start, "end": each.period.end}
            for each in found.new
        ]
        fresh = [{**each, "freed_at": found.now, "kept": False} for each in watched]
        bulk.execute(session, dialects.insert_new(session, response_spans), fresh)
    noted = list(found.noted)
    for at in range(0, len(noted), _AT_ONCE):
        some = noted[at : at + _AT_ONCE]
        session.execute(delete(response_stale).where(response_stale.c.id.in_(some)))


def _forget(session: Session, months: set[date]) -> None:
    """These whole months."""
    of_them = sorted(months)
    session.execute(delete(response_spans).where(_S.day == 0, _S.month.in_(of_them)))
    session.execute(delete(response_months).where(_T.day == 0, _T.month.in_(of_them)))


def _keep_days(session: Session, found: Found) -> None:
    month = found.counted[0].span.month
    held = select(_S.day, _S.freed_at).where(_S.month == month, _S.day > 0, ~_S.kept).with_for_update()
    free = {Span(month, row.day): row.freed_at for row in session.execute(held)}
    ours = [each.span.day for each in found.counted if free.get(each.span) == each.freed_at]
    these = and_(_T.month == month, _T.day.in_(ours))
    session.execute(delete(response_months).where(these))
    rows = [row for row in found.rows if row["day"] in ours]
    if rows:
        bulk.execute(session, insert(response_months), rows)
    session.execute(update(response_spans).where(_S.month == month, _S.day.in_(ours)).values(kept=True))


def _keep_month(session: Session, found: Found) -> None:
    whole = found.whole
    assert whole is not None
    held = select(_S.day, _S.kept).where(_S.month == whole.month).with_for_update()
    there = dict(session.execute(held).all())
    if not there or not all(there.values()) or 0 in there:
        return
    if found.rows:
        bulk.execute(session, insert(response_months), list(found.rows))
    start, end = whole.period
    row = {"month": whole.month, "day": 0, "start": start, "end": end, "freed_at": found.now, "kept": True}
    session.execute(insert(response_spans).values(row))
