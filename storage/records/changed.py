"""Which records have changed since: begun then, or with something in their history."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlalchemy.orm import Session

from storage.days import day
from storage.tables import answers, complaints, events, responses, seals

LATE: Final = timedelta(minutes=2)
"""So much later than it says an event may be committed: of what has changed a little more is told."""

Since = Callable[[Session, datetime], ColumnElement[bool]]
"""Condition on a kind of records: changed since then."""

_E: Final = events.c


def of(table: Table, entity: str, begun: str = "") -> Since:
    """Of this table: what has a history as `entity`, and began at `begun` where that is not in it."""

    def since(session: Session, at: datetime) -> ColumnElement[bool]:
        from_ = at - LATE
        ids = _touched(session, entity, from_)
        found = ids.union(select(table.c.id).where(table.c[begun] >= from_)) if begun else ids
        return table.c.id.in_(found)

    return since


def responded(session: Session, at: datetime) -> ColumnElement[bool]:
    """Of responses: completed since that day; with a name, entered since; with an answer that staff corrected
    since."""
    from_, r, a = at - LATE, responses.c, answers.c
    corrected = select(a.response_id).where(a.id.in_(_touched(session, "answer", from_)))
    fresh = select(r.id).where(r.completed_at >= day(from_))
    return r.id.in_(corrected.union(fresh, _touched(session, "response", from_)))


def complained(session: Session, at: datetime) -> ColumnElement[bool]:
    """Of complaints: with something in their history since; of those without a name, since that day."""
    from_, k = at - LATE, complaints.c
    that_day = select(k.id).where(k.anonymous, k.id.in_(_touched(session, "complaint", day(from_))))
    return k.id.in_(_touched(session, "complaint", from_).union(that_day))


def _touched(session: Session, entity: str, from_: datetime) -> Select[Any]:
    """The ids of those to which something happened: what was sealed by then did before."""
    upto = session.scalar(select(func.max(seals.c.upto_id)).where(seals.c.at <= from_)) or 0
    return select(_E.entity_id).where(_E.id > upto, _E.entity == entity, _E.at >= from_)
