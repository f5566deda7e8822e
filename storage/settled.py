"""What may still be committed late: one answer for all who go through a table by its ids.

SQLite has one writer, who gives ids in the order of the commits: what is there to see is all there is below.
PostgreSQL gives an id when a row is made, and shows the row when its transaction has ended, be that an hour
later and after higher ids; no moment that a row says it is of tells (a paper of last week is typed in today).
But whoever was given an id holds a lock on the table's sequence from before that until they have ended. So
the newest id is noted, then who holds the lock; once all of these have ended, the table is settled up to it.
That is kept in the database (`counters`): whoever sees the mark sees all that is below it.
"""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Engine, Table, func, select, text
from sqlalchemy.orm import Session

from storage import db, dialects
from storage.tables import (
    answers,
    complaint_entries,
    complaints,
    counters,
    customers,
    events,
    files,
    messages,
    outbox,
)

EVERY: Final = 5.0
"""Seconds between two looks of `Settling`."""

TABLES: Final = (answers, complaint_entries, complaints, customers, events, files, messages, outbox)

_HOLDERS: Final = text(
    """select c.relname, l.virtualtransaction
       from pg_locks l
       join pg_class c on c.oid = l.relation
       where l.locktype = 'relation' and l.mode = 'RowExclusiveLock' and c.relkind = 'S'
         and l.database = (select oid from pg_database where datname = current_database())
         and l.relation = pg_get_serial_sequence(:table, 'id')::regclass"""
)

_WRITING: Final = text(
    """select min(xact_start) from pg_stat_activity
       where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()"""
)


def upto(session: Session, table: Table) -> int:
    """No row of this table with this id or a lower one can be committed any more; who reads sees them all."""
    if session.get_bind().dialect.name != "postgresql":
        return newest(session, table)
    mark = select(counters.c.value).where(counters.c.key == _key(table))
    return session.scalar(mark) or 0


def newest(session: Session, table: Table) -> int:
    """The highest id; 0: there is none."""
    return session.scalar(select(func.max(table.c.id))) or 0


def writing_since(session: Session) -> datetime | None:
    """Since when others have been in a transaction that writes; None: nobody is."""
    if session.get_bind().dialect.name != "postgresql":
        return None  # who writes there is alone
    found: datetime | None = session.scalar(_WRITING)
    return found


class _Noted(NamedTuple):
    """The newest id at some moment, and the transactions that may bring lower ones yet."""

    upto: int
    holders: frozenset[str]


class Settling:
    """Keeps the marks on PostgreSQL. What was noted is in memory: after a start it is noted anew."""

    def __init__(self) -> None:
        self._noted: dict[str, _Noted] = {}

    def __call__(self, engine: Engine, _: datetime) -> int:
        """Look once; nothing is left to be done at once."""
        if engine.dialect.name != "postgresql":
            return 0
        with db.reading(engine) as session:
            marks = [(table, upto(session, table), newest(session, table)) for table in TABLES]
            moved = {
                table: mark
                for table, kept, last in marks
                if (mark := self._look(session, table, last)) > kept
            }
        if moved:
            with db.writing(engine) as session:
                _keep(session, moved)
        return 0

    def _look(self, session: Session, table: Table, last: int) -> int:
        """How far it is settled, as far as is known now. Locks are read as they are at this moment, which is
        after that of the snapshot that `last` is from."""
        holders = _holders(session, table)
        noted = self._noted.get(table.name) or _Noted(last, holders)
        if noted.holders & holders:
            self._noted[table.name] = noted
            return 0
        self._noted[table.name] = _Noted(last, holders)
        return last if not holders else noted.upto if noted.holders else 0


def _holders(session: Session, table: Table) -> frozenset[str]:
    return frozenset(row.virtualtransaction for row in session.execute(_HOLDERS, {"table": table.name}))


def _keep(session: Session, marks: dict[Table, int]) -> None:
    for table in sorted(marks, key=lambda each: each.name):
        new = dialects.insert(session, counters).values(key=_key(table), value=marks[table])
        further = counters.c.value < new.excluded.value
        session.execute(
            new.on_conflict_do_update(
                index_elements=["key"], set_={"value": new.excluded.value}, where=further
            )
        )


def _key(table: Table) -> str:
    return f"settled {table.name}"
