"""Rows into a table as quickly as each database takes them, past what checks and returns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Table, text


def pour(engine: Engine, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """These rows into this table."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in rows[0])
    with engine.begin() as connection:
        raw: Any = connection.connection.cursor()
        if engine.dialect.name == "postgresql":
            with raw.copy(f'copy "{table.name}" ({names}) from stdin') as copy:
                for row in rows:
                    copy.write_row(tuple(row.values()))
            if "id" in rows[0]:
                raw.execute(f"select setval('{table.name}_id_seq', (select max(id) from \"{table.name}\"))")
            return
        marks = ", ".join("?" * len(rows[0]))
        values = [tuple(map(written, row.values())) for row in rows]
        raw.executemany(f'insert into "{table.name}" ({names}) values ({marks})', values)


def written(value: object) -> object:
    """A moment as SQLite keeps it (`storage.tables.columns`)."""
    return value.isoformat(" ", "microseconds")[:26] if isinstance(value, datetime) else value


def settle(engine: Engine) -> None:
    """The database looks at what there is."""
    with engine.connect() as connection:
        plain = connection.execution_options(isolation_level="AUTOCOMMIT")
        plain.execute(text("vacuum analyze" if engine.dialect.name == "postgresql" else "analyze"))
