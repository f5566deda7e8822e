"""SQLite: a backup is itself a database file, made by SQLite's online backup (sqlite.org/backup.html)."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL

from storage import db
from storage.backup import ended
from storage.backup.about import About
from storage.backup.refused import Refused
from storage.backup.replacing import BESIDE, beside, replacing

MAGIC = b"SQLite format 3\0"

BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def save(url: URL, new: Path, now: datetime) -> None:
    """Copy the database in one step: one snapshot, for which no writer waits. `now` is kept in its header."""
    source = _file(url)
    try:
        with closing(_open(source, "rw")) as running, closing(sqlite3.connect(new)) as copy:
            running.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute(f"PRAGMA user_version={int(now.timestamp())}")
    except sqlite3.DatabaseError as error:  # the disk is full, a file may not be read, or is none of SQLite's
        raise Refused("tool_failed", tool="SQLite", error=error) from error


def is_part(url: URL, file: Path) -> bool:
    """Whether this file is the database, by whatever name, or what SQLite keeps or would keep beside it."""
    database = Path(url.database or "").resolve()
    parts = (database, *(beside(database, ending) for ending in BESIDE))
    return file.resolve() in parts or any(
        part.exists() and file.exists() and part.samefile(file) for part in parts
    )


def about(file: Path) -> About:
    """What the backup is. Raises Refused for a damaged file, after reading all of it."""
    try:
        with closing(_open(file, "ro")) as backup:
            (found,) = backup.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise Refused("damaged", file=file, error=found)
            (revision,) = backup.execute("select version_num from alembic_version").fetchone()
            (taken,) = backup.execute("PRAGMA user_version").fetchone()
            proof = _proof(backup)
    except sqlite3.OperationalError as error:
        raise Refused("not_backup", file=file) from error
    except sqlite3.DatabaseError as error:
        raise Refused("damaged", file=file, error=error) from error
    return About("sqlite", revision, datetime.fromtimestamp(taken or file.stat().st_mtime, UTC), proof)


def _proof(backup: sqlite3.Connection) -> str:
    """Of the key in use; empty before there was any."""
    if not backup.execute("select 1 from sqlite_master where name = 'sealing_keys'").fetchone():
        return ""
    found = backup.execute("select proof from sealing_keys order by id desc limit 1").fetchone()
    return str(found[0]) if found else ""


def restore(url: URL, file: Path, force: bool) -> None:
    """Put the backup in the place of the database, once a copy of it, where nobody is signed in, has been
    brought to this version."""
    target = Path(url.database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        _refuse_if_filled_or_used(target, force)
    with replacing(target) as new:
        shutil.copyfile(file, new)
        engine = db.engine(f"sqlite:///{new}")
        ended.end(engine)
        engine.dispose()
        db.upgrade(f"sqlite:///{new}")
        with closing(sqlite3.connect(new)) as copy:
            copy.execute("PRAGMA user_version=0")
            copy.execute("PRAGMA journal_mode=DELETE")
        about(new)
        if target.exists():
            _refuse_if_filled_or_used(target, force)


def _refuse_if_filled_or_used(target: Path, force: bool) -> None:
    """Leaving WAL needs the file for oneself alone: an open door, even an idle one, keeps it. What is damaged
    may be replaced by force."""
    try:
        with closing(_open(target, "rw")) as old:
            if not force and old.execute("select count(*) from sqlite_master").fetchone()[0]:
                raise Refused("not_empty", database=target)
            old.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in BUSY:
            raise Refused("in_use", database=target) from error
        if not force:
            raise Refused("not_empty", database=target) from error


def _file(url: URL) -> Path:
    file = Path(url.database or "")
    if not file.is_file() or not file.stat().st_size:
        raise Refused("nothing", database=file)
    return file


def _open(file: Path, mode: str) -> sqlite3.Connection:
    """Opened, never made."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=1)
