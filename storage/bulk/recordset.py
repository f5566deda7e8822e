"""On PostgreSQL: all rows go as one JSON parameter, and the statement reads them as a table.

The driver would adapt every value and send every row by itself; this costs less than half, on both sides.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.dml import UpdateBase

from storage.bulk import cutting
from storage.bulk.row import Row
from storage.tables.sealed import Sealed, sealed

_PLACE = re.compile(r"%\((\w+)\)s(?:::(?:TIMESTAMP WITH TIME ZONE|\w+))?")
_BYTES_AS_TEXT = "\\x"  # how PostgreSQL reads bytea (8.4.1 of its manual)


def execute(connection: Connection, statement: UpdateBase, rows: Sequence[Row]) -> int:
    """Run the statement for all rows; how many rows of the table it touched."""
    plan = _over_recordset(statement, connection.dialect, tuple(rows[0]))
    if plan.sealed:
        rows = [{**row, **{name: sealed(row[name]) for name in plan.sealed}} for row in rows]
    for name in plan.moments:
        _check_aware(map(itemgetter(name), rows))
    told = orjson.dumps(rows, _hex).decode()
    return connection.exec_driver_sql(plan.sql, {**plan.constants, "rows": told}).rowcount


def _check_aware(moments: Iterable[datetime | None]) -> None:
    """As JSON a naive one would be read as UTC, whatever was meant."""
    for moment in moments:
        if moment is not None and moment.tzinfo is None:
            raise ValueError("a moment needs a time zone: give an aware datetime")


def _hex(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError(f"{type(value).__name__} cannot be written many at a time")
    return _BYTES_AS_TEXT + value.hex()


class _Plan(NamedTuple):
    """The statement over `new`, a table made of the rows; the parameters that are its constants; which names
    of the rows are moments, and which are sealed."""

    sql: str
    constants: dict[str, Any]
    moments: list[str]
    sealed: list[str]


@lru_cache
def _over_recordset(statement: UpdateBase, dialect: Dialect, keys: tuple[str, ...]) -> _Plan:
    cutting.check(statement)
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(keys), for_executemany=True)
    types: dict[str, str] = {}
    constants: dict[str, Any] = {}

    def place(found: re.Match[str]) -> str:
        name = found[1]
        if name in keys:
            types[name] = compiled.binds[name].type.compile(dialect)
            return f'new."{name}"'
        convert = compiled._bind_processors.get(name)
        value = compiled.params[name]
        constants[name] = convert(value) if convert else value
        return found[0]

    sql = _PLACE.sub(place, str(compiled))
    columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    new = f"FROM json_to_recordset(%(rows)s::json) AS new({columns})"
    moments = [name for name, kind in types.items() if kind.startswith("TIMESTAMP")]
    closed = [name for name in types if isinstance(compiled.binds[name].type, Sealed)]
    if statement.is_insert:
        into, row, rest = cutting.at_values(sql)
        return _Plan(f"{into} SELECT {row[1:-1]} {new}{rest}", constants, moments, closed)
    change, where = cutting.at_where(sql)
    return _Plan(f"{change} {new} WHERE {where}", constants, moments, closed)
