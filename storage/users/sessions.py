"""Who is signed in: rows that hold only the digest of the cookie, and live twelve hours from the last use."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from storage import secret
from storage.tables import sessions, users

LASTS = timedelta(hours=12)
_TOUCHED = timedelta(minutes=10)


class Signed(NamedTuple):
    """A new session: the cookie's `token`, of which a digest is kept, and the `csrf` word of its forms."""

    token: str
    csrf: str


class SessionUser(NamedTuple):
    """Who is signed in. `prolong`: call the verb of this name, the session is used and was not of late."""

    id: int
    login: str
    name: str
    role: str
    csrf: str
    prolong: bool


def sign_in(session: Session, user_id: int, at: datetime) -> Signed:
    """Begin a session. Those that are over go."""
    signed = Signed(secret.token(), secret.token())
    session.execute(delete(sessions).where(sessions.c.expires_at < at))
    row = {
        "digest": secret.digest(signed.token),
        "user_id": user_id,
        "csrf": signed.csrf,
        "created_at": at,
        "expires_at": at + LASTS,
    }
    session.execute(insert(sessions), [row])
    return signed


def session_user(session: Session, token: str, now: datetime) -> SessionUser | None:
    """Who holds this cookie, if the session lives. Reads only."""
    u, s = users.c, sessions.c
    query = (
        select(u.id, u.login, u.name, u.role, s.csrf, s.expires_at)
        .join_from(sessions, users)
        .where(s.digest == secret.digest(token), s.expires_at > now, u.active)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    return SessionUser(
        row.id, row.login, row.name, row.role, row.csrf, row.expires_at < now + LASTS - _TOUCHED
    )


def prolong(session: Session, token: str, now: datetime) -> None:
    """The session is used: it lives on from now."""
    alive = (sessions.c.digest == secret.digest(token), sessions.c.expires_at > now)
    session.execute(update(sessions).where(*alive).values(expires_at=now + LASTS))


def sign_out(session: Session, token: str) -> None:
    """End the session."""
    session.execute(delete(sessions).where(sessions.c.digest == secret.digest(token)))
