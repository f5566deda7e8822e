"""What SQLite and PostgreSQL both have and SQLAlchemy spells twice: INSERT with a rule for conflicts."""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

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
