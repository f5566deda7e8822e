"""What the index does not know yet: rows that have come since, and rows that have changed."""

from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from storage import settled
from storage.search.sources import SOURCES, Live, of
from storage.tables import search, search_marks, search_stale


class Pending(NamedTuple):
    """Of one table: the `changed` ids, the `rows` that are to be in the index, and how far it has come then.
    `more`: these are not all."""

    kind: str
    changed: list[int]
    rows: list[Live]
    upto: int
    more: bool


class Fresh(NamedTuple):
    """The newest rows of one table that the index does not know as they are now. `more`: older ones wait."""

    rows: list[Live]
    more: bool


def fresh(session: Session, kind: str, limit: int) -> Fresh:
    """For who searches: at most so many that are new and so many that have changed."""
    t, key = search_stale.c, SOURCES[kind].table.c.id
    stale = select(t.row_id).where(t.kind == kind).order_by(t.row_id.desc())
    unknown = _unknown(session, kind, key).order_by(key.desc())
    both = [session.scalars(query.limit(limit + 1)).all() for query in (stale, unknown)]
    rows = of(session, kind, {row_id for ids in both for row_id in ids[:limit]})
    return Fresh(rows, any(len(ids) > limit for ids in both))


def _unknown(session: Session, kind: str, *columns: ColumnElement[Any]) -> Select[Any]:
    """The rows behind the mark that the index does not hold."""
    s, key = search.c, SOURCES[kind].table.c.id
    known = select(s.id).where(s.kind == kind, s.row_id == key).exists()
    return select(*columns).where(key > upto(session, kind), ~known)


def pending(session: Session, kind: str, limit: int) -> Pending:
    """For who keeps the index: the next, at most so many that are new and so many that have changed. Behind
    what is settled it is compared row by row; what is before is passed over by its number."""
    t, table = search_stale.c, SOURCES[kind].table
    stale = select(t.row_id).where(t.kind == kind).order_by(t.row_id).limit(limit)
    changed = list(session.scalars(stale))
    key, mark = table.c.id, upto(session, kind)
    new = session.scalars(_unknown(session, kind, key).order_by(key).limit(limit)).all()
    more = len(new) == limit
    last = new[-1] if more else settled.newest(session, table)
    reached = max(mark, min(last, settled.upto(session, table)))
    rows = of(session, kind, {*changed, *new})
    more = more and (reached > mark or bool(rows))  # else all wait for who still writes
    return Pending(kind, changed, rows, reached, more or len(changed) == limit)


_ENDS: Final = select(
    *(select(func.max(source.table.c.id)).scalar_subquery().label(kind) for kind, source in SOURCES.items())
)
_MARKS: Final = select(search_marks.c.kind, search_marks.c.upto)
_STALE: Final = select(search_stale.c.kind).distinct()


def behind(session: Session) -> list[str]:
    """The tables of which the index does not know all: most often none or few, and asked by each search."""
    ends = session.execute(_ENDS).one()._mapping
    marks = {row.kind: row.upto for row in session.execute(_MARKS)}
    stale = set(session.scalars(_STALE))
    return [kind for kind in SOURCES if kind in stale or (ends[kind] or 0) > marks.get(kind, 0)]


def upto(session: Session, kind: str) -> int:
    """How far the index has come in this table."""
    m = search_marks.c
    return session.scalar(select(m.upto).where(m.kind == kind)) or 0
