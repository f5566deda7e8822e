"""Many rows at once: kept exactly as SQLAlchemy itself would keep them, in every table."""

from datetime import timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    Integer,
    LargeBinary,
    Table,
    Text,
    bindparam,
    insert,
    select,
    update,
)

from storage import bulk, db
from storage.conversations import Conversation
from storage.tables import conversations
from storage.tables.columns import Json, Moment, metadata
from tests.storage.conftest import NOW

SHANGHAI = timezone(timedelta(hours=8))
TWO = {
    Integer: (3, 4),
    Float: (0.5, 1),
    Boolean: (True, False),
    Text: ("一", "😡"),
    LargeBinary: (b"\0\xff", b""),
    DateTime: (NOW, NOW.astimezone(SHANGHAI)),
    type(Moment): (NOW, NOW.astimezone(SHANGHAI)),
    type(Json): ({"of": "1.价格"}, [None, 1.5]),
}
"""Two values of each type of column."""


def values(column: Column[Any]) -> tuple[Any, Any]:
    if column.primary_key and isinstance(column.type, Integer):
        return 1, 2
    first, second = next(two for kind, two in TWO.items() if isinstance(column.type, kind))
    return first, None if column.nullable else second


def two_rows(table: Table) -> list[dict[str, Any]]:
    return [{str(column.name): values(column)[n] for column in table.columns} for n in (0, 1)]


def stored(connection: Connection, table: Table) -> list[Any]:
    """What the driver finds, with the database's own name of each value's type."""
    typeof = TYPEOF[connection.dialect.name]
    columns = ", ".join(f'"{c.name}", {typeof}("{c.name}")' for c in table.columns)
    rows = connection.exec_driver_sql(
        f'select {columns} from "{table.name}" order by "{table.columns[0].name}"'
    )
    return [tuple(row) for row in rows]


TYPEOF = {"sqlite": "typeof", "postgresql": "pg_typeof"}
UNBOUND = {
    "sqlite": "pragma defer_foreign_keys=on",
    "postgresql": "set local session_replication_role = replica",
}
"""Rows may refer to nothing, until the end of the transaction."""


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_many_rows_at_once_are_kept_as_sqlalchemy_keeps_them(engine: Engine, table: Table) -> None:
    rows, kept = two_rows(table), []
    for execute in (bulk.execute, lambda session, *what: session.connection().execute(*what)):
        with db.writing(engine) as session:
            session.connection().exec_driver_sql(UNBOUND[engine.dialect.name])
            execute(session, insert(table), rows)
            kept.append(stored(session.connection(), table))
            session.rollback()
    assert len(kept[0]) == 2
    assert kept[0] == kept[1]


def test_what_an_update_binds_is_converted_too(engine: Engine, talk: Conversation) -> None:
    at = NOW.astimezone(SHANGHAI)
    change = update(conversations).where(conversations.c.id == bindparam("key"))
    with db.writing(engine) as session:
        bulk.execute(session, change.values(active_at=bindparam("at")), [{"key": talk.id, "at": at}])
        assert session.scalars(select(conversations.c.active_at)).all() == [NOW]
        if engine.dialect.name == "sqlite":
            assert "+" not in str(stored(session.connection(), conversations))
