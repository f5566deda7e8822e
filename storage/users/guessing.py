"""Signing in, with guessing slowed down by login and by address: each failure doubles the wait.

In three steps, because a password takes long to check and no transaction may wait for it: `attempt` counts a
failure beforehand, so that many at once are no way round the wait; `proves` checks; `forgive` takes it back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import NamedTuple

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from storage.tables import sign_in_failures
from storage.users.accounts import Candidate, belongs, candidate

_FREE = 3
_LONGEST = 900
_REMEMBERED = timedelta(hours=1)


class Attempt(NamedTuple):
    """To sign in as `candidate` (None: there is no such user).

    `wait`: seconds until another try is looked at, should this one fail; 0: it may come. `failures` are the
    rows that stand for it until it is forgiven; none: this one is not looked at.
    """

    wait: int
    failures: tuple[int, ...] = ()
    key: str = ""
    candidate: Candidate | None = None


def attempt(session: Session, login: str, address: str, now: datetime) -> Attempt:
    """Who would sign in, counted as a failure of login and address: commit it."""
    login = login.strip().lower()
    keys = [f"login:{sha256(login.encode('utf-8', 'replace')).hexdigest()}", f"address:{address}"]
    session.execute(delete(sign_in_failures).where(sign_in_failures.c.at < now - _REMEMBERED))
    wait = _wait(session, keys, now)
    if wait:
        return Attempt(wait)
    counted = insert(sign_in_failures).returning(sign_in_failures.c.id)
    failures = session.scalars(counted, [{"key": key, "at": now} for key in keys]).all()
    return Attempt(_wait(session, keys, now), tuple(failures), keys[0], candidate(session, login))


def proves(tried: Attempt, password: str) -> bool:
    """Whether this is the user's password; as slow where there is no such user. Needs no transaction."""
    return bool(tried.failures) and belongs(password, tried.candidate)


def forgive(session: Session, tried: Attempt) -> None:
    """It was the password: this attempt was no failure, and those of the login before are forgotten."""
    f = sign_in_failures.c
    session.execute(delete(sign_in_failures).where(or_(f.key == tried.key, f.id.in_(tried.failures))))


def _wait(session: Session, keys: Sequence[str], now: datetime) -> int:
    """Seconds to wait: none after the first failures, then 1, 2, 4 … since the last one."""
    f = sign_in_failures.c
    query = select(func.count(), func.max(f.at)).where(f.key.in_(keys)).group_by(f.key)
    return max((_left(count, last, now) for count, last in session.execute(query)), default=0)


def _left(failures: int, last: datetime, now: datetime) -> int:
    if failures < _FREE:
        return 0
    pause: float = min(2.0 ** min(failures - _FREE, 60), _LONGEST)
    return max(0, ceil(pause - (now - last).total_seconds()))
