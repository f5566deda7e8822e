"""What is added to a complaint: staff's notes and answers, what the owner of an anonymous one says."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage import events
from storage.complaints.reading import one
from storage.complaints.resuming import heard
from storage.domain.handling import Refused
from storage.tables import complaint_entries, complaints
from storage.texts import storable


def note(session: Session, complaint_id: int, user_id: int, text: str, at: datetime) -> None:
    """Keep a note that only staff see; nothing is written of who was forgotten. Raises Unknown, Refused."""
    complaint = one(session, complaint_id)
    if not complaint.story:
        raise Refused(complaint.state, "note", "emptied")
    put(session, complaint_id, "note", text, user_id, at)


def add(session: Session, number: str, text: str, at: datetime) -> None:
    """Keep what the owner of the anonymous complaint under this number adds; nothing where there is none."""
    c = complaints.c
    key = session.scalar(select(c.id).where(c.number == number, c.anonymous))
    if key is not None:
        put(session, key, "added", text, None, at)
        heard(session, key, at)
        events.append(session, [events.event(at, "complaint", key, "add", "customer")])


def put(session: Session, complaint_id: int, kind: str, text: str, user_id: int | None, at: datetime) -> None:
    """Keep this entry, of this kind (`Entry`), such as any database takes it."""
    row = {
        "complaint_id": complaint_id,
        "kind": kind,
        "text": storable(text)[0],
        "user_id": user_id,
        "at": at,
    }
    session.execute(insert(complaint_entries), [row])
