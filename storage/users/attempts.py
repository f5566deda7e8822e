"""Signing in, with guessing slowed down by login and by address.

In three steps, because a password takes long to check and no transaction may wait for it: `attempt` counts a
failure beforehand, so that many at once are no way round the wait; `proves` checks; `forgive` takes it back.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from storage import guessing
from storage.users.accounts import Candidate, belongs, candidate


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
    keys = guessing.key("login", login), guessing.key("address", address)
    if wait := guessing.wait(session, keys, now):
        return Attempt(wait)
    counted = guessing.count(session, keys, now)
    return Attempt(guessing.wait(session, keys, now), counted, keys[0], candidate(session, login))


def proves(tried: Attempt, password: str) -> bool:
    """Whether this is the user's password; as slow where there is no such user. Needs no transaction."""
    return bool(tried.failures) and belongs(password, tried.candidate)


def forgive(session: Session, tried: Attempt) -> None:
    """It was the password: this attempt was no failure, and those of the login before are forgotten."""
    guessing.forgive(session, tried.key, tried.failures)
