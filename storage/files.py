"""Photos and files that customers sent."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from storage.conversations.road import Address
from storage.tables import conversations, files


class File(NamedTuple):
    """A kept file; `kind` is its MIME type, found by content."""

    conversation_id: int
    name: str
    kind: str
    content: bytes


def keep(session: Session, conversation_id: int, name: str, kind: str, content: bytes, at: datetime) -> int:
    """Keep a file of this conversation; its id."""
    row = {
        "conversation_id": conversation_id,
        "name": name,
        "kind": kind,
        "size": len(content),
        "content": content,
        "received_at": at,
    }
    kept: int = session.scalars(insert(files).returning(files.c.id), [row]).one()
    return kept


def count(session: Session, address: Address) -> int:
    """How many files came from this address."""
    channel, at = address
    query = select(func.count()).select_from(files).join(conversations)
    here = (conversations.c.channel == channel, conversations.c.address == at)
    return session.scalar(query.where(*here)) or 0


def content(session: Session, file_id: int) -> File | None:
    """The file under this id; who may see it is for the door to say."""
    query = select(files.c.conversation_id, files.c.name, files.c.kind, files.c.content)
    row = session.execute(query.where(files.c.id == file_id)).one_or_none()
    return File(*row) if row else None
