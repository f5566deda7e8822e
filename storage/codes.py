"""Codes that customers keep: XXXX-XXXX, 40 bits, of letters and digits that nobody mistakes for each other.

Whoever guesses is slowed down: who asks from one place waits twice as long after each wrong code, and after
many wrong ones from anywhere everybody waits a little. A right code neither costs a try nor gives one back,
or else whoever has one guesses at will.
"""

from datetime import datetime, timedelta
from math import ceil
from secrets import choice
from typing import Final, NamedTuple

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from storage.domain.code import LENGTH, SIGNS, plain, shown
from storage.secret import sign
from storage.tables import codes, sign_in_failures

FREE: Final = 3
LONGEST: Final = 900
"""Seconds; after the free tries from one place the wait is 1, 2, 4 … and no longer than this."""

FREE_FOR_ALL: Final = 100
PAUSE_FOR_ALL: Final = 5
"""After so many wrong codes within the hour from anywhere, so many seconds between any two."""

_REMEMBERED: Final = timedelta(hours=1)
_ALL: Final = "code:"


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
    session.execute(delete(codes).where(codes.c.expires_at <= now))
    row = {
        "kind": kind,
        "digest": _digest(kind, plain(code)),
        "conversation_id": conversation_id,
        "complaint_id": complaint_id,
        "created_at": now,
        "expires_at": now + lives if lives is not None else None,
    }
    session.execute(insert(codes), [row])


def find(session: Session, kind: str, code: str, asking: str, now: datetime) -> Found | Wait | None:
    """What this code is for. None: it is wrong, used or too old, which counts against `asking`, the place
    that it came from. Wait: it was not looked at."""
    place = f"{_ALL}{asking}"
    if seconds := max(_own_wait(session, place, now), _wait_of_all(session, now)):
        return Wait(seconds)
    c = codes.c
    good = c.used_at.is_(None) & (c.expires_at.is_(None) | (c.expires_at > now))
    query = select(c.id, c.conversation_id, c.complaint_id, c.created_at)
    row = session.execute(query.where(c.digest == _digest(kind, plain(code)), good)).one_or_none()
    if row is None:
        _count(session, place, now)
        return None
    return Found(*row)


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


def _digest(kind: str, signs: str) -> str:
    return sign("code", f"{kind}:{signs}")


def _count(session: Session, place: str, now: datetime) -> None:
    """A wrong code, from this place and from anywhere."""
    f = sign_in_failures.c
    session.execute(delete(sign_in_failures).where(f.at < now - _REMEMBERED))
    session.execute(insert(sign_in_failures), [{"key": key, "at": now} for key in (place, _ALL)])


def _own_wait(session: Session, place: str, now: datetime) -> int:
    count, last = _failures(session, place, now)
    if last is None or count < FREE:
        return 0
    return _left(min(2.0 ** min(count - FREE, 60), LONGEST), last, now)


def _wait_of_all(session: Session, now: datetime) -> int:
    count, last = _failures(session, _ALL, now)
    return 0 if last is None or count < FREE_FOR_ALL else _left(PAUSE_FOR_ALL, last, now)


def _failures(session: Session, key: str, now: datetime) -> tuple[int, datetime | None]:
    f = sign_in_failures.c
    query = select(func.count(), func.max(f.at)).where(f.key == key, f.at >= now - _REMEMBERED)
    count, last = session.execute(query).one()
    return count, last


def _left(pause: float, last: datetime, now: datetime) -> int:
    return max(0, ceil(pause - (now - last).total_seconds()))
