"""What SQLite has written ahead. It stays in the file `-wal` long after it is in the database, and with it
words that have gone meanwhile, until something else happens to be written there: so it is cut off (WAL mode,
sqlite.org/wal.html). PostgreSQL uses its own again by itself.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Engine

from storage.backup.replacing import beside

EVERY: Final = 60.0

PATIENCE: Final = 0.5
"""Seconds that are waited for whoever still reads what was before: so long, others wait to write."""

log: Final = structlog.get_logger()


def cut_off(engine: Engine, _: datetime) -> int:
    """Put all of it into the database and make the file empty, where there is any. Who reads what was before
    delays it to the next time. Returns 0: nobody waits to hear of it."""
    file = Path(engine.url.database or "")
    if engine.dialect.name == "sqlite" and (size := _size(beside(file, "-wal"))):
        where = f"{file.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(where, uri=True, timeout=PATIENCE)) as own:
            (put_off, *_) = own.execute("pragma wal_checkpoint(truncate)").fetchone()
        if put_off:
            log.info("somebody reads or writes: the log written ahead is cut off later", size=size)
    return 0


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
