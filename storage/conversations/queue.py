"""Who waits for a person, in the order in which they are to be seen to."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.tables import conversations


def ahead(session: Session, conversation_id: int, since: datetime | None) -> int:
    """How many wait longer than this one, which waits `since` (None: from now on)."""
    c = conversations.c
    waiting = c.waiting_since.is_not(None) & c.preview.is_(False) & (c.id != conversation_id)
    query = select(func.count()).where(waiting)
    return session.scalar(query.where(c.waiting_since < since) if since else query) or 0
