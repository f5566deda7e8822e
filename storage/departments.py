"""Departments (责任部门) that complaints and suggestions go to, each known by its name.

One that is retired takes no more; its name stays with the complaints and the staff that it stands with.
"""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func, select, union_all, update
from sqlalchemy.orm import Session

from storage import dialects, events
from storage.domain import handling
from storage.domain.complaint import OPEN
from storage.domain.escalation import ROLES
from storage.tables import complaints, departments, memberships, users
from storage.texts import storable

LONGEST: Final = handling.LONGEST["department"]
"""Characters that a name has at most: as many as a complaint takes."""

_HEAD: Final = ROLES[1]


class Refused(ValueError):
    """There can be no such department; `code` is department_empty, department_long or department_taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Department(NamedTuple):
    """A department, with how many `people` of it may sign in, how many of them are its `heads`, and how many
    complaints of its are `open`."""

    id: int
    name: str
    active: bool
    people: int
    heads: int
    open: int

    @property
    def headless(self) -> bool:
        """Whether what its head should be told of now goes to whoever is above them."""
        return self.open > 0 and self.heads == 0


def names(session: Session) -> list[str]:
    """Those that take complaints, by name."""
    d = departments.c
    return list(session.scalars(select(d.name).where(d.active).order_by(d.name)))


def listing(session: Session) -> list[Department]:
    """All there are, retired ones last."""
    d, c = departments.c, complaints.c
    people = _staff()
    heads = _staff(_HEAD)
    waiting = _counted(c.department, c.department != "", c.state.in_(OPEN))
    counts = (people, heads, waiting)
    query = select(d.id, d.name, d.active, *(func.coalesce(each.c.n, 0) for each in counts))
    for each in counts:
        query = query.join(each, each.c.name == d.name, isouter=True)
    return [Department._make(row) for row in session.execute(query.order_by(d.active.desc(), d.name))]


def add(session: Session, name: str, user_id: int, at: datetime) -> int:
    """A department of this name, or the retired one of it again; its id. Raises Refused."""
    name = " ".join(storable(name)[0].split())
    if not name:
        raise Refused("department_empty")
    if len(name) > LONGEST:
        raise Refused("department_long")
    d = departments.c
    new = dialects.insert(session, departments).values(name=name).on_conflict_do_nothing().returning(d.id)
    made: int | None = session.scalar(new)
    if made is None:
        stood: int = session.scalars(select(d.id).where(d.name == name)).one()
        if not _turn(session, stood, True, user_id, at):
            raise Refused("department_taken")
        return stood
    events.append(session, [events.event(at, "department", made, "add", "staff", user_id=user_id)])
    return made


def retire(session: Session, department_id: int, user_id: int, at: datetime) -> bool:
    """It takes no more complaints. False: there is no such one in use."""
    return _turn(session, department_id, False, user_id, at)


def _turn(session: Session, department_id: int, active: bool, user_id: int, at: datetime) -> bool:
    d = departments.c
    change = update(departments).where(d.id == department_id, d.active.is_(not active)).values(active=active)
    if session.execute(change.returning(d.id)).one_or_none() is None:
        return False
    trigger = "take_up" if active else "retire"
    events.append(session, [events.event(at, "department", department_id, trigger, "staff", user_id=user_id)])
    return True


def _staff(role: str = "") -> Any:
    """How many may sign in of each department, of this role in it; who is of several, in each."""
    u, m = users.c, memberships.c
    own = select(u.department.label("name")).where(u.department != "", u.active)
    more = select(m.department).join_from(memberships, users).where(u.active)
    if role:
        own, more = own.where(u.role == role), more.where(m.role == role)
    each = union_all(own, more).subquery()
    return select(each.c.name, func.count().label("n")).group_by(each.c.name).subquery()


def _counted(name: ColumnElement[str], *which: ColumnElement[bool]) -> Any:
    return select(name.label("name"), func.count().label("n")).where(*which).group_by(name).subquery()
