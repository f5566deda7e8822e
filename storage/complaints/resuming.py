"""The customer of a complaint is waited for no more."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage import events
from storage.complaints import alerting
from storage.complaints.asking import ask
from storage.complaints.falling_due import settle
from storage.complaints.locking import lock
from storage.complaints.reading import Complaint, paused
from storage.complaints.saving import By, read, save
from storage.domain.complaint import UNANSWERED


def resume(
    session: Session, complaint_id: int, user_id: int, at: datetime, revision: int | None = None
) -> None:
    """Wait no more, as this member of staff says. Raises Unknown, Stale, Refused."""
    by = By("staff", user_id, at)
    lock(session, complaint_id)
    before = read(session, complaint_id, revision)
    ask(session, before, "resume", by, {})
    _write(session, before, "resume", by)


def heard(session: Session, complaint_id: int, at: datetime) -> None:
    """Its customer has said something, which its owner is told: they are waited for no more."""
    before, by = read(session, complaint_id, None), By("customer", None, at)
    if before.state in UNANSWERED and paused(session, [complaint_id]):
        _write(session, before, "resume", by)
        alerting.replied(session, complaint_id, by)
    else:
        alerting.told_more(session, complaint_id, by)


def _write(session: Session, before: Complaint, trigger: str, by: By) -> None:
    save(session, before, {}, by)
    done = events.event(by.at, "complaint", before.id, trigger, by.actor, user_id=by.user_id)
    events.append(session, [done])
    settle(session, before.id, by.at)
