"""Where staff stand: the role of each, their department, whether they may sign in, what waits for them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage import departments, events
from storage.domain.complaint import OPEN
from storage.domain.handling import STAFF
from storage.tables import complaints, users
from storage.users import seeing
from storage.users.accounts import ROLES, Refused, add, set_active
from storage.users.seeing import ALL, Scope


class Stale(RuntimeError):
    """Somebody else has placed this user elsewhere meanwhile; nothing was saved."""


class Placed(NamedTuple):
    """A member of staff, how many complaints of theirs are not ended, whether they have a second factor, what
    they see."""

    id: int
    login: str
    name: str
    role: str
    active: bool
    department: str
    open: int
    second: bool
    scope: Scope


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
        select(
            *(u.id, u.login, u.name, u.role, u.active, u.department, func.coalesce(waiting.c.n, 0)),
            *(u.totp_at, u.sees),
        )
        .join(waiting, waiting.c.owner_id == u.id, isouter=True)
        .order_by(u.active.desc(), u.login)
    )
    more = seeing.further(session)
    return [
        Placed(*row[:-2], row.totp_at is not None, Scope(row.sees, more.get(row.id, {})))
        for row in session.execute(query)
    ]


def enter(
    session: Session,
    login: str,
    name: str,
    role: str,
    department: str,
    password: str,
    by: int | None,
    at: datetime,
    scope: Scope = ALL,
) -> int:
    """A new account, in this department (empty: in none), which sees so much, made by this user, or at the
    machine itself (None); its id. Raises Refused."""
    _there(session, department, "")
    _fits(session, scope, role, department, ALL)
    made = add(session, login, name, role, password, at)
    named = update(users).where(users.c.id == made)
    session.execute(named.values(department=department, sees=scope.sees))
    seeing.put_further(session, made, scope.further)
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
    scope: Scope = ALL,
    was: Scope = ALL,
) -> None:
    """Their role and department from now on, and what they see; `seen` is what the first two were to who
    chose, and `was` the last. One administrator who may sign in always stays. Who only reads from now on is
    told nothing any more. Raises Refused, Stale."""
    if role not in ROLES:
        raise Refused("role_unknown")
    _there(session, department, seen[1])
    _fits(session, scope, role, department, was)
    if role != "administrator":
        _not_the_last(session, user_id)
    u, told = users.c, {} if {role, *scope.further.values()} & {*STAFF} else {"alert_to": None}
    change = (
        update(users)
        .where(u.id == user_id, u.role == seen[0], u.department == seen[1], u.sees == was.sees)
        .values(role=role, department=department, sees=scope.sees, **told)
        .returning(u.id)
    )
    session.execute(select(u.id).where(u.id == user_id).with_for_update())
    same = seeing.further(session).get(user_id, {}) == was.further
    if not same or session.execute(change).one_or_none() is None:
        raise Stale(f"user {user_id} has been placed since")
    seeing.put_further(session, user_id, scope.further)
    done = []
    if (role, department) != seen:
        done.append(events.event(at, "user", user_id, "place", "staff", seen[0], role, by))
    if scope != was:
        done.append(events.event(at, "user", user_id, "see", "staff", was.sees, scope.sees, by))
    if done:
        events.append(session, done)


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


def _fits(session: Session, scope: Scope, role: str, department: str, was: Scope) -> None:
    """Raises Refused."""
    known = {*departments.names(session), *was.further}
    if code := scope.wrong(role, department, known):
        raise Refused(code)


def _not_the_last(session: Session, user_id: int) -> None:
    """Of two who would put each other out, the second waits for the first, and sees it then."""
    u = users.c
    able = select(u.id).where(u.role == "administrator", u.active).order_by(u.id).with_for_update()
    if list(session.scalars(able)) == [user_id]:
        raise Refused("last_administrator")
