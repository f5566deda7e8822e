"""Many rows at once: kept exactly as SQLAlchemy itself would keep them, in every table."""

import re
from datetime import date, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    LargeBinary,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

import storage
from storage import analyses, bulk, db, dialects, events, jobs, matters, quotas, responses, tables
from storage import messages as messages_road
from storage.bulk import blocks, recordset
from storage.complaints import falling_due
from storage.conversations import Conversation, asking_again, placing, resuming, road, speaking
from storage.importing import taking
from storage.invitations import sending
from storage.invitations.links import _LINKED
from storage.outbox import claiming, marking, saying
from storage.tables import answers, conversations, customers, invitations, messages, sealing_keys
from storage.tables.columns import Json, Moment, metadata
from storage.tables.sealed import Sealed
from tests.storage.conftest import NOW

SHANGHAI = timezone(timedelta(hours=8))
TWO = {
    Integer: (3, 4),
    Float: (0.5, 1),
    Boolean: (True, False),
    Date: (NOW.date(), date(1999, 12, 31)),
    Text: ("一", "😡"),
    Sealed: ("wang@example.com", "13800001111"),
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
            if table is sealing_keys:  # a new database has one
                session.execute(delete(table))
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


def test_a_moment_without_its_zone_is_refused(engine: Engine, talk: Conversation) -> None:
    change = update(conversations).where(conversations.c.id == bindparam("key"))
    naive = {"key": talk.id, "at": NOW.replace(tzinfo=None)}
    with db.writing(engine) as session, pytest.raises(ValueError, match="time zone"):
        bulk.execute(session, change.values(active_at=bindparam("at")), [naive])


ONE = bindparam("key")
REFUSED = {
    "a delete": delete(conversations).where(conversations.c.id == ONE),
    "every row": update(conversations).values(seq=ONE),
    "looked up": update(conversations)
    .where(conversations.c.id == ONE)
    .values(seq=select(messages.c.seq).where(messages.c.id == 1).scalar_subquery()),
    "two rows": insert(conversations).values([{"seq": 1}, {"seq": 2}]),
    "words that look like SQL": insert(conversations).values(talk=text("' VALUES '")),
    "from elsewhere": insert(conversations).from_select(["seq"], select(messages.c.seq)),
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_what_can_not_be_cut_is_refused(engine: Engine, statement: Any) -> None:
    with db.writing(engine) as session, pytest.raises(ValueError, match=r"INSERT|UPDATE|VALUES"):
        bulk.execute(session, statement, [{"key": 1}])


SOURCES = [path for path in Path(storage.__file__).parent.rglob("*.py") if "bulk" not in path.parts]
CALLED = re.compile(r"bulk\.execute\(\s*session, ([\w.]+)")


def handed_in(dialect: str) -> list[tuple[Any, tuple[str, ...]]]:
    """Every statement that is written many at a time, with the names of its rows."""
    told_once = (answers, conversations, invitations, tables.quotas, tables.response_spans)
    new = [dialects.insert_for(dialect, table).on_conflict_do_nothing() for table in told_once]
    inserts = [road._CUSTOMER, events._APPENDED, messages_road._RECORDED, saying._WAITING, saying._FETCHED]
    inserts += [jobs._put(dialect), responses._BEGUN, insert(customers), *new]
    inserts += [insert(tables.complaint_months), insert(tables.response_months)]
    inserts += [matters._NEW, analyses._upsert(dialect)]
    updates = [road._SAVED, road._SEEN, asking_again._NUMBERED, claiming._TAKEN]
    updates += [marking._SENT, marking._FAILED, marking._LATER, marking._BACK]
    updates += [responses._REASONED, responses._FINISHED, placing._PLACED, speaking._SPOKEN]
    updates += [resuming._RESTS, resuming._REMINDED, taking._KNOWN, _LINKED, quotas._ADDED]
    updates += [sending._ISSUED, sending._PUT_OFF, sending._CANCELLED]
    updates += [falling_due._SETTLED, sending._ARRIVED, sending._BOUNCED, sending._DOUBTED]
    named = [(each, tuple(each.table.columns.keys())) for each in inserts]
    return named + [(each, bound(each)) for each in updates]


def bound(statement: Any) -> tuple[str, ...]:
    """What a row has to give."""
    return tuple(name for name, bind in statement.compile().binds.items() if bind.required)


def test_every_statement_that_is_handed_in_is_cut_where_it_is_meant() -> None:
    for statement, names in handed_in("postgresql"):
        plan = recordset._over_recordset(statement, postgresql.dialect(paramstyle="pyformat"), names)
        assert plan.sql.count("json_to_recordset") == 1
        used = {name for name in names if f'new."{name}"' in plan.sql}
        assert used == set(names) - {"state"} or used == set(names)
        assert not any(f"%({name})s" in plan.sql for name in used), "every value comes from its row"
        assert set(re.findall(r"%\((\w+)\)s", plan.sql)) == {*plan.constants, "rows"}
        assert " VALUES" not in plan.sql
    for statement, names in handed_in("sqlite"):
        plan = blocks._plan(statement, sqlite.dialect(), names)
        assert [size for size, _ in plan.blocks] == list(blocks.SIZES if statement.is_insert else ())
        for size, sql in plan.blocks:
            assert sql.count("?") == size * len(plan.places)


def test_none_is_left_out_of_the_list_above() -> None:
    calls = sorted(name for path in SOURCES for name in CALLED.findall(path.read_text("utf-8")))
    assert calls == sorted(LISTED)


LISTED = [
    *("_NUMBERED", "_CUSTOMER", "dialects.insert_new", "_SAVED", "_SEEN", "_APPENDED", "_put", "_RECORDED"),
    *("_ASKED", "_TAKEN", "statement", "put_there", "_BEGUN", "new", "_REASONED", "_FINISHED"),
    *("_PLACED", "_SPOKEN", "_RESTS", "_REMINDED", "_KNOWN", "insert", "_ISSUED", "_PUT_OFF", "_CANCELLED"),
    *("_LINKED", "_ADDED", "statement", "dialects.insert_new", "dialects.insert_new", "dialects.insert_new"),
    *("_NEW", "_upsert", "insert", "_SETTLED"),
    *("insert", "insert", "dialects.insert_new", "change.values"),
]
"""What stands in the calls."""
