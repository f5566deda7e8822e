"""Every night a backup of the whole database, in the folder that processes share: one, by one of them.

That it was taken, or why it was not, stands in `options`, where those who watch find it.
"""

import os
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import backup, db, dialects, leases
from storage.backup.before import FOLDER, folder_with_room
from storage.backup.refused import Refused
from storage.domain.locale import Texts
from storage.settings import Settings
from storage.tables import options

NAMED: Final = "nightly-"
LEASE: Final = "backup"
LONGEST: Final = timedelta(hours=3)
"""Who is longer at it has died: another one begins."""

AGAIN: Final = timedelta(hours=1)
"""What could not be done is tried again so much later."""

OLD: Final = timedelta(days=2)
"""Without a good one for so long, nobody may say that all is well."""

GOOD, BAD = "backup.good", "backup.bad"


class Standing(NamedTuple):
    """When the last good one was begun, its file and bytes, which `machine` took it; when one failed since,
    and why. None: never."""

    good_at: datetime | None
    file: str
    size: int
    machine: str
    bad_at: datetime | None
    code: str
    values: Mapping[str, Any]

    def age(self, now: datetime) -> timedelta | None:
        """Of the last good one."""
        return None if self.good_at is None else max(timedelta(0), now - self.good_at)

    def whereabouts(self, data: Path) -> Literal["here", "elsewhere", "gone"]:
        """Where the file of the last good one is, seen from this machine: another one took it and has it, or
        it is not what was taken any more."""
        with suppress(OSError):
            if (data / FOLDER / self.file).stat().st_size == self.size:
                return "here"
        return "elsewhere" if self.machine not in ("", socket.gethostname()) else "gone"

    def why(self, texts: Texts) -> str:
        """Why the last one failed; empty where a good one has been taken since, or none failed."""
        if self.bad_at is None or (self.good_at is not None and self.good_at >= self.bad_at):
            return ""
        return texts(f"cli.backup.refused.{self.code}", **self.values)


def standing(session: Session) -> Standing:
    """How it stands with them."""
    o = options.c
    found = {row.key: row for row in session.execute(select(options).where(o.key.in_((GOOD, BAD))))}
    good, bad = found.get(GOOD), found.get(BAD)
    taken = good.value if good else {}
    file, size, machine = taken.get("file", ""), taken.get("size", 0), taken.get("machine", "")
    code, values = (bad.value["code"], bad.value["values"]) if bad else ("", {})
    return Standing(good.at if good else None, file, size, machine, bad.at if bad else None, code, values)


def due(session: Session, settings: Settings, now: datetime) -> bool:
    """Whether one is to be taken now: none has been since it was time, and none failed just now. Never of
    what is made up."""
    if not settings.backup_at or settings.demo:
        return False
    stands = standing(session)
    taken = stands.good_at is not None and stands.good_at >= since(settings, now)
    failed = stands.bad_at is not None and now - AGAIN < stands.bad_at <= now
    return not taken and not failed


def since(settings: Settings, now: datetime) -> datetime:
    """The last moment at which it was time."""
    here = now.astimezone(ZoneInfo(settings.timezone))
    hour, minute = (int(part) for part in settings.backup_at.split(":"))
    today = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today if today <= here else today - timedelta(days=1)


def take(engine: Engine, settings: Settings, now: datetime) -> int:
    """Take one, where it is time and nobody else is at it: how many were taken."""
    with db.reading(engine) as session:
        if not due(session, settings, now):
            return 0
    holder = f"{socket.gethostname()}:{os.getpid()}"
    with db.writing(engine) as session:
        ours = leases.take(session, LEASE, holder, now, LONGEST) and due(session, settings, now)
    if not ours:
        return 0
    try:
        return _taken(engine, settings, now)
    finally:
        with db.writing(engine) as session:
            leases.release(session, LEASE, holder)


def _taken(engine: Engine, settings: Settings, now: datetime) -> int:
    begun = time.monotonic()
    try:
        file = _save(settings, now)
    except Refused as refused:
        values = {
            name: value if isinstance(value, int) else str(value) for name, value in refused.values.items()
        }
        _note(engine, BAD, {"code": refused.code, "values": values}, now)
        return 0
    seconds = round(time.monotonic() - begun)
    told = {"file": file.name, "size": file.stat().st_size, "seconds": seconds}
    _note(engine, GOOD, {**told, "machine": socket.gethostname()}, now)
    return 1


def _save(settings: Settings, now: datetime) -> Path:
    """The file; those of long ago go, and what is left of one that was cut off."""
    folder, url = settings.data / FOLDER, settings.database_url
    for rest in folder.glob(f".{NAMED}*"):
        rest.unlink(missing_ok=True)
    folder_with_room(url, folder)
    file = folder / f"{NAMED}{now.astimezone(ZoneInfo(settings.timezone)):%Y%m%d-%H%M%S}"
    backup.backup(url, file, now, force=True)
    for old in sorted(folder.glob(f"{NAMED}*"))[: -settings.backup_keep]:
        old.unlink(missing_ok=True)
    return file


def _note(engine: Engine, key: str, value: Mapping[str, Any], at: datetime) -> None:
    row = {"key": key, "value": dict(value), "at": at}
    with db.writing(engine) as session:
        new = dialects.insert(session, options).values(row)
        session.execute(new.on_conflict_do_update(index_elements=["key"], set_=row))
