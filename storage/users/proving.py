"""Proof asked for: the second step of signing in, and again before what is dangerous. Guessing is slowed
down, by user, as it is at the sign-in page; who has no session of theirs cannot make them wait.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import events, guessing, secret
from storage.tables import sessions, users
from storage.users.accounts import Candidate, candidate
from storage.users.attempts import Attempt
from storage.users.second_factor import use
from storage.users.sessions import Signed, half_user, renew, sign_in

LASTS: Final = timedelta(minutes=10)
"""So long after a proof none is asked for."""


class Second(NamedTuple):
    """What came of the second step: the whole session; or `wait` seconds until the next try; or it is `over`,
    and they begin anew."""

    signed: Signed | None = None
    wait: int = 0
    over: bool = False


def lately(proved_at: datetime | None, now: datetime) -> bool:
    """Whether that proof still holds."""
    return proved_at is not None and now < proved_at + LASTS


def answer(session: Session, token: str, typed: str, at: datetime, agent: str = "") -> Second:
    """The second factor for the half session of this token: it becomes a whole one under another. Commit it,
    whatever came of it: a wrong code counts."""
    user_id = half_user(session, token, at)
    if user_id is None:
        return Second(over=True)
    how, wait = _used(session, user_id, typed, at)
    if not how:
        return Second(wait=wait)
    session.execute(delete(sessions).where(sessions.c.digest == secret.digest(token)))
    return Second(sign_in(session, user_id, at, how, agent))


def attempt_again(session: Session, user_id: int, at: datetime) -> Attempt:
    """They would prove with their password who they are, counted as a failure beforehand: commit it."""
    key = guessing.key("proof", str(user_id))
    _lock(session, user_id)
    if wait := guessing.wait(session, [key], at):
        return Attempt(wait)
    counted = guessing.count(session, [key], at)
    return Attempt(guessing.wait(session, [key], at), counted, key, _candidate(session, user_id))


def prove_by_code(session: Session, user_id: int, token: str, typed: str, at: datetime) -> tuple[str, int]:
    """(the session's new token, seconds to wait) where they type a code of the second factor; no token: it
    was wrong. Commit it."""
    how, wait = _used(session, user_id, typed, at)
    return (proved(session, user_id, token, how, at) if how else ""), wait


def prove_by_password(session: Session, user_id: int, token: str, tried: Attempt, at: datetime) -> str:
    """The session's new token: `tried` was their password."""
    guessing.forgive(session, tried.key, tried.failures)
    return proved(session, user_id, token, "password", at)


def prove_failed(session: Session, user_id: int, at: datetime) -> None:
    """It was not their password."""
    failed = events.event(at, "user", user_id, "proof_failed", "staff", target="password", user_id=user_id)
    events.append(session, [failed])


def proved(session: Session, user_id: int, token: str, how: str, at: datetime) -> str:
    """The session's new token, now that they have proved it in this way; empty: it is over."""
    proof = events.event(at, "user", user_id, "proof", "staff", target=how, user_id=user_id)
    events.append(session, [proof])
    return renew(session, token, at) or ""


def _used(session: Session, user_id: int, typed: str, at: datetime) -> tuple[str, int]:
    """(which code this is, 0), or ("", seconds to wait)."""
    key = guessing.key("factor", str(user_id))
    _lock(session, user_id)
    if wait := guessing.wait(session, [key], at):
        return "", wait
    how = use(session, user_id, typed, at)
    if how:
        guessing.forgive(session, key, [])
        return how, 0
    guessing.count(session, [key], at)
    failed = events.event(at, "user", user_id, "second_factor_failed", "staff", user_id=user_id)
    events.append(session, [failed])
    return "", guessing.wait(session, [key], at)


def _lock(session: Session, user_id: int) -> None:
    """One try of a user at a time: many at once are no way round the wait."""
    session.execute(select(users.c.id).where(users.c.id == user_id).with_for_update())


def _candidate(session: Session, user_id: int) -> Candidate | None:
    login = session.scalar(select(users.c.login).where(users.c.id == user_id))
    return candidate(session, login) if login else None
