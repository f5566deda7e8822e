"""Where somebody is signed in: each of their sessions, ended one by one, all but this one, or all."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from storage import events, secret
from storage.tables import sessions, users
from storage.users.sessions import LASTS


class Place(NamedTuple):
    """One session. `handle` names it and opens nothing; `here`: it is the one that asks; `agent`: what its
    browser calls itself; `used_at`: to ten minutes, when it was last used."""

    handle: str
    here: bool
    agent: str
    created_at: datetime
    used_at: datetime
    ends_at: datetime | None


def places(session: Session, user_id: int, token: str, at: datetime) -> list[Place]:
    """Where this user is signed in, the latest use first; `token` is the one that asks."""
    s, here = sessions.c, secret.digest(token)
    query = select(s.digest, s.agent, s.created_at, s.expires_at, s.ends_at)
    rows = session.execute(query.where(s.user_id == user_id, *_whole(), s.expires_at > at))
    found = [
        Place(
            _handle(row.digest),
            row.digest == here,
            row.agent,
            row.created_at,
            max(row.created_at, row.expires_at - LASTS),
            row.ends_at,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.here, each.used_at), reverse=True)


def end_place(session: Session, user_id: int, handle: str, at: datetime) -> bool:
    """End the session of this user that the handle names. False: they have none of that name."""
    s = sessions.c
    theirs = session.scalars(select(s.digest).where(s.user_id == user_id, *_whole()))
    return _end(session, user_id, [each for each in theirs if _handle(each) == handle], "one", at) > 0


def end_others(session: Session, user_id: int, token: str, at: datetime, why: str = "others") -> int:
    """End all sessions of this user but the one of this token, half ones too; how many that were."""
    s = sessions.c
    theirs = select(s.digest).where(s.user_id == user_id, _named(), s.digest != secret.digest(token))
    return _end(session, user_id, list(session.scalars(theirs)), why, at)


def end_all(session: Session, user_id: int, by: int, at: datetime) -> int:
    """End all sessions of this user, half ones too, for the administrator `by`; how many that were."""
    theirs = select(sessions.c.digest).where(sessions.c.user_id == user_id, _named())
    return _end(session, user_id, list(session.scalars(theirs)), "administrator", at, by)


def alive(session: Session, tokens: Collection[str], now: datetime) -> set[str]:
    """Which of these cookies still stand for somebody who may be here."""
    s, of = sessions.c, {secret.digest(token): token for token in tokens}
    query = select(s.digest).join_from(sessions, users)
    found = session.scalars(query.where(s.digest.in_(of), s.expires_at > now, ~s.half, users.c.active))
    return {of[digest] for digest in found}


def _end(
    session: Session, user_id: int, digests: list[str], why: str, at: datetime, by: int | None = None
) -> int:
    if digests:
        session.execute(delete(sessions).where(sessions.c.digest.in_(digests)))
        ended = events.event(at, "user", user_id, "session_ended", "staff", target=why, user_id=by or user_id)
        events.append(session, [ended] * len(digests))
    return len(digests)


def _named() -> ColumnElement[bool]:
    """Rows of cookies; those of keys that are good once have a prefix."""
    return ~sessions.c.digest.contains(":")


def _whole() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _named(), ~sessions.c.half


def _handle(digest: str) -> str:
    return secret.sign("session", digest)[:20]
