"""One verb makes every move of a complaint: it asks the law, sets the state, records the event, recomputes
the deadline and tells the customer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import conversations, events
from storage.complaints import adding
from storage.complaints.asking import ask, fit, other
from storage.complaints.falling_due import due
from storage.complaints.linking import join
from storage.complaints.reading import Complaint
from storage.complaints.saving import By, read, save
from storage.domain.complaint import ENDED, LIFE
from storage.domain.form import ASSESSMENT
from storage.domain.handling import NOTHING, Refused
from storage.tables import events as events_table

_MOVES: Final = frozenset(trigger for _, trigger in LIFE.table)


def move(
    session: Session,
    complaint_id: int,
    trigger: str,
    actor: str,
    user_id: int | None,
    at: datetime,
    revision: int | None = None,
    given: Mapping[str, Any] = NOTHING,
) -> str:
    """Make this move; the new state. The customer is told, unless the move is their own.

    `actor` is customer, staff, bot or clock. `revision` is that of the complaint as the actor saw it. `given`
    is what the move needs (`storage.domain.handling`); a remark is kept as a note, an answer's text is what
    the customer is told. Raises Unknown, Stale, Refused.
    """
    by = By(actor, user_id, at)
    before = read(session, complaint_id, revision)
    if trigger not in _MOVES:
        raise Refused(before.state, trigger, "not_now")
    found, facts = other(session, before, given.get("other", "")) if trigger == "merge" else (None, {})
    known = ask(session, before, trigger, by, {**given, **facts})
    fields = _fields(session, before, trigger, known)
    if found is not None:
        fields["merged_into"] = found.id
        join(session, before.id, found.id, by)
    state = LIFE.move(before.state, trigger) if (before.state, trigger) in LIFE.table else before.state
    _set(session, before, trigger, state, fields, by)
    if known.get("remark"):
        adding.put(session, complaint_id, "note", known["remark"], user_id, at)
    if trigger == "answer":
        adding.put(session, complaint_id, "answer", known["text"], user_id, at)
    if trigger == "answer" or (actor != "customer" and state != before.state):
        _tell(session, before, trigger, known, by)
    return state


def answer(
    session: Session, complaint_id: int, user_id: int, text: str, at: datetime, revision: int | None = None
) -> str:
    """Answer the customer in the words of this member of staff; the new state. Raises as `move` does."""
    return move(session, complaint_id, "answer", "staff", user_id, at, revision, {"text": text})


def assess(
    session: Session,
    complaint_id: int,
    found: Mapping[str, Any],
    user_id: int,
    at: datetime,
    revision: int | None = None,
) -> str:
    """Assess it, or assess it anew: `found` are fields of ASSESSMENT, the severity among them; the new state.
    Raises as `move` does."""
    return move(session, complaint_id, "assess", "staff", user_id, at, revision, found)


def merge(
    session: Session,
    complaint_id: int,
    number: str,
    user_id: int,
    at: datetime,
    revision: int | None = None,
) -> str:
    """It goes on in another open one of the same customer, under this number; the new state. Raises as `move`
    does."""
    return move(session, complaint_id, "merge", "staff", user_id, at, revision, {"other": number})


def refer(
    session: Session, complaint_id: int, body: str, user_id: int, at: datetime, revision: int | None = None
) -> str:
    """It goes to a body outside (`storage.domain.handling.OUTSIDE`), and the customer is told the way there;
    the new state. Raises as `move` does."""
    return move(session, complaint_id, "refer", "staff", user_id, at, revision, {"body": body})


def _fields(session: Session, before: Complaint, trigger: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """What the move writes into the record. Raises Refused."""
    if trigger == "assess":
        found = {name: known[name] for name in ASSESSMENT if name in known}
        fit(session, before, trigger, found)
        return found
    written = {"close": ("outcome", "outcome"), "refer": ("referred_to", "body")}
    if trigger in written:
        name, source = written[trigger]
        return {name: known[source]}
    return {"outcome": ""} if trigger == "reopen" else {}


def _set(
    session: Session, before: Complaint, trigger: str, state: str, fields: Mapping[str, Any], by: By
) -> None:
    due_at, due_kind = due(state, by.at if trigger == "reopen" else _taken_up(session, before))
    stamps = _stamps(state, by.at) if (before.state, trigger) in LIFE.table else {}
    changed = {**fields, "state": state, "due_at": due_at, "due_kind": due_kind, **stamps}
    save(session, before, changed, by)
    moved = events.event(by.at, "complaint", before.id, trigger, by.actor, before.state, state, by.user_id)
    events.append(session, [moved])


def _stamps(state: str, at: datetime) -> dict[str, datetime | None]:
    stamps: dict[str, datetime | None] = {"closed_at": at if state in ENDED else None}
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


def _tell(session: Session, complaint: Complaint, trigger: str, known: Mapping[str, Any], by: By) -> None:
    if complaint.conversation_id is None:
        return
    here, told = complaint.conversation_id, {"number": complaint.number}
    if trigger == "answer" and by.user_id is not None:
        notice = "notice.complaint.answer"
        conversations.answer(session, here, by.user_id, known["text"], notice, by.at, **told)
        return
    which = {"refer": known.get("body")}
    if complaint.kind != "complaint":
        which["close"] = known.get("outcome")
    key = f"{trigger}_{which[trigger]}" if which.get(trigger) else trigger
    told["other"] = known.get("other", "")
    conversations.notify(session, here, f"notice.complaint.{key}", by.at, **told)
