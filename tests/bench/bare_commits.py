"""The floors in `bench conv`: the rows that Manyi wrote, in the same transactions, by sqlite3 alone."""

import pickle
import sqlite3
import time
from pathlib import Path
from typing import Any

from storage import db
from tests.bench.manyi_road import made, sqlite
from tests.bench.outcome import rows


def main(customers: int, folder: Path, statements: Path) -> dict[str, Any]:
    """The measured run: no parsing, no rules, no reading; only writing and committing."""
    engine = made(sqlite(folder))
    engine.dispose()
    transactions = pickle.loads(statements.read_bytes())
    connection = sqlite3.connect(folder / "bench.db", isolation_level=None)
    for pragma in db.PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    began = time.perf_counter()
    for transaction in transactions:
        connection.execute("BEGIN IMMEDIATE")
        for statement, parameters, many in transaction:
            if many:
                connection.executemany(statement, parameters)
            else:
                connection.execute(statement, parameters).fetchall()
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return {"messages": customers * 7, "seconds": seconds, "rows": rows(engine)}
