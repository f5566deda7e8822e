"""The record of a complaint is completed and corrected, and somebody is named who sees to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import departments, events
from storage.complaints.alerting import assigned
from storage.complaints.asking import ask, fit
from storage.complaints.falling_due import settle
from storage.complaints.locking import lock
from storage.complaints.reading import Complaint, form
from storage.complaints.saving import By, read, save
from storage.domain.handling import STAFF
from storage.tables import users
from storage.texts import storable

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
    somebody. Who has left, or may only read, cannot; where departments are defined it is one of these, or
    stays. Whether it has come to somebody new, who is told: by whoever assigns many (`alerting.assigned`),
    where that is not done here (`telling`). Raises Unknown, Stale, Refused."""
    by = By("staff", user_id, at)
    lock(session, complaint_id, telling=telling)
    before = read(session, complaint_id, revision)
    u = users.c
    able = select(u.id).where(u.id == owner_id, u.active, u.role.in_(STAFF))
    able = able.where(u.id.is_distinct_from(before.concerns_id))
    given: dict[str, Any] = {"owner": session.scalar(able), "department": storable(department)[0]}
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


def _write(session: Session, before: Complaint, trigger: str, changed: Mapping[str, Any], by: By) -> None:
    if not changed:
        return
    save(session, before, changed, by)
    done = events.event(by.at, "complaint", before.id, trigger, by.actor, user_id=by.user_id)
    events.append(session, [done])
    settle(session, before.id, by.at)
