"""Running numbers, taken in blocks that nobody else gets. Gaps are allowed.

SQLite has one writer: a row counts. On PostgreSQL such a row would stay locked until the commit and make all
processes wait for each other. There a series that numbers a table is the table's own sequence; any other is
counted in a transaction of its own, which need not reach the disk before the one that uses its numbers does.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.orm import Session

from storage import db, dialects
from storage.tables import counters, metadata

_NEXT = text(
    "select nextval(pg_get_serial_sequence(:series, 'id')) from generate_series(1, :count) order by 1"
)


def take(session: Session, series: str, count: int) -> Sequence[int]:
    """So many numbers of this series, ascending."""
    bind = session.get_bind()
    if bind.dialect.name == "sqlite":
        return _counted(session.connection(), series, count)
    if series in metadata.tables:
        return session.scalars(_NEXT, {"series": series, "count": count}).all()
    with bind.engine.begin() as apart:
        db.not_stalling(apart)
        apart.exec_driver_sql("set local synchronous_commit = off")
        return _counted(apart, series, count)


def _counted(connection: Connection, series: str, count: int) -> Sequence[int]:
    last = connection.scalars(_count(connection.dialect.name), {"series": series, "count": count}).one()
    return range(last - count + 1, last + 1)


@cache
def _count(dialect: str) -> Any:
    """One object a dialect: compiled once."""
    count = bindparam("count", type_=counters.c.value.type)
    new = dialects.insert_for(dialect, counters).values(key=bindparam("series"), value=count)
    counted = new.on_conflict_do_update(index_elements=["key"], set_={"value": counters.c.value + count})
    return counted.returning(counters.c.value)
