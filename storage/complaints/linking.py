"""Complaints that belong together."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage import dialects, events
from storage.complaints.asking import ask, other
from storage.complaints.saving import By, read
from storage.tables import complaint_links


def link(session: Session, complaint_id: int, number: str, user_id: int, at: datetime) -> None:
    """It belongs together with the one under this number; nothing where that is known. Raises Unknown,
    Refused."""
    by = By("staff", user_id, at)
    before = read(session, complaint_id, None)
    found, known = other(session, before, number)
    ask(session, before, "link", by, known)
    if found is not None:
        join(session, before.id, found.id, by)


def join(session: Session, one: int, another: int, by: By) -> None:
    """Link these two, in the history of both; nothing where they are."""
    row = {"one_id": min(one, another), "other_id": max(one, another), "user_id": by.user_id, "at": by.at}
    new = dialects.insert(session, complaint_links).on_conflict_do_nothing()
    if session.scalar(new.returning(complaint_links.c.id), row) is None:
        return
    told = [
        events.event(by.at, "complaint", key, "link", by.actor, user_id=by.user_id) for key in (one, another)
    ]
    events.append(session, told)
