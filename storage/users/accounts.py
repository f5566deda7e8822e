"""Accounts and their passwords: argon2id, 19 MiB, 2 passes (OWASP Password Storage)."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Select, delete, exists, select, update
from sqlalchemy.orm import Session

from storage import definitions, dialects, events, secret
from storage.domain import login as logins
from storage.domain import password as passwords
from storage.tables import sessions, users
from storage.users.places import end_all, end_others
from storage.users.warning import warn

ROLES = ("administrator", "manager", "department_head", "handler", "auditor", "viewer")
"""What each may do: `admin.pages`, and with a complaint `storage.domain.handling`. The auditor reads
everything, files and mails too, and changes nothing."""

SHORTEST = 10
"""Characters that a password has at least (NIST SP 800-63B asks for 8)."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class Refused(ValueError):
    """There can be no such account; `code` is login_taken, one of `storage.domain.login`, password_short,
    password_common, own_password, role_unknown, department_unknown, last_administrator, scope_unknown,
    own_role or own_department."""

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
    """Who would sign in, what their password must match, and whether a second factor is asked for then."""

    user: User
    password_hash: str
    second: bool


def add(session: Session, login: str, name: str, role: str, password: str, at: datetime) -> int:
    """A new account; its id. Raises Refused."""
    login = logins.plain(login)
    if wrong := logins.wrong(login):
        raise Refused(wrong)
    if role not in ROLES:
        raise Refused("role_unknown")
    row = {
        "login": login,
        "name": name.strip() or login,
        "role": role,
        "password_hash": hashed(password, login),
        "created_at": at,
    }
    new = dialects.insert(session, users).values(row).on_conflict_do_nothing().returning(users.c.id)
    made: int | None = session.scalar(new)
    if made is None:
        raise Refused("login_taken")
    return made


def set_password(session: Session, user_id: int, password: str) -> None:
    """Give a new password; every session of the user ends. Raises Refused."""
    login = session.scalars(select(users.c.login).where(users.c.id == user_id)).one()
    _keep(session, user_id, hashed(password, login))
    session.execute(delete(sessions).where(sessions.c.user_id == user_id))


def change_password(session: Session, user_id: int, made: str, token: str, at: datetime) -> None:
    """Their own, as `hashed` has made it; every session of theirs but the one of this token ends."""
    _keep(session, user_id, made)
    events.append(session, [events.event(at, "user", user_id, "password", "staff", user_id=user_id)])
    end_others(session, user_id, token, at, "password")
    warn(session, user_id, "notice.staff.password", at)


def give_password(session: Session, user_id: int, made: str, by: int, at: datetime) -> None:
    """A colleague's, as `hashed` has made it, for the administrator `by`: they are signed out everywhere, and
    told. Raises Refused for one's own, which is asked for first (`change_password`)."""
    if user_id == by:
        raise Refused("own_password")
    _keep(session, user_id, made)
    events.append(session, [events.event(at, "user", user_id, "password", "staff", user_id=by)])
    end_all(session, user_id, by, at)
    warn(session, user_id, "notice.staff.password_given", at)


def hashed(password: str, login: str) -> str:
    """What is kept of a password; needs no transaction, and takes long. Raises Refused."""
    if len(password) < SHORTEST:
        raise Refused("password_short")
    if passwords.too_common(password, login, definitions.common_passwords()):
        raise Refused("password_common")
    return _hasher.hash(password)


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


def anybody(session: Session) -> bool:
    """Whether there is an account, active or not."""
    return bool(session.scalar(select(exists().select_from(users))))


def find(session: Session, login: str) -> User | None:
    """The account of this login, active or not."""
    login = logins.plain(login)
    return next((user for user in listing(session) if user.login == login), None)


def candidate(session: Session, login: str) -> Candidate | None:
    """The active user of this login."""
    columns: Select[Any] = select(
        *(users.c[name] for name in User._fields), users.c.password_hash, users.c.totp_at
    )
    row = session.execute(columns.where(users.c.login == login, users.c.active)).one_or_none()
    if row is None:
        return None
    return Candidate(User._make(row[:-2]), row.password_hash, row.totp_at is not None)


def belongs(password: str, tried: Candidate | None) -> bool:
    """Whether this is the user's password. One that does not exist takes as long as one that does."""
    return _matches(tried.password_hash if tried else _nobody(), password) and tried is not None


def _keep(session: Session, user_id: int, made: str) -> None:
    session.execute(update(users).where(users.c.id == user_id).values(password_hash=made))


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash(secret.token())
