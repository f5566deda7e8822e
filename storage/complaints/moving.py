"""One verb makes every move of a complaint: it asks the law, sets the state, records the event, recomputes
the deadline and tells the customer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage import conversations, events
from storage.complaints import adding
from storage.complaints.falling_due import due
from storage.complaints.reading import Complaint, one
from storage.domain.complaint import LIFE
from storage.tables import complaints
from storage.tables import events as events_table


class Stale(RuntimeError):
    """The complaint has changed since it was read; nothing was saved. Read it again, then decide."""


def move(
    session: Session,
    complaint_id: int,
    trigger: str,
    actor: str,
    user_id: int | None,
    at: datetime,
    revision: int | None = None,
) -> str:
    """Make this move; the new state. The customer is told, unless the move is their own.

    `actor` is customer, staff, bot or clock. `revision` is that of the complaint as the actor saw it.
    Raises Unknown, Stale, NotAllowed.
    """
    complaint = _moved(session, complaint_id, trigger, actor, user_id, at, revision)
    if actor != "customer":
        _tell(session, complaint, f"notice.complaint.{trigger}", at)
    return complaint.state


def answer(
    session: Session, complaint_id: int, user_id: int, text: str, at: datetime, revision: int | None = None
) -> str:
    """Answer the customer in the words of this member of staff; the new state. Raises as `move` does."""
    complaint = _moved(session, complaint_id, "answer", "staff", user_id, at, revision)
    adding.put(session, complaint_id, "answer", text, user_id, at)
    if complaint.conversation_id is not None:
        here, notice = complaint.conversation_id, "notice.complaint.answer"
        conversations.answer(session, here, user_id, text, notice, at, number=complaint.number)
    return complaint.state


def _moved(
    session: Session,
    complaint_id: int,
    trigger: str,
    actor: str,
    user_id: int | None,
    at: datetime,
    revision: int | None,
) -> Complaint:
    before = one(session, complaint_id)
    if revision is not None and revision != before.revision:
        raise Stale(f"complaint {complaint_id} is at revision {before.revision}, not {revision}")
    state = LIFE.move(before.state, trigger)
    due_at, due_kind = due(state, at if trigger == "reopen" else _taken_up(session, before))
    save(session, before, {"state": state, "due_at": due_at, "due_kind": due_kind, **_stamps(state, at)})
    moved = events.event(at, "complaint", complaint_id, trigger, actor, before.state, state, user_id)
    events.append(session, [moved])
    return before._replace(state=state)


def save(session: Session, before: Complaint, changed: Mapping[str, Any]) -> None:
    """Set these columns. Raises Stale where somebody else has been quicker."""
    change = (
        update(complaints)
        .where(complaints.c.id == before.id, complaints.c.revision == before.revision)
        .values(revision=before.revision + 1, **changed)
        .returning(complaints.c.id)
    )
    if session.execute(change).one_or_none() is None:
        raise Stale(f"complaint {before.id} has just been changed")


def _stamps(state: str, at: datetime) -> dict[str, datetime | None]:
    ended = state in ("closed", "withdrawn")
    stamps: dict[str, datetime | None] = {"closed_at": at if ended else None}
    if state == "answered":
        stamps["answered_at"] = at
    return stamps


def _taken_up(session: Session, complaint: Complaint) -> datetime:
    """Since when the time limits run: it was received, or reopened, then."""
    e = events_table.c
    query = select(func.max(e.at)).where(
        e.entity == "complaint", e.entity_id == complaint.id, e.trigger == "reopen"
    )
    return session.scalar(query) or complaint.received_at


def _tell(session: Session, complaint: Complaint, key: str, at: datetime) -> None:
    if complaint.conversation_id is not None:
        conversations.notify(session, complaint.conversation_id, key, at, number=complaint.number)
