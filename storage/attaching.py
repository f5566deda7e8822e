"""Files that staff put to a complaint: a scan of a letter, photos, a report."""

from collections.abc import Sequence, Set
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import events, hiding, inspecting
from storage.conversations.transcript import FILE_STATE
from storage.files import held, put
from storage.tables import complaints, files, users

MOST: Final = 200
"""That are put to one complaint."""


class Attached(NamedTuple):
    """One of them, as a line of a talk has one: (id, name, kind, size); `user` is who put it there."""

    file: tuple[int, str, str, int]
    at: datetime
    file_state: str
    pictured: bool
    user: str
    sent: str = ""


def of_complaint(session: Session, complaint_id: int) -> list[Attached]:
    """Those that staff put to this complaint, the oldest first."""
    f = files.c
    by, pictured = func.coalesce(users.c.name, "").label("by"), f.thumbnail.is_not(None).label("pictured")
    query = select(f.id, f.name, f.kind, f.size, f.received_at, FILE_STATE, pictured, by)
    ours = query.join(users, users.c.id == f.user_id, isouter=True)
    theirs = ours.where(f.complaint_id == complaint_id, f.state != "withdrawn").order_by(f.id)
    return [
        Attached(
            (row.id, row.name, row.kind, row.size), row.received_at, row.file_state, row.pictured, row.by
        )
        for row in session.execute(theirs)
    ]


class NotKept(Exception):
    """It is not put to the complaint: that is `full`, has `room` for fewer than are `sent`, or has been
    `emptied` with its customer."""

    def __init__(self, why: str, room: int = 0, sent: int = 0) -> None:
        super().__init__(why)
        self.why, self.room, self.sent = why, room, sent


class Sent(NamedTuple):
    """A file as staff sent it; `kind` is found by content."""

    name: str
    kind: str
    content: bytes


def attach(
    session: Session, complaint_id: int, user_id: int, sent: Sequence[Sent], at: datetime
) -> list[int]:
    """Put these files to this complaint; their ids. The same content is kept once. Raises NotKept."""
    k = complaints.c
    its = select(k.story).where(k.id == complaint_id, hiding.shown(session)).with_for_update()
    if not session.scalar(its):  # erasing changes the complaint before it looks for files
        raise NotKept("emptied")
    rows = [(each, held(each.content)) for each in sent]
    _fit(session, complaint_id, {row["digest"] for _, row in rows})
    keys = [_attach(session, complaint_id, user_id, *each, at) for each in rows]
    told = events.event(at, "complaint", complaint_id, "attach", "staff", user_id=user_id)
    events.append(session, [told])
    return keys


def _fit(session: Session, complaint_id: int, digests: Set[object]) -> None:
    """Raises NotKept where not all contents with these digests can stand beside those that do."""
    f = files.c
    kept = select(f.digest).where(f.complaint_id == complaint_id, f.state == "kept")
    there = session.scalars(kept).all()
    new, room = len(digests - set(there)), MOST - len(there)
    if new > room:
        raise NotKept("room" if room > 0 else "full", room, new)


def _attach(
    session: Session, complaint_id: int, user_id: int, sent: Sent, row: dict[str, Any], at: datetime
) -> int:
    f = files.c
    there = (f.complaint_id == complaint_id, f.state == "kept")
    same: int | None = session.scalar(select(f.id).where(*there, f.digest == row["digest"]))
    if same is not None:
        return same
    of = {"complaint_id": complaint_id, "user_id": user_id, "received_at": at}
    key = put(session, name=sent.name, kind=sent.kind, **of, **row)
    inspecting.put(session, key, sent.kind, at)
    return key
