"""Photos and files that customers sent."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage.tables import files


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
        "sha256": sha256(content).hexdigest(),
        "content": content,
        "received_at": at,
    }
    kept: int = session.scalars(insert(files).returning(files.c.id), [row]).one()
    return kept


def content(session: Session, file_id: int) -> File | None:
    """The file under this id; who may see it is for the door to say."""
    query = select(files.c.conversation_id, files.c.name, files.c.kind, files.c.content)
    row = session.execute(query.where(files.c.id == file_id)).one_or_none()
    return File(*row) if row else None
