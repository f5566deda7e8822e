"""Who is signed in: rows that hold only the digest of the cookie, live twelve hours from the last use, and
end after seven days however busy they are (NIST SP 800-63B, 4.2.3)."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import case, delete, insert, select, update
from sqlalchemy.orm import Session

from storage import events, secret
from storage.tables import sessions, users
from storage.texts import storable
from storage.users import seeing
from storage.users.seeing import Departments

LASTS = timedelta(hours=12)
ENDS = timedelta(days=7)
HALF_LASTS = timedelta(minutes=10)
"""So long the second factor is waited for."""

_TOUCHED = timedelta(minutes=10)
_AGENT: Final = 300
"""Characters that are kept of what a browser calls itself."""


class Signed(NamedTuple):
    """A new session: the cookie's `token`, of which a digest is kept, and the `csrf` word of its forms."""

    token: str
    csrf: str


class SessionUser(NamedTuple):
    """Who is signed in. `prolong`: call the verb of this name, the session is used and was not of late.
    `proved_at`: when they last proved who they are; `second`: they have a second factor. `departments`: those
    that they see and what they are there, `role` the most of it; None: they see all."""

    id: int
    login: str
    name: str
    role: str
    csrf: str
    prolong: bool
    proved_at: datetime | None
    second: bool
    departments: Departments | None


def sign_in(session: Session, user_id: int, at: datetime, how: str = "password", agent: str = "") -> Signed:
    """Begin a session, by password, totp, recovery or link. Those that are over go."""
    begun = events.event(at, "user", user_id, "sign_in", "staff", target=how, user_id=user_id)
    events.append(session, [begun])
    return _begin(session, user_id, at, at + LASTS, agent, half=False)


def sign_in_half(session: Session, user_id: int, at: datetime, agent: str = "") -> Signed:
    """The password was right; the second factor is to come. This session opens nothing else."""
    return _begin(session, user_id, at, at + HALF_LASTS, agent, half=True)


def _begin(
    session: Session,
    user_id: int,
    at: datetime,
    until: datetime,
    agent: str,
    *,
    half: bool,
) -> Signed:
    signed = Signed(secret.token(), secret.token())
    session.execute(delete(sessions).where(sessions.c.expires_at < at))
    row = {
        "digest": secret.digest(signed.token),
        "user_id": user_id,
        "csrf": signed.csrf,
        "created_at": at,
        "expires_at": until,
        "ends_at": at + ENDS,
        "proved_at": None if half else at,
        "agent": storable(agent)[0][:_AGENT],
        "half": half,
    }
    session.execute(insert(sessions), [row])
    return signed


def session_user(session: Session, token: str, now: datetime) -> SessionUser | None:
    """Who holds this cookie, if the session lives and is a whole one. Reads only."""
    u, s = users.c, sessions.c
    query = (
        select(
            *(u.id, u.login, u.name, u.role, u.sees, u.totp_at),
            *(s.csrf, s.expires_at, s.ends_at, s.proved_at),
        )
        .join_from(sessions, users)
        .where(s.digest == secret.digest(token), s.expires_at > now, ~s.half, u.active)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    due = row.expires_at < now + LASTS - _TOUCHED and row.expires_at < row.ends_at
    second = row.totp_at is not None
    own = None if row.sees == "all" else seeing.departments_of(session, row.id)
    role = row.role if own is None else seeing.highest(own)
    return SessionUser(row.id, row.login, row.name, role, row.csrf, due, row.proved_at, second, own)


def half_user(session: Session, token: str, now: datetime) -> int | None:
    """Whose second factor is waited for under this cookie."""
    s = sessions.c
    query = select(s.user_id).join_from(sessions, users)
    return session.scalar(
        query.where(s.digest == secret.digest(token), s.expires_at > now, s.half, users.c.active)
    )


def prolong(session: Session, token: str, now: datetime) -> None:
    """The session is used: it lives on from now, up to its end."""
    s, until = sessions.c, now + LASTS
    alive = (s.digest == secret.digest(token), s.expires_at > now, ~s.half)
    session.execute(
        update(sessions).where(*alive).values(expires_at=case((s.ends_at < until, s.ends_at), else_=until))
    )


def renew(session: Session, token: str, at: datetime) -> str | None:
    """They have just proved who they are: the session goes on under a new token, and the old one is worth
    nothing. None: it is over."""
    new, s = secret.token(), sessions.c
    alive = (s.digest == secret.digest(token), s.expires_at > at, ~s.half)
    change = update(sessions).where(*alive).values(digest=secret.digest(new), proved_at=at)
    return new if session.scalar(change.returning(s.user_id)) is not None else None


def sign_out(session: Session, token: str, at: datetime) -> None:
    """End the session."""
    s = sessions.c
    gone = session.execute(
        delete(sessions).where(s.digest == secret.digest(token)).returning(s.user_id, s.half)
    ).one_or_none()
    if gone is not None and not gone.half:
        ended = events.event(at, "user", gone.user_id, "session_ended", "staff", user_id=gone.user_id)
        events.append(session, [ended])
