"""What SQLite and PostgreSQL both have and SQLAlchemy spells twice, or not at all."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Table, any_, bindparam, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON

from storage.tables.sealed import Sealed, SealedList

_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert(session: Session, table: Table) -> Any:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_for(session.get_bind().dialect.name, table)


def insert_for(dialect: str, table: Table) -> Any:
    """The same for a dialect by its name, for who keeps the statement."""
    return _INSERTS[dialect](table)


def insert_new(session: Session, table: Table) -> Any:
    """An INSERT that passes over rows that are there by a unique key. One object a table: compiled once."""
    return _insert_new(session.get_bind().dialect.name, table)


@cache
def _insert_new(dialect: str, table: Table) -> Any:
    return insert_for(dialect, table).on_conflict_do_nothing()


def among(dialect: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the values in the list that the parameter of this name is given.

    One parameter, however many values: the statement stays the same, and is compiled once.
    """
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=postgresql.ARRAY(column.type)))
    kind = SealedList() if isinstance(column.type, Sealed) else JSON()
    values = func.json_each(bindparam(name, type_=kind)).table_valued("value")
    return column.in_(select(values.c.value))


_ALONE = text("select pg_advisory_xact_lock(hashtextextended(:what, 0))")


def alone(session: Session, what: str) -> None:
    """Whoever else is about to write `what` waits until the commit. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_ALONE, {"what": what})
