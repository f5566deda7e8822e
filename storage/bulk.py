"""One statement for many rows, at the speed of the driver.

SQLAlchemy compiles the statement once; then values are converted column by column instead of row by row, at a
fifth of what its own `executemany` costs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from operator import is_
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

Row = Mapping[str, Any]
Convert = Callable[[Any], Any]


def execute(session: Session, statement: UpdateBase, rows: Sequence[Row]) -> int:
    """Run the statement once for each row; how many rows of the table it touched.

    All rows have the same keys: the columns of an INSERT, the names of the bound parameters of an UPDATE.
    """
    connection = session.connection()
    sql, places = _compiled(statement, connection.dialect, tuple(rows[0]))
    columns = [_column(rows, *place) for place in places]
    parameters: Any = list(zip(*columns, strict=False))
    if not connection.dialect.positional:
        names = [name for name, _, _ in places]
        parameters = [dict(zip(names, values, strict=True)) for values in parameters]
    return connection.exec_driver_sql(sql, parameters).rowcount


def _column(rows: Sequence[Row], name: str, convert: Convert | None, constant: Any) -> Iterable[Any]:
    if name not in rows[0]:
        return repeat(convert(constant) if convert else constant, len(rows))
    values = [row[name] for row in rows]
    if convert is None:
        return values
    if all(map(is_, values, repeat(values[0]))):  # one moment for the whole batch, most of the time
        return repeat(convert(values[0]), len(rows))
    return map(convert, values)


@lru_cache
def _compiled(
    statement: UpdateBase, dialect: Dialect, keys: tuple[str, ...]
) -> tuple[str, list[tuple[str, Convert | None, Any]]]:
    """The SQL; and of each parameter its name, how its values are converted, its constant if it is one."""
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(keys), for_executemany=True)
    names = compiled.positiontup or list(compiled.params)
    places = [(name, compiled._bind_processors.get(name), compiled.params[name]) for name in names]
    return str(compiled), places
