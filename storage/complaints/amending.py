"""The record of a complaint is completed and corrected, and somebody is named who sees to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import events
from storage.complaints.asking import ask, fit
from storage.complaints.reading import Complaint, form
from storage.complaints.saving import By, read, save
from storage.domain.handling import STAFF
from storage.tables import users
from storage.texts import storable


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
    owner_id: int,
    department: str,
    user_id: int,
    at: datetime,
    revision: int | None = None,
) -> None:
    """This member of staff, of this department, sees to it from now on; who has left, or may only read,
    cannot. Raises Unknown, Stale, Refused."""
    by = By("staff", user_id, at)
    before = read(session, complaint_id, revision)
    u = users.c
    able = select(u.id).where(u.id == owner_id, u.active, u.role.in_(STAFF))
    ask(session, before, "assign", by, {"owner": session.scalar(able)})
    named = {"owner_id": owner_id, "department": storable(department)[0]}
    stands = {name: getattr(before, name) for name in named}
    _write(session, before, "assign", named if named != stands else {}, by)


def _write(session: Session, before: Complaint, trigger: str, changed: Mapping[str, Any], by: By) -> None:
    if not changed:
        return
    save(session, before, changed, by)
    done = events.event(by.at, "complaint", before.id, trigger, by.actor, user_id=by.user_id)
    events.append(session, [done])
