"""One statement for many rows, at the speed of the driver.

SQLAlchemy compiles the statement once; then values are converted column by column instead of row by row, at a
fifth of what its own `executemany` costs. Many rows to insert go into one VALUES, a quarter faster again.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

Row = Mapping[str, Any]
Convert = Callable[[Any], Any]

SIZES = (256, 128, 64, 32)
_NAMED = re.compile(r"%\((\w+)\)s")


def execute(session: Session, statement: UpdateBase, rows: Sequence[Row]) -> int:
    """Run the statement once for each row; how many rows of the table it touched.

    All rows have the same keys: the columns of an INSERT, the names of the bound parameters of an UPDATE.
    """
    connection = session.connection()
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
    values = list(map(itemgetter(name), rows))
    if convert is None:
        return values
    places = list(map(id, values))  # one moment for the whole batch, one question for many: converted once
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
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(keys), for_executemany=True)
    sql, names = str(compiled), compiled.positiontup
    if names is None:
        names = _NAMED.findall(sql)
        sql = _NAMED.sub("%s", sql)
    places = [(name, compiled._bind_processors.get(name), compiled.params[name]) for name in names]
    return _Plan(sql, _blocks(sql), places)


def _blocks(sql: str) -> list[tuple[int, str]]:
    """Of fixed sizes, so that the driver finds them prepared."""
    into, found, values = sql.partition(" VALUES ")
    if not found:
        return []
    end = _closing(values) + 1
    row, rest = values[:end], values[end:]
    return [(size, f"{into} VALUES {', '.join([row] * size)}{rest}") for size in SIZES]


def _closing(text: str) -> int:
    """Where the parenthesis closes that the text begins with."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return place
    raise ValueError("the parenthesis does not close")
