"""Whether this process can do its work now: what a load balancer asks every few seconds. Writes nothing."""

import shutil
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from storage import db

ROOM: Final = 100_000_000
"""Bytes: with less, the next photos fill the disk, and then no message is kept."""

DATABASE, MIGRATED, DISK = "database", "migrated", "disk"
"""What is asked: the database can be reached, it is of this version, the disks that we write to have room."""


def failing(engine: Engine, folder: Path) -> tuple[str, ...]:
    """What of it is not so, by name and nothing more; empty: ready. `folder` is what processes share."""
    return (*_database(engine), *((DISK,) if _short(engine, folder) else ()))


def _database(engine: Engine) -> tuple[str, ...]:
    file = database_file(engine)
    if file and not file.exists():  # to connect would make it
        return (DATABASE,)
    try:
        with db.reaching():
            return () if db.condition(engine) == "current" else (MIGRATED,)
    except (db.OutOfReach, db.OldServer):
        return (DATABASE,)


def _short(engine: Engine, folder: Path) -> bool:
    file = database_file(engine)
    return any(free(each) < ROOM for each in (folder, *((file.parent,) if file else ())))


def database_file(engine: Engine) -> Path | None:
    """The file of an SQLite database; None for one in memory, or on a server."""
    name = engine.url.database
    return Path(name) if engine.dialect.name == "sqlite" and name and name != ":memory:" else None


def free(folder: Path) -> int:
    """Bytes that may still be written there; where the folder is yet to be made, to the one above."""
    whole = folder.resolve()
    return shutil.disk_usage(next(each for each in (whole, *whole.parents) if each.exists())).free
