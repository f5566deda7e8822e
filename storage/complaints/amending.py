"""The record of a complaint is completed and corrected, and somebody is named who sees to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import changes, departments, events
from storage.complaints.alerting import assigned
from storage.complaints.asking import ask, fit
from storage.complaints.falling_due import settle
from storage.complaints.locking import lock
from storage.complaints.reading import Complaint, form
from storage.complaints.saving import By, read, save
from storage.domain.handling import STAFF
from storage.tables import users
from storage.texts import storable
from storage.users import seeing

NOBODY: Final = "nobody"
"""Sees to it for now: it waits in its department."""


def amend(
    session: Session,
    complaint_id: int,
    changes: Mapping[str, Any],
    user_id: int,
    at: datetime,
    revision: int | None = None,
) -> None:
    """Set these fields of its record (`storage.domain.form.FIELDS`); nothing where all stand so already. What
    they were is kept. Raises Unknown, Stale, Refused."""
    by = By("staff", user_id, at)
    before = read(session, complaint_id, revision)
    ask(session, before, "amend", by, {"changes": changes})
    clean = {name: storable(value)[0] if isinstance(value, str) else value for name, value in changes.items()}
    fit(session, before, "amend", clean)
    stands = form(session, complaint_id)
    _write(session, before, "amend", {k: value for k, value in clean.items() if value != stands[k]}, by)


def assign(
    session: Session,
    complaint_id: int,
    owner_id: int | None,
    department: str,
    user_id: int,
    at: datetime,
    revision: int | None = None,
    *,
    telling: bool = True,
) -> bool:
    """This member of staff, of this department, sees to it from now on; None: the department, which names
    somebody, as it does where whoever saw to it is not of that department. Who has left, may only read, or
    sees other departments alone, cannot; where departments are defined it is one of these, or stays. Whether
    it has come to somebody new, who is told: by whoever assigns many (`alerting.assigned`), where that is not
    done here (`telling`). Raises Unknown, Stale, Refused."""
    by = By("staff", user_id, at)
    lock(session, complaint_id, telling=telling)
    before = read(session, complaint_id, revision)
    department = storable(department)[0]
    if owner_id == before.owner_id and department and not _able(session, owner_id, department):
        owner_id = None
    given: dict[str, Any] = {"owner": _owner(session, before, owner_id, department), "department": department}
    if owner_id is None and given["department"]:
        given["owner"] = NOBODY
    if known := departments.names(session):
        given["departments"] = (*known, before.department)
    ask(session, before, "assign", by, given)
    named = {"owner_id": owner_id, "department": given["department"]}
    stands = {name: getattr(before, name) for name in named}
    _write(session, before, "assign", named if named != stands else {}, by)
    new = owner_id != before.owner_id or (owner_id is None and named != stands)
    if new and telling:
        assigned(session, [before.id], at, user_id)
    return new


def _able(session: Session, owner_id: int | None, department: str) -> bool:
    """Whether they may see to what is of this department."""
    return owner_id is not None and seeing.role_in(session, owner_id, department) in STAFF


def _owner(session: Session, before: Complaint, owner_id: int | None, department: str) -> int | None:
    """Them, where they may see to it there; None: they may not."""
    u = users.c
    there = select(u.id).where(u.id == owner_id, u.active, u.id.is_distinct_from(before.concerns_id))
    return session.scalar(there) if _able(session, owner_id, department) else None


def assign_back(session: Session, complaint_id: int, revision: int, user_id: int, at: datetime) -> None:
    """Whoever saw to it before this revision, to which assigning it led, does so again, if they still may;
    nobody is told. Raises Unknown, Stale, Refused."""
    by = By("staff", user_id, at)
    lock(session, complaint_id)
    before = read(session, complaint_id, revision)
    kept = changes.of_complaint(session, complaint_id, revision - 1)
    was = {each.field: each.old for each in kept if each.field in ("owner_id", "department")}
    owner_id, department = was.get("owner_id"), was.get("department", before.department)
    ask(
        session,
        before,
        "assign",
        by,
        {"owner": _owner(session, before, owner_id, department) if owner_id else NOBODY},
    )
    _write(session, before, "assign", was, by)


def _write(session: Session, before: Complaint, trigger: str, changed: Mapping[str, Any], by: By) -> None:
    if not changed:
        return
    save(session, before, changed, by)
    done = events.event(by.at, "complaint", before.id, trigger, by.actor, user_id=by.user_id)
    events.append(session, [done])
    settle(session, before.id, by.at)
