"""On PostgreSQL: all rows go as one JSON parameter, and the statement reads them as a table.

The driver would adapt every value and send every row by itself; this costs less than half, on both sides.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.dml import UpdateBase

from storage.bulk.row import Row

_PLACE = re.compile(r"%\((\w+)\)s(?:::(?:TIMESTAMP WITH TIME ZONE|\w+))?")
_BYTES_AS_TEXT = "\\x"  # how PostgreSQL reads bytea (8.4.1 of its manual)


def execute(connection: Connection, statement: UpdateBase, rows: Sequence[Row]) -> int:
    """Run the statement for all rows; how many rows of the table it touched."""
    sql, constants = _over_recordset(statement, connection.dialect, tuple(rows[0]))
    told = orjson.dumps(rows, _hex).decode()
    return connection.exec_driver_sql(sql, {**constants, "rows": told}).rowcount


def _hex(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError(f"{type(value).__name__} cannot be written many at a time")
    return _BYTES_AS_TEXT + value.hex()


@lru_cache
def _over_recordset(
    statement: UpdateBase, dialect: Dialect, keys: tuple[str, ...]
) -> tuple[str, dict[str, Any]]:
    """The statement over `new`, a table made of the rows; and the parameters that are its constants."""
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
    if statement.is_insert:
        into, _, values = sql.partition(" VALUES (")
        values, conflict, rest = values.partition(" ON CONFLICT")
        return f"{into} SELECT {values.rstrip()[:-1]} {new}{conflict}{rest}", constants
    change, where, rest = sql.partition("WHERE ")
    return f"{change} {new} {where}{rest}", constants
