"""One verb makes every move of a complaint: it asks the law, sets the state, records the event, recomputes
the deadline and tells the customer."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage import conversations, events
from storage.complaints import adding
from storage.complaints.falling_due import due
from storage.complaints.reading import Complaint, one
from storage.domain import handling
from storage.domain.complaint import LIFE
from storage.tables import complaints, users
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
    given: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """Make this move; the new state. The customer is told, unless the move is their own.

    `actor` is customer, staff, bot or clock. `revision` is that of the complaint as the actor saw it. `given`
    is what the move needs (`storage.domain.handling`); a remark is kept as a note. Raises Unknown, Stale,
    Refused.
    """
    complaint = _moved(session, complaint_id, trigger, actor, user_id, at, revision, given)
    if remark := given.get("remark"):
        adding.put(session, complaint_id, "note", remark, user_id, at)
    if actor != "customer":
        _tell(session, complaint, trigger, given, at)
    return complaint.state


def answer(
    session: Session, complaint_id: int, user_id: int, text: str, at: datetime, revision: int | None = None
) -> str:
    """Answer the customer in the words of this member of staff; the new state. Raises as `move` does."""
    complaint = _moved(session, complaint_id, "answer", "staff", user_id, at, revision, {"text": text})
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
    given: Mapping[str, Any],
) -> Complaint:
    before = one(session, complaint_id)
    if revision is not None and revision != before.revision:
        raise Stale(f"complaint {complaint_id} is at revision {before.revision}, not {revision}")
    ask(session, before, trigger, actor, user_id, at, given)
    state = LIFE.move(before.state, trigger)
    due_at, due_kind = due(state, at if trigger == "reopen" else _taken_up(session, before))
    save(session, before, {"state": state, "due_at": due_at, "due_kind": due_kind, **_stamps(state, at)})
    moved = events.event(at, "complaint", complaint_id, trigger, actor, before.state, state, user_id)
    events.append(session, [moved])
    return before._replace(state=state)


def ask(
    session: Session,
    before: Complaint,
    trigger: str,
    actor: str,
    user_id: int | None,
    at: datetime,
    given: Mapping[str, Any],
) -> None:
    """Ask the law whether this may be done. Raises Refused."""
    known: dict[str, Any] = {"kind": "complaint", "number": before.number}
    if actor == "staff":  # what a machine's clock says is not held against anybody
        known |= {"at": at, "received_at": before.received_at}
    if trigger == "close" and (outcome := handling.implied(before.state, known["kind"])):
        known["outcome"] = outcome
    code = handling.refusal(before.state, trigger, _role(session, actor, user_id), {**known, **given})
    if code is not None:
        raise handling.Refused(before.state, trigger, code)


def _role(session: Session, actor: str, user_id: int | None) -> str:
    """Whoever of the staff is not named counts as the lowest that handles complaints."""
    if actor != "staff" or user_id is None:
        return handling.STAFF[0] if actor == "staff" else actor
    role: str = session.scalars(select(users.c.role).where(users.c.id == user_id)).one()
    return role


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


def _tell(
    session: Session, complaint: Complaint, trigger: str, given: Mapping[str, Any], at: datetime
) -> None:
    if complaint.conversation_id is None:
        return
    key = f"{trigger}_{given['body']}" if trigger == "refer" else trigger
    told = {"number": complaint.number, "other": given.get("other", "")}
    conversations.notify(session, complaint.conversation_id, f"notice.complaint.{key}", at, **told)
