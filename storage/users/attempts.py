"""Signing in, with guessing slowed down by login, and much later by address, which an office shares.

In three steps, because a password takes long to check and no transaction may wait for it: `attempt` counts a
failure beforehand, so that many at once are no way round the wait; `proves` checks; `forgive` takes it back.
"""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from storage import events, guessing
from storage.domain import brake
from storage.domain import login as logins
from storage.users.accounts import Candidate, belongs, candidate

_SEEN: Final = 16
"""Characters of the digest of a login: the same login is seen to be the same."""


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
    login = logins.plain(login)
    keys = guessing.key("login", login), guessing.key("address", address)
    if wait := _wait(session, keys, now):
        return Attempt(wait)
    counted = guessing.count(session, keys, now)
    return Attempt(_wait(session, keys, now), counted, keys[0], candidate(session, login))


def _wait(session: Session, keys: tuple[str, str], now: datetime) -> int:
    login, address = keys
    shared = guessing.wait(session, [address], now, free=brake.SHARED)
    return max(guessing.wait(session, [login], now), shared)


def proves(tried: Attempt, password: str) -> bool:
    """Whether this is the user's password; as slow where there is no such user. Needs no transaction."""
    return bool(tried.failures) and belongs(password, tried.candidate)


def failed(session: Session, tried: Attempt, at: datetime) -> None:
    """It was not: what is noted is of whom, or else under which digest, never what was typed."""
    user_id = tried.candidate.user.id if tried.candidate else 0
    event = events.event(at, "user", user_id, "sign_in_failed", "staff", target=tried.key[:_SEEN])
    events.append(session, [event] if tried.failures else [])


def forgive(session: Session, tried: Attempt) -> None:
    """It was the password: this attempt was no failure, and those of the login before are forgotten."""
    guessing.forgive(session, tried.key, tried.failures)
