"""One statement for many rows, at the speed of the database."""

from collections.abc import Sequence

from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from storage.bulk import blocks, recordset
from storage.bulk.row import Row

_WAYS = {"sqlite": blocks.execute, "postgresql": recordset.execute}


def execute(session: Session, statement: UpdateBase, rows: Sequence[Row]) -> int:
    """Run the statement once for each row; how many rows of the table it touched.

    All rows have the same keys, and no two rows of an UPDATE name the same row of the table.
    """
    connection = session.connection()
    return _WAYS[connection.dialect.name](connection, statement, rows)
