"""Before a database is brought to another version: a backup of it as it was, in the folder that processes
share."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from storage import backup, db, ready
from storage.backup.refused import Refused
from storage.queries import standing

FOLDER: Final = "backups"
NAMED: Final = "before-"
KEPT: Final = 3
"""Backups of so many upgrades stay."""


def upgrade(url: str, data: Path, now: datetime, *, without: bool = False) -> Path | None:
    """Bring the database to this version, after a backup of it; where that is, None where there was nothing
    to do or nothing to keep, or `without` one. Of several at once, one does it.

    Raises Refused, and what `db.upgrade` does; then nothing was changed.
    """
    made: list[Path] = []
    db.upgrade(url, None if without else partial(_keep, url, data / FOLDER, now, made))
    return made[0] if made else None


def _keep(url: str, folder: Path, now: datetime, made: list[Path]) -> None:
    """The backup; those of long ago go."""
    folder_with_room(url, folder)
    file = folder / f"{NAMED}{db.head()}-{now:%Y%m%d-%H%M%S}"
    backup.backup(url, file, now, force=True)
    made.append(file)
    for old in sorted(folder.glob(f"{NAMED}*"), key=_taken)[:-KEPT]:
        old.unlink(missing_ok=True)


def _taken(file: Path) -> str:
    """When, as its name has it."""
    return file.name.removeprefix(NAMED).partition("-")[2]


def folder_with_room(url: str, folder: Path) -> None:
    """The folder is there, and has room: a backup is at most as large as what is backed up, and leaves the
    others room to work. Raises Refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Refused("not_written", file=folder, error=error.strerror) from error
    engine = db.engine(url)
    try:
        with db.reading(engine) as session:
            needed = standing.size(session) + ready.ROOM
    finally:
        engine.dispose()
    if (free := ready.free(folder)) < needed:
        raise Refused("no_room", folder=folder, free=free // 1_000_000, needed=needed // 1_000_000)
