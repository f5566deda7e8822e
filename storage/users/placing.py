"""Where staff stand: the role of each, their department, whether they may sign in, what waits for them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage import departments, events
from storage.domain.complaint import OPEN
from storage.domain.handling import STAFF
from storage.tables import complaints, users
from storage.users.accounts import ROLES, Refused, add, set_active


class Stale(RuntimeError):
    """Somebody else has placed this user elsewhere meanwhile; nothing was saved."""


class Placed(NamedTuple):
    """A member of staff, and how many complaints of theirs are not ended."""

    id: int
    login: str
    name: str
    role: str
    active: bool
    department: str
    open: int


def placed(session: Session) -> list[Placed]:
    """All of them by login, who may sign in first."""
    u, c = users.c, complaints.c
    waiting = (
        select(c.owner_id, func.count().label("n"))
        .where(c.owner_id.is_not(None), c.state.in_(OPEN))
        .group_by(c.owner_id)
        .subquery()
    )
    query = (
        select(u.id, u.login, u.name, u.role, u.active, u.department, func.coalesce(waiting.c.n, 0))
        .join(waiting, waiting.c.owner_id == u.id, isouter=True)
        .order_by(u.active.desc(), u.login)
    )
    return [Placed._make(row) for row in session.execute(query)]


def enter(
    session: Session,
    login: str,
    name: str,
    role: str,
    department: str,
    password: str,
    by: int | None,
    at: datetime,
) -> int:
    """A new account, in this department (empty: in none), made by this user, or at the machine itself (None);
    its id. Raises Refused."""
    _there(session, department, "")
    made = add(session, login, name, role, password, at)
    session.execute(update(users).where(users.c.id == made).values(department=department))
    events.append(session, [events.event(at, "user", made, "add", "staff", target=role, user_id=by)])
    return made


def place(
    session: Session,
    user_id: int,
    role: str,
    department: str,
    seen: tuple[str, str],
    by: int,
    at: datetime,
) -> None:
    """Their role and department from now on; `seen` is what both were to who chose. One administrator who may
    sign in always stays. Who only reads from now on is told nothing any more. Raises Refused, Stale."""
    if role not in ROLES:
        raise Refused("role_unknown")
    _there(session, department, seen[1])
    if role != "administrator":
        _not_the_last(session, user_id)
    u, told = users.c, {} if role in STAFF else {"alert_to": None}
    change = (
        update(users)
        .where(u.id == user_id, u.role == seen[0], u.department == seen[1])
        .values(role=role, department=department, **told)
        .returning(u.id)
    )
    if session.execute(change).one_or_none() is None:
        raise Stale(f"user {user_id} has been placed since")
    if (role, department) != seen:
        events.append(
            session, [events.event(at, "user", user_id, "place", "staff", seen[0], role, user_id=by)]
        )


def let_in(session: Session, user_id: int, by: int, at: datetime) -> None:
    """They may sign in again. Raises Stale, where there is nobody."""
    _known(session, user_id)
    set_active(session, user_id, active=True)
    events.append(session, [events.event(at, "user", user_id, "let_in", "staff", user_id=by)])


def keep_out(session: Session, user_id: int, by: int, at: datetime) -> int:
    """They are signed out and may sign in no more; how many complaints of theirs are not ended. Raises
    Refused; Stale, where there is nobody."""
    _known(session, user_id)
    _not_the_last(session, user_id)
    set_active(session, user_id, active=False)
    events.append(session, [events.event(at, "user", user_id, "keep_out", "staff", user_id=by)])
    c = complaints.c
    theirs = select(func.count()).where(c.owner_id == user_id, c.state.in_(OPEN))
    return session.scalars(theirs).one()


def _known(session: Session, user_id: int) -> None:
    if session.scalar(select(users.c.id).where(users.c.id == user_id)) is None:
        raise Stale(f"no user {user_id}")


def _there(session: Session, department: str, stood: str) -> None:
    """A retired department takes nobody; who is in it stays."""
    if department not in ("", stood, *departments.names(session)):
        raise Refused("department_unknown")


def _not_the_last(session: Session, user_id: int) -> None:
    """Of two who would put each other out, the second waits for the first, and sees it then."""
    u = users.c
    able = select(u.id).where(u.role == "administrator", u.active).order_by(u.id).with_for_update()
    if list(session.scalars(able)) == [user_id]:
        raise Refused("last_administrator")
