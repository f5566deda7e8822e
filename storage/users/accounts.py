"""Accounts and their passwords: argon2id, 19 MiB, 2 passes (OWASP Password Storage)."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from storage import dialects, secret
from storage.tables import sessions, users

ROLES = ("administrator", "manager", "department_head", "handler", "auditor", "viewer")
"""What each may do: `admin.pages`, and with a complaint `storage.domain.handling`. The auditor reads
everything, files and mails too, and changes nothing."""

SHORTEST = 10
"""Characters that a password has at least (NIST SP 800-63B asks for 8)."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class Refused(ValueError):
    """There can be no such account; `code` is login_taken, login_empty, password_short, role_unknown,
    department_unknown or last_administrator."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class User(NamedTuple):
    """A member of staff; `role` is one of ROLES."""

    id: int
    login: str
    name: str
    role: str
    active: bool


class Candidate(NamedTuple):
    """Who would sign in, and what their password must match."""

    user: User
    password_hash: str


def add(session: Session, login: str, name: str, role: str, password: str, at: datetime) -> int:
    """A new account; its id. Raises Refused."""
    login = login.strip().lower()
    if not login:
        raise Refused("login_empty")
    if role not in ROLES:
        raise Refused("role_unknown")
    row = {
        "login": login,
        "name": name.strip() or login,
        "role": role,
        "password_hash": _hashed(password),
        "created_at": at,
    }
    new = dialects.insert(session, users).values(row).on_conflict_do_nothing().returning(users.c.id)
    made: int | None = session.scalar(new)
    if made is None:
        raise Refused("login_taken")
    return made


def set_password(session: Session, user_id: int, password: str) -> None:
    """Give a new password; every session of the user ends. Raises Refused."""
    session.execute(update(users).where(users.c.id == user_id).values(password_hash=_hashed(password)))
    session.execute(delete(sessions).where(sessions.c.user_id == user_id))


def set_active(session: Session, user_id: int, active: bool) -> None:
    """Let in, or keep out; kept out, every session of the user ends, and nothing is told them any more."""
    told = {} if active else {"alert_to": None}
    session.execute(update(users).where(users.c.id == user_id).values(active=active, **told))
    if not active:
        session.execute(delete(sessions).where(sessions.c.user_id == user_id))


def listing(session: Session) -> list[User]:
    """All accounts, by login."""
    columns: Select[Any] = select(*(users.c[name] for name in User._fields))
    return [User._make(row) for row in session.execute(columns.order_by(users.c.login))]


def find(session: Session, login: str) -> User | None:
    """The account of this login, active or not."""
    login = login.strip().lower()
    return next((user for user in listing(session) if user.login == login), None)


def candidate(session: Session, login: str) -> Candidate | None:
    """The active user of this login."""
    columns: Select[Any] = select(*(users.c[name] for name in User._fields), users.c.password_hash)
    row = session.execute(columns.where(users.c.login == login, users.c.active)).one_or_none()
    return None if row is None else Candidate(User._make(row[:-1]), row.password_hash)


def belongs(password: str, tried: Candidate | None) -> bool:
    """Whether this is the user's password. One that does not exist takes as long as one that does."""
    return _matches(tried.password_hash if tried else _nobody(), password) and tried is not None


def _hashed(password: str) -> str:
    if len(password) < SHORTEST:
        raise Refused("password_short")
    return _hasher.hash(password)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash(secret.token())
