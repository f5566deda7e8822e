"""A complaint is paused until its customer has said more; its time limits stand still meanwhile."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage import events
from storage.complaints import adding, telling
from storage.complaints.asking import ask
from storage.complaints.falling_due import settle
from storage.complaints.locking import lock
from storage.complaints.saving import By, read, save


def pause(
    session: Session, complaint_id: int, user_id: int, text: str, at: datetime, revision: int | None = None
) -> None:
    """Ask the customer this, and wait for what they say. Raises Unknown, Stale, Refused."""
    by = By("staff", user_id, at)
    lock(session, complaint_id)
    before = read(session, complaint_id, revision)
    known = ask(session, before, "pause", by, {"text": text})
    save(session, before, {}, by)
    events.append(session, [events.event(at, "complaint", before.id, "pause", "staff", user_id=user_id)])
    settle(session, before.id, at)
    adding.put(session, before.id, "question", known["text"], user_id, at)
    telling.words(session, before, "notice.complaint.pause", known["text"], by)
