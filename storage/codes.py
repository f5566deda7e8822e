"""Codes that customers keep (XXXX-XXXX: 40 bits, of letters and digits that nobody mistakes for each other),
and tokens of links, that only a link carries.

Whoever guesses codes is slowed down (`storage.domain.brake`). A right one neither costs a try nor gives one
back, or else whoever has one guesses at will. A token is too long to be guessed.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import choice
from typing import Final, NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from storage import guessing, secret
from storage.domain.code import LENGTH, SIGNS, plain, shown
from storage.tables import codes

_PLACE: Final = "code"
_PLACE_OF_WORDS: Final = "code or word"
_PART: Final = "part"


class Found(NamedTuple):
    """A code that is good now, and what it is for."""

    id: int
    conversation_id: int | None
    complaint_id: int | None
    created_at: datetime


class Wait(NamedTuple):
    """Too many wrong codes: the next is looked at in so many seconds."""

    seconds: int


def new() -> str:
    """A code as it is shown. It is good once it is kept."""
    return shown("".join(choice(SIGNS) for _ in range(LENGTH)))


def make(
    session: Session,
    kind: str,
    now: datetime,
    *,
    conversation_id: int | None = None,
    complaint_id: int | None = None,
    lives: timedelta | None,
) -> str:
    """A new code of this kind (talk, complaint), for an hour or whatever it lives; None: for ever."""
    code = new()
    keep(session, kind, code, now, conversation_id=conversation_id, complaint_id=complaint_id, lives=lives)
    return code


def make_token(session: Session, kind: str, now: datetime, conversation_id: int, lives: timedelta) -> str:
    """A new token of this kind (export) for a link, told in this conversation."""
    token = secret.token()
    _keep(session, kind, token, now, conversation_id, None, lives)
    return token


def keep(
    session: Session,
    kind: str,
    code: str,
    now: datetime,
    *,
    conversation_id: int | None = None,
    complaint_id: int | None = None,
    lives: timedelta | None,
) -> None:
    """From now on this `new` code is good. Those whose time is over go."""
    _keep(session, kind, plain(code), now, conversation_id, complaint_id, lives)


def find(
    session: Session, kind: str, code: str, asking: str, now: datetime, *, word: bool = False
) -> Found | Wait | None:
    """What this code is for. None: it is wrong, used or too old, which counts against `asking`, the place
    that it came from. What may be a `word` that looks like one is counted apart: who writes such words does
    not wait with a code. Wait: it was not looked at."""
    counted = _PLACE_OF_WORDS if word else _PLACE
    place, everywhere = guessing.key(counted, asking), guessing.key(counted, "")
    if seconds := guessing.wait(session, [place], now, everywhere):
        return Wait(seconds)
    found = _good(session, kind, plain(code), now)
    if found is None:
        guessing.count(session, [place, everywhere], now)
    return found


def find_token(session: Session, kind: str, token: str, now: datetime) -> Found | None:
    """What this token is for. None: it is none, or too old."""
    return _good(session, kind, token, now)


def lead_to(session: Session, complaint_id: int, part_id: int, now: datetime) -> None:
    """The code of this complaint leads to what was split off it, too. Nobody knows the code any more, so the
    part is kept as what it is, under a digest that no code has."""
    row = {
        "kind": _PART,
        "digest": _digest(_PART, str(part_id)),
        "complaint_id": complaint_id,
        "created_at": now,
    }
    session.execute(insert(codes), [row])


def led_to(session: Session, complaint_id: int, others: Collection[int]) -> set[int]:
    """Which of these were split off this complaint."""
    c, of = codes.c, {_digest(_PART, str(other)): other for other in others}
    query = select(c.digest).where(c.kind == _PART, c.complaint_id == complaint_id, c.digest.in_(of))
    return {of[digest] for digest in session.scalars(query)} if of else set()


def spent(session: Session, kind: str, code: str) -> int | None:
    """The conversation that this code led to until it was used; None where it was not. Tells nobody whether a
    guess is right: what was used leads nowhere."""
    c = codes.c
    query = select(c.conversation_id).where(c.digest == _digest(kind, plain(code)), c.used_at.is_not(None))
    return session.scalar(query)


def use(session: Session, code_id: int, now: datetime) -> bool:
    """Use it up. False: somebody else has just done so."""
    c = codes.c
    used = update(codes).where(c.id == code_id, c.used_at.is_(None)).values(used_at=now).returning(c.id)
    return session.scalar(used) is not None


def _keep(
    session: Session,
    kind: str,
    signs: str,
    now: datetime,
    conversation_id: int | None,
    complaint_id: int | None,
    lives: timedelta | None,
) -> None:
    session.execute(delete(codes).where(codes.c.expires_at <= now))
    row = {
        "kind": kind,
        "digest": _digest(kind, signs),
        "conversation_id": conversation_id,
        "complaint_id": complaint_id,
        "created_at": now,
        "expires_at": now + lives if lives is not None else None,
    }
    session.execute(insert(codes), [row])


def _good(session: Session, kind: str, signs: str, now: datetime) -> Found | None:
    c = codes.c
    good = c.used_at.is_(None) & (c.expires_at.is_(None) | (c.expires_at > now))
    query = select(c.id, c.conversation_id, c.complaint_id, c.created_at)
    row = session.execute(query.where(c.digest == _digest(kind, signs), good)).one_or_none()
    return Found(*row) if row else None


def _digest(kind: str, signs: str) -> str:
    return secret.sign("code", f"{kind}:{signs}")
