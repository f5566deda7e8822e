"""Complaints beside others: of one talk, like one. The list of them: `storage.queries.queue`."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.complaints import Complaint
from storage.tables import analyses, complaints

_COMPARED: Final = 5000
"""Complaints, the latest, that one is held against."""

_HEAD: Final = 60
"""Characters of a story, to know it by."""


class Other(NamedTuple):
    """A complaint by its `signature` (`nlp.signature`), with how its story begins."""

    id: int
    number: str
    state: str
    signature: bytes
    head: str
    received_at: datetime


class Alike(NamedTuple):
    """The signature of a complaint, None while there is none, and those that it may be like, latest first."""

    signature: bytes | None
    others: list[Other]


def any_shown(session: Session) -> bool:
    """Whether there is any that who reads may know of."""
    those = select(complaints.c.id).where(~complaints.c.preview, hiding.shown(session))
    return session.scalar(those.limit(1)) is not None


def of_conversation(session: Session, conversation_id: int) -> list[Complaint]:
    """The complaints registered in this conversation, the latest first."""
    c = complaints.c
    here = (c.conversation_id == conversation_id, hiding.shown(session))
    query = select(*(c[name] for name in Complaint._fields)).where(*here)
    return [Complaint(*row) for row in session.execute(query.order_by(c.id.desc()))]


def like(session: Session, complaint_id: int) -> Alike:
    """What to hold a complaint against: which of these it is like is for `nlp.likeness` to say."""
    k, n = complaints.c, analyses.c
    signed = and_(n.subject == "complaint", n.subject_id == k.id, n.signature.is_not(None))
    own = session.scalar(select(n.signature).where(n.subject == "complaint", n.subject_id == complaint_id))
    if own is None:
        return Alike(None, [])
    head = func.substr(k.story, 1, _HEAD)
    query = select(k.id, k.number, k.state, n.signature, head, k.received_at).join(analyses, signed)
    query = query.where(~k.preview, k.story != "", k.id != complaint_id, hiding.shown(session))
    rows = session.execute(query.order_by(k.received_at.desc(), k.id.desc()).limit(_COMPARED))
    return Alike(own, [Other(*row) for row in rows])
