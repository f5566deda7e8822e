"""Who changes a complaint locks the talk that it came from first, as the road of messages does."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage import alerts
from storage.conversations import locking
from storage.tables import complaints


def lock(session: Session, complaint_id: int, other: str = "", *, telling: bool = False) -> None:
    """Whoever talks where this complaint came from, or the one under the number `other`, waits until the
    commit; where staff are to be told of it (`telling`), so does who speaks to them. To be called before the
    complaint is read: a customer's answer to it would wait for us, and we for their talk."""
    c = complaints.c
    these = or_(c.id == complaint_id, c.number == other) if other else c.id == complaint_id
    talks = session.scalars(select(c.conversation_id).where(these, c.conversation_id.is_not(None))).all()
    chats = alerts.chats(session) if telling else []
    locking.lock(session, [*talks, *chats])
