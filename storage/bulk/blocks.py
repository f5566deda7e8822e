"""On SQLite: values are converted column by column, and many rows go into one VALUES.

Each costs a part of what SQLAlchemy's own `executemany` costs: a fifth of the converting, three quarters of
the writing.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain, repeat
from operator import is_, itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.dml import UpdateBase

from storage.bulk import cutting
from storage.bulk.row import Row

Convert = Callable[[Any], Any]

SIZES = (256, 128, 64, 32)
"""Rows in one statement: a few sizes, so that the driver finds it prepared."""


def execute(connection: Connection, statement: UpdateBase, rows: Sequence[Row]) -> int:
    """Run the statement for each row; how many rows of the table it touched."""
    plan = _plan(statement, connection.dialect, tuple(rows[0]))
    parameters = list(zip(*(_column(rows, *place) for place in plan.places), strict=False))
    touched = done = 0
    for size, sql in plan.blocks:
        while len(rows) - done >= size:
            block = tuple(chain.from_iterable(parameters[done : done + size]))
            touched += connection.exec_driver_sql(sql, block).rowcount
            done += size
    if done < len(rows):
        touched += connection.exec_driver_sql(plan.sql, parameters[done:]).rowcount
    return touched


def _column(rows: Sequence[Row], name: str, convert: Convert | None, constant: Any) -> Iterable[Any]:
    if name not in rows[0]:
        return repeat(convert(constant) if convert else constant, len(rows))
    if convert is None:
        return map(itemgetter(name), rows)
    values = list(map(itemgetter(name), rows))
    if all(map(is_, values, repeat(values[0]))):  # one moment for the whole batch, most of the time
        return repeat(convert(values[0]), len(rows))
    places = list(map(id, values))  # one question said to many: converted once
    converted = {place: convert(value) for place, value in dict(zip(places, values, strict=True)).items()}
    return map(converted.__getitem__, places)


class _Plan(NamedTuple):
    """`sql` for one row; `blocks`, the largest first, for so many rows of an INSERT at once; and of each
    parameter, in order, its name, how its values are converted, its constant if it is one."""

    sql: str
    blocks: list[tuple[int, str]]
    places: list[tuple[str, Convert | None, Any]]


@lru_cache
def _plan(statement: UpdateBase, dialect: Dialect, keys: tuple[str, ...]) -> _Plan:
    cutting.check(statement)
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(keys), for_executemany=True)
    names = compiled.positiontup
    places = [(name, compiled._bind_processors.get(name), compiled.params[name]) for name in names]
    sql = str(compiled)
    if statement.is_insert:
        return _Plan(sql, _blocks(sql), places)
    cutting.at_where(sql)  # what can't be written many at a time on PostgreSQL is refused here too
    return _Plan(sql, [], places)


def _blocks(sql: str) -> list[tuple[int, str]]:
    into, row, rest = cutting.at_values(sql)
    return [(size, f"{into} VALUES {', '.join([row] * size)}{rest}") for size in SIZES]
