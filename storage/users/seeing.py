"""Which departments staff see: all of them, or their own alone, and what they are in each of these.

Their own are the department that they are of, with their role, and those of `memberships`. Who has any of
ROLES may see their own alone; the other roles are of the whole organisation.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, insert, select, union_all
from sqlalchemy.orm import Session

from storage.tables import memberships, users

ROLES: Final = ("department_head", "handler", "viewer")
"""What one can be in a department, the most first."""

SEES: Final = ("all", "own")

Departments = Mapping[str, str]
"""Name of a department -> the role of ROLES in it."""


class Scope(NamedTuple):
    """What somebody `sees`, one of SEES, and what they are in departments beside their own."""

    sees: str = "all"
    further: Departments = MappingProxyType({})

    def wrong(self, role: str, department: str, known: Collection[str]) -> str:
        """Why nobody of this role and department can see so, where there are these departments (`Refused`);
        empty: they can."""
        if self.sees not in SEES or (self.further and self.sees == "all"):
            return "scope_unknown"
        if self.sees == "own" and not {role, *self.further.values()} <= {*ROLES}:
            return "own_role"
        if self.sees == "own" and not department:
            return "own_department"
        return "" if {*self.further} <= {*known} - {department} else "department_unknown"


ALL: Final = Scope()

_U: Final = users.c
_M: Final = memberships.c


def highest(departments: Departments) -> str:
    """What they are where they are most. A page is open to who may use it anywhere."""
    return min(departments.values(), key=ROLES.index)


def departments_of(session: Session, user_id: int) -> Departments | None:
    """Those that this user sees; None: all."""
    sees, name, role = session.execute(
        select(_U.sees, _U.department, _U.role).where(_U.id == user_id)
    ).one_or_none() or ("own", "", "viewer")
    if sees == "all":
        return None
    return {**further(session).get(user_id, {}), name: role}


def role_in(session: Session, user_id: int, department: str) -> str:
    """What this user is in this department; empty: nothing."""
    own = departments_of(session, user_id)
    if own is not None:
        return own.get(department, "")
    return session.scalar(select(_U.role).where(_U.id == user_id)) or ""


def limited(session: Session) -> dict[int, Departments]:
    """The departments of all who see their own alone and may sign in."""
    own = select(_U.id, _U.department, _U.role).where(_U.sees == "own", _U.active)
    more = select(_M.user_id, _M.department, _M.role).join_from(memberships, users)
    more = more.where(_U.sees == "own", _U.active)
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for user_id, name, role in session.execute(union_all(own, more)):
        found[user_id][name] = role
    return dict(found)


def further(session: Session) -> dict[int, Departments]:
    """What each is in departments beside their own."""
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    rows: Any = session.execute(select(_M.user_id, _M.department, _M.role).order_by(_M.department))
    for user_id, name, role in rows:
        found[user_id][name] = role
    return dict(found)


def put_further(session: Session, user_id: int, departments: Departments) -> None:
    """These are their further departments from now on."""
    session.execute(delete(memberships).where(_M.user_id == user_id))
    rows: Sequence[dict[str, Any]] = [
        {"user_id": user_id, "department": name, "role": role} for name, role in departments.items()
    ]
    if rows:
        session.execute(insert(memberships), rows)
