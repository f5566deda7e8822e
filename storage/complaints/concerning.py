"""Whose conduct a complaint is about; `storage.hiding` keeps it from them (D13; GB/T 19012 4.10)."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage import events
from storage.complaints import alerting
from storage.complaints.asking import ask
from storage.complaints.locking import lock
from storage.complaints.saving import By, read, save
from storage.tables import users

NOBODY: Final = "nobody"


def concern(
    session: Session,
    complaint_id: int,
    concerns_id: int | None,
    user_id: int,
    at: datetime,
    revision: int | None = None,
) -> None:
    """It is about this user, who neither sees it nor sees to it from now on; None: it is about nobody. Whose
    account is disabled is not named any more, but stays. Raises Unknown, Stale, Refused."""
    by = By("staff", user_id, at)
    lock(session, complaint_id, telling=True)
    before = read(session, complaint_id, revision)
    u = users.c
    there = select(u.id).where(u.id == concerns_id, or_(u.active, u.id == before.concerns_id))
    ask(session, before, "concern", by, {"person": NOBODY if concerns_id is None else session.scalar(there)})
    if concerns_id == before.concerns_id:
        return
    changed: dict[str, Any] = {"concerns_id": concerns_id}
    if concerns_id is not None and concerns_id == before.owner_id:
        changed["owner_id"] = None
    save(session, before, changed, by)
    done = events.event(at, "complaint", before.id, "concern", by.actor, user_id=user_id)
    events.append(session, [done])
    if "owner_id" in changed:
        alerting.unowned(session, before.id, by)
