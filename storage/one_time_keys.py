"""Keys that let one browser in once, without a password: the link into a demonstration.

A key stands among the sessions as a digest that no cookie can have, and goes when it is used.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from storage import secret
from storage.tables import sessions

LASTS = timedelta(hours=1)


def give(session: Session, user_id: int, at: datetime) -> str:
    """A new key that signs this user in, once, within the hour. Only its digest is kept."""
    key = secret.token(24)
    row = {"digest": _digest(key), "user_id": user_id, "csrf": "", "created_at": at, "expires_at": at + LASTS}
    session.execute(insert(sessions), [row])
    return key


def use(session: Session, key: str, now: datetime) -> int | None:
    """The user that this key lets in; it is used up. None: it never was, has been used, or is too old."""
    s = sessions.c
    query = delete(sessions).where(s.digest == _digest(key), s.expires_at > now).returning(s.user_id)
    return session.scalar(query)


def _digest(key: str) -> str:
    return "once:" + secret.digest(key)
