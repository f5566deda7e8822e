"""What was done to somebody's account is told them, lest it was not they (ASVS 5, 6.3.7)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import conversations
from storage.tables import users


def warn(session: Session, user_id: int, key: str, at: datetime) -> None:
    """The text under this key goes where this user is told what is due, if anywhere."""
    there = session.scalar(select(users.c.alert_to).where(users.c.id == user_id))
    if there is not None:
        conversations.notify(session, there, key, at, to_staff=True)
