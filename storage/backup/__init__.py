"""All of the database in one file, and back: taken while everything runs, put back while nothing does."""

from datetime import datetime
from pathlib import Path
from types import ModuleType

from sqlalchemy import URL

from storage import db, sealing
from storage.backup import postgres, sqlite
from storage.backup.about import About
from storage.backup.refused import Refused
from storage.backup.replacing import replacing

__all__ = ["About", "Refused", "about", "backup", "opens", "restore"]

KINDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgres}


def backup(url: str, file: Path, now: datetime, force: bool = False) -> About:
    """Write the database into this file, which is read again before it gets its name. Raises Refused."""
    kind, where = _reached(url)
    if kind == "sqlite" and sqlite.is_part(where, file):
        raise Refused("is_database", file=file)
    if file.exists() and not force:
        raise Refused("exists", file=file)
    try:
        with replacing(file) as new:
            KINDS[kind].save(where, new, now)
            return _checked(new)
    except OSError as error:
        raise Refused("not_written", file=file, error=error.strerror) from error


def _checked(new: Path) -> About:
    """What the backup just written is. A damaged one comes from a damaged database."""
    try:
        return about(new)
    except Refused as refused:
        raise Refused("failed_check", error=refused.values.get("error", refused.code)) from refused


def restore(url: str, file: Path, force: bool = False, without_key: bool = False) -> About:
    """Make this backup the database, and bring it to this version. Raises Refused; then all is as it was.

    `force`: what stands in the database is lost. `without_key`: what is sealed in the backup is.
    """
    kind, where = _reached(url)
    found = about(file)
    if found.kind != kind:
        raise Refused("other_kind", file=file, kind=found.kind, wanted=kind)
    if found.revision not in db.REVISIONS:
        raise Refused("newer", file=file, revision=found.revision)
    if not without_key and not opens(found):
        if sealing.known():
            raise Refused("other_key", file=file, key=sealing.place())
        raise Refused("no_key", file=file, key=sealing.place())
    try:
        KINDS[kind].restore(where, file, force)
    except OSError as error:
        raise Refused("not_written", file=where.database, error=error.strerror) from error
    return found


def about(file: Path) -> About:
    """What this backup is; all of it is read. Raises Refused."""
    try:
        with file.open("rb") as opened:
            begins = opened.read(16)
    except OSError as error:
        raise Refused("unreadable", file=file, error=error.strerror) from error
    for kind in KINDS.values():
        if begins.startswith(kind.MAGIC):
            found: About = kind.about(file)
            return found
    raise Refused("not_backup", file=file)


def opens(about: About) -> bool:
    """Whether our key opens what is sealed in this backup. No key is made for that."""
    return not about.proof or (sealing.known() and sealing.proof() == about.proof)


def _reached(url: str) -> tuple[str, URL]:
    engine = db.engine(url)
    return engine.dialect.name, engine.url
