"""What becomes of a table that was handed in. Its content goes as soon as it is not needed any more."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from storage.importing.reading import Found
from storage.tables import imports

FORGOTTEN = timedelta(days=1)
"""After so long nobody comes back to a table that was never taken."""

GIVEN_UP = timedelta(minutes=2)
"""Who has been at it for so long without a word is not any more: the process has ended."""


class Import(NamedTuple):
    """A table as its page shows it; without a round, of records of the kind `subject`."""

    id: int
    round_id: int | None
    subject: str
    name: str
    state: str
    total: int
    done: int
    found: Found | None
    touched_at: datetime


def hand_in(
    session: Session,
    round_id: int | None,
    user_id: int | None,
    name: str,
    content: bytes,
    now: datetime,
    subject: str = "",
) -> int:
    """Keep it until it is taken; what was handed in for this round before and not taken goes, or of the same
    kind for none by the same user. Its id."""
    i = imports.c
    same = i.round_id == round_id if subject == "" else (i.subject == subject) & (i.user_id == user_id)
    mine = same | (i.created_at < now - FORGOTTEN)
    session.execute(delete(imports).where(mine, imports.c.state != "taken"))
    row = {"round_id": round_id, "user_id": user_id, "name": name[:200], "content": content}
    row["subject"] = subject
    new = insert(imports).returning(imports.c.id)
    made: int = session.scalars(new, [{**row, "created_at": now, "touched_at": now}]).one()
    return made


def one(session: Session, import_id: int) -> Import | None:
    """This one, if it is there."""
    columns = (imports.c[name] for name in Import._fields)
    row = session.execute(select(*columns).where(imports.c.id == import_id)).one_or_none()
    return Import(*row) if row else None


def content(session: Session, import_id: int) -> bytes:
    """What was handed in. NoResultFound where it has gone meanwhile."""
    found: bytes = session.scalars(select(imports.c.content).where(imports.c.id == import_id)).one()
    return found


def digest(handed_in: bytes) -> str:
    """By which a file that was taken is known again."""
    return sha256(handed_in).hexdigest()


def taken_before(session: Session, handed_in: bytes, subject: str) -> bool:
    """Whether this very file was taken already, for the same."""
    i = imports.c
    found = session.scalars(select(i.found).where(i.subject == subject, i.state == "taken"))
    return any(each and each.get("digest") == digest(handed_in) for each in found)


def progress(session: Session, import_id: int, done: int, total: int, now: datetime) -> None:
    """So much of it has been read."""
    _change(session, import_id, done=done, total=total, touched_at=now)


def note(session: Session, import_id: int, found: Found, now: datetime) -> None:
    """It has been read: it can be taken, or has faults, or nothing of it is to be taken."""
    good = not found["faulty"] and found["rows"] > found.get("left_out", 0)
    state = "ready" if good else "refused"
    _change(session, import_id, state=state, found=found, done=found["rows"], touched_at=now)
    if not good:
        clear(session, import_id)


def refuse(session: Session, import_id: int, why: str, now: datetime) -> None:
    """No table can be read from it, or it did not come to be taken. What has been taken stays taken."""
    i = imports.c
    begun = update(imports).where(i.id == import_id, i.state.in_(("reading", "taking")))
    session.execute(begun.values(state="refused", found={"unreadable": why}, content=b"", touched_at=now))


def take_up(session: Session, import_id: int, now: datetime) -> bool:
    """It is being taken from now on. False: it can't be, or somebody else has begun to."""
    i = imports.c
    given_up = (i.state == "taking") & (i.touched_at < now - GIVEN_UP)
    change = update(imports).where(i.id == import_id, (i.state == "ready") | given_up)
    taken = change.values(state="taking", touched_at=now).returning(imports.c.id)
    return session.scalar(taken) is not None


def clear(session: Session, import_id: int) -> None:
    """What was handed in is not kept any longer."""
    _change(session, import_id, content=b"")


def drop(session: Session, import_id: int) -> None:
    """Staff have thought better of it."""
    i = imports.c
    session.execute(delete(imports).where(i.id == import_id, i.state != "taken"))


def _change(session: Session, import_id: int, **values: Any) -> None:
    session.execute(update(imports).where(imports.c.id == import_id).values(**values))
