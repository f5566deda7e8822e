"""One verb makes every move of a complaint: it asks the law, sets the state, records the event, recomputes
the deadline and tells the customer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func
from sqlalchemy.orm import Session

from storage import events
from storage.complaints import adding, alerting, telling
from storage.complaints.asking import ask, fit, other
from storage.complaints.asking_after import ask_at
from storage.complaints.falling_due import settle
from storage.complaints.linking import join
from storage.complaints.locking import lock
from storage.complaints.reading import Complaint
from storage.complaints.saving import By, read, save
from storage.conversations import Question
from storage.domain.complaint import ENDED, LIFE
from storage.domain.form import ASSESSMENT
from storage.domain.handling import NOTHING, Refused
from storage.tables import complaints

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
    if actor == "staff":  # whoever moves it for the customer holds the talk already
        lock(session, complaint_id, given.get("other", ""), telling=trigger in alerting.OF_MOVES)
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
    if known.get("remark") and known["remark"] != known.get("text"):
        adding.put(session, complaint_id, "note", known["remark"], user_id, at)
    if trigger == "answer":
        adding.put(session, complaint_id, "answer", known["text"], user_id, at)
    alerting.moved(session, complaint_id, trigger, by)
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
    stamps = _stamps(before, state, by.at) if (before.state, trigger) in LIFE.table else {}
    save(session, before, {**fields, "state": state, **stamps}, by)
    moved = events.event(by.at, "complaint", before.id, trigger, by.actor, before.state, state, by.user_id)
    events.append(session, [moved])
    settle(session, before.id, by.at)


def _stamps(before: Complaint, state: str, at: datetime) -> dict[str, Any]:
    """What a move leaves beside the state; after closing it is asked for whether it stayed right."""
    stamps: dict[str, Any] = {"closed_at": at if state in ENDED else None, "ask_at": None}
    if state == "answered":
        first = func.coalesce(complaints.c.first_answered_at, at)
        stamps |= {"answered_at": at, "first_answered_at": first}
    if state == "closed":
        stamps |= {"ask_at": ask_at(before, at), "stayed": None, "handling": None}
    return stamps


def _tell(session: Session, complaint: Complaint, trigger: str, known: Mapping[str, Any], by: By) -> None:
    question = _verdict(complaint, trigger)
    if trigger == "answer" and by.user_id is not None:
        telling.words(session, complaint, "notice.complaint.answer", known["text"], by, question)
        return
    if question:
        telling.question(session, complaint, question, by)
        return
    if trigger == "refer":
        telling.outside(session, complaint, known["body"], by)
        return
    key = trigger
    if trigger == "close" and complaint.kind != "complaint":
        key = f"close_{known['outcome']}"
    telling.notice(session, complaint, f"notice.complaint.{key}", by, other=known.get("other", ""))


_CHOICES: Final = {
    "answer": ("chat.verdict.ask", ("accept_answer", "refuse_answer", "ask_more")),
    "verify": ("chat.verdict.ask_verified", ("solved", "unsolved", "ask_more")),
}
"""What a customer is asked after a move: the text, and what they can choose."""

_BY_MAIL: Final = {"answer": "chat.status.next.answered", "verify": "notice.complaint.verify"}


def _verdict(complaint: Complaint, trigger: str) -> Question | None:
    """What its customer is asked to decide after this move, if anything."""
    if complaint.kind != "complaint" or trigger not in _CHOICES:
        return None
    key, choices = _CHOICES[trigger]
    return Question(key, choices, f"verdict.{complaint.number}", _BY_MAIL[trigger])
