"""What customers sent, or staff put to a complaint, is looked at by the worker: a small picture is made, and
a virus scanner asked.

While a scanner is set up, nobody of staff opens what it has not called clean.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage import conversations, events, jobs
from storage.settings import settings
from storage.tables import files

JOB = "inspect"
"""The kind of job that looks at a file; payload: file_id."""

AWAITED, CLEAN, FAILED = "awaited", "clean", "failed"


class Inspected(NamedTuple):
    """What came of it: a `thumbnail` (JPEG; None: it is no picture, or can't be read), and what the scanner
    said: empty (none was asked), clean, or the name of what it `found`."""

    file_id: int
    thumbnail: bytes | None
    scanned: str
    at: datetime

    @property
    def harmful(self) -> bool:
        """Whether the scanner found something."""
        return self.scanned not in ("", CLEAN)


def put(session: Session, file_id: int, kind: str, at: datetime) -> None:
    """Have this file, which has just come, looked at, if there is anything to be done about it."""
    scans = bool(settings().clamd)
    if scans:
        session.execute(update(files).where(files.c.id == file_id).values(scanned=AWAITED))
    if scans or kind.startswith("image/"):
        job = jobs.Job(
            kind=JOB, key=f"file:{file_id}", payload={"file_id": file_id}, due_at=at, created_at=at
        )
        jobs.put(session, [job])


def keep(session: Session, found: Sequence[Inspected]) -> None:
    """Keep what was found. What is harmful goes at once, and the customer who sent it is told; staff see on
    the page of the complaint that what they put there has gone."""
    for each in found:
        kept = update(files).where(files.c.id == each.file_id, files.c.state == "kept")
        if each.harmful:
            _refuse(session, each)
        else:
            session.execute(kept.values(thumbnail=each.thumbnail, scanned=each.scanned))


def give_up(session: Session, payload: dict[str, Any]) -> None:
    """The scanner could not be asked, however often: staff are to see that nobody looks at it any more."""
    waits = (files.c.id == payload["file_id"], files.c.scanned == AWAITED)
    session.execute(update(files).where(*waits).values(scanned=FAILED))


def again(session: Session) -> None:
    """The scanner is asked once more about what it could not be asked about: that is awaited again."""
    session.execute(update(files).where(files.c.scanned == FAILED).values(scanned=AWAITED))


def _refuse(session: Session, found: Inspected) -> None:
    f = files.c
    gone = {"content": b"", "thumbnail": None, "size": 0, "state": "refused", "scanned": found.scanned}
    there = update(files).where(f.id == found.file_id, f.state == "kept").values(gone)
    gone_from = session.execute(there.returning(f.conversation_id, f.name)).one_or_none()
    if gone_from is not None:
        refused = events.event(found.at, "file", found.file_id, "refuse", "clock", "kept", "file_harmful")
        events.append(session, [refused])
        talk, name = gone_from
        if talk is not None:
            conversations.notify(session, talk, "error.file_harmful", found.at, name=name)
