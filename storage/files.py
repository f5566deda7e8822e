"""Photos and files of customers: kept at once, or awaited while their channel still has them."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.orm import Session

from storage import events, hiding, inspecting, jobs
from storage.conversations.road import Address
from storage.tables import conversations, files, responses

MOST_FILES = 50
"""That are kept of one address."""

FETCH = "fetch"
"""The kind of job that gets an awaited file; payload: file_id."""


class File(NamedTuple):
    """A kept file; `kind` is its MIME type, found by content. One that staff put to a complaint came up in no
    conversation."""

    conversation_id: int | None
    name: str
    kind: str
    content: bytes


class Awaited(NamedTuple):
    """A file that its channel still has, under the name `remote`; `size` (bytes) is what the channel says."""

    id: int
    conversation_id: int
    channel: str
    address: str
    name: str
    remote: str
    size: int


def keep(session: Session, conversation_id: int, name: str, kind: str, content: bytes, at: datetime) -> int:
    """Keep a file of this conversation; its id."""
    row = {"received_at": at, **held(content)}
    key = put(session, conversation_id=conversation_id, name=name, kind=kind, **row)
    inspecting.put(session, key, kind, at)
    return key


def held(content: bytes) -> dict[str, object]:
    """What is kept with a content."""
    return {"size": len(content), "content": content, "digest": sha256(content).hexdigest()}


def await_(
    session: Session, conversation_id: int, name: str, kind: str, remote: str, size: int, at: datetime
) -> int:
    """Have a file of this conversation fetched from its channel; its id. `kind` is what the channel says."""
    row = {"size": size, "content": b"", "received_at": at, "state": "awaited", "remote": remote}
    key = put(session, conversation_id=conversation_id, name=name, kind=kind, **row)
    fetch = jobs.Job(kind=FETCH, key=f"file:{key}", payload={"file_id": key}, due_at=at, created_at=at)
    jobs.put(session, [fetch])
    return key


def awaited(session: Session, file_id: int) -> Awaited | None:
    """The file under this id, unless it has come or was refused."""
    f, c = files.c, conversations.c
    query = select(f.id, c.id, c.channel, c.address, f.name, f.remote, f.size).join_from(files, conversations)
    row = session.execute(query.where(f.id == file_id, f.state == "awaited")).one_or_none()
    return Awaited(*row) if row else None


def keep_content(session: Session, file_id: int, name: str, kind: str, content: bytes, at: datetime) -> bool:
    """An awaited file has come; its name ends as its kind does. False: it was no longer awaited."""
    if not _end_wait(session, file_id, state="kept", name=name, kind=kind, **held(content)):
        return False
    inspecting.put(session, file_id, kind, at)
    return True


def refuse(session: Session, file_id: int, reason: str, at: datetime) -> bool:
    """An awaited file is not kept, for this reason. False: it was no longer awaited."""
    if not _end_wait(session, file_id, state="refused"):
        return False
    events.append(session, [events.event(at, "file", file_id, "refuse", "bot", "awaited", reason)])
    return True


def put(session: Session, **row: object) -> int:
    """Keep this row; its id."""
    kept: int = session.scalars(insert(files).returning(files.c.id), [row]).one()
    return kept


def _end_wait(session: Session, file_id: int, **values: object) -> bool:
    change = update(files).where(files.c.id == file_id, files.c.state == "awaited").values(values)
    return session.scalar(change.returning(files.c.id)) is not None


def count(session: Session, address: Address) -> int:
    """How many files of this address are kept."""
    channel, at = address
    query = select(func.count()).select_from(files).join(conversations)
    here = (conversations.c.channel == channel, conversations.c.address == at, files.c.state == "kept")
    return session.scalar(query.where(*here)) or 0


def surplus(session: Session, conversation_id: int, most: int) -> list[int]:
    """Which awaited files of this conversation would be more than are kept, even if all before them come."""
    places = func.row_number().over(order_by=(files.c.state.desc(), files.c.id))  # what is kept comes first
    there = select(files.c.id, files.c.state, places.label("place")).where(
        files.c.conversation_id == conversation_id, files.c.state.in_(("kept", "awaited"))
    )
    placed = there.subquery()
    beyond = (
        select(placed.c.id).where(placed.c.place > most, placed.c.state == "awaited").order_by(placed.c.id)
    )
    return list(session.scalars(beyond))


def content(session: Session, file_id: int) -> File | None:
    """The kept file under this id; who may see it is for the door to say."""
    query = select(files.c.conversation_id, files.c.name, files.c.kind, files.c.content)
    row = session.execute(query.where(files.c.id == file_id, files.c.state == "kept")).one_or_none()
    return File(*row) if row else None


def released(session: Session, file_id: int) -> File | None:
    """The same for staff: not before the scanner, where one is set up, has called it clean."""
    f = files.c
    query = select(f.conversation_id, f.name, f.kind, f.content)
    good = (f.id == file_id, f.state == "kept", f.scanned.not_in((inspecting.AWAITED, inspecting.FAILED)))
    row = session.execute(query.where(*good, *_shown(session))).one_or_none()
    return File(*row) if row else None


def thumbnail(session: Session, file_id: int) -> bytes | None:
    """A small picture of it, where there is one (JPEG)."""
    f = files.c
    there = (f.id == file_id, f.state == "kept")
    return session.scalar(select(f.thumbnail).where(*there, *_shown(session)))


def _shown(session: Session) -> tuple[ColumnElement[bool], ...]:
    """Conditions: it came up in no talk, and belongs to no complaint and to no customer's response, that is
    kept from who reads."""
    f, r = files.c, responses.c
    theirs = select(r.customer_id).where(r.id == f.response_id).scalar_subquery()
    told = (
        (f.conversation_id, hiding.shown_in(session, f.conversation_id)),
        (f.complaint_id, hiding.shown_as(session, f.complaint_id)),
        (f.response_id, hiding.shown_of(session, theirs)),
    )
    return or_(*(of.is_not(None) for of, _ in told)), *(of.is_(None) | shown for of, shown in told)
