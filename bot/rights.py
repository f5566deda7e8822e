"""What few steps want of a customer's rights: an anonymous complaint by its code, consents, requests."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversation.context import Case, ComplaintState, Decision, RequestState
from bot.turn import Turn
from storage import codes, complaints, consents, definitions, events, requests
from storage.complaints.case_file import case_file as written
from storage.domain.request import KINDS


def case(session: Session, turn: Turn, signs: str, now: datetime) -> Case:
    """The complaint of this number, where the code after it is its own."""
    number, code = signs.split()
    place = turn.conversation
    found = codes.find(session, "complaint", code, f"{place.channel}:{place.address}", now)
    if isinstance(found, codes.Wait):
        return Case(wait=found.seconds)
    if found is None or found.complaint_id is None:
        return Case()
    own = (
        complaints.one(session, found.complaint_id),
        *complaints.parts(session, found.complaint_id),
    )
    complaint = next((each for each in own if each.number == number), None)
    if complaint is None:
        return Case()
    said = complaints.entries(session, complaint.id)
    answers = (each.text for each in said if each.kind in ("answer", "question"))
    return Case(_state(complaint), tuple(answers), key=complaint.id)


def unnamed(session: Session, signs: str) -> ComplaintState:
    """The complaint without a name of this key, which its code led to, as it stands now."""
    return _state(complaints.one(session, int(signs)))


def _state(complaint: complaints.Complaint) -> ComplaintState:
    told = complaint.number, complaint.state, complaint.received_at, complaint.promised_at
    return ComplaintState(*told, complaint.referred_to, kind=complaint.kind, outcome=complaint.outcome)


def case_file(session: Session, turn: Turn, signs: str) -> str:
    """What passed about the complaint of this number, in this language: the customer's own, or (a key that is
    not 0) the one without a name which its code led to. Empty where there is none such."""
    number, key, language = signs.split()
    if int(key):
        known = [each for each in [complaints.one(session, int(key))] if each.anonymous]
    else:
        customer = turn.conversation.customer_id
        known = complaints.of_customer(session, [customer]).get(customer, [])
    found = next((each for each in known if each.number == number), None)
    return written(session, found, definitions.texts(language)) if found else ""


def steps(session: Session, turn: Turn) -> dict[str, tuple[tuple[str, datetime], ...]]:
    """By number, the moves that this customer's own complaints have made so far, the oldest first."""
    customer = turn.conversation.customer_id
    own = complaints.of_customer(session, [customer]).get(customer, ())
    return {each.number: tuple(_moves(session, each.id)) for each in own}


def _moves(session: Session, complaint_id: int) -> Iterator[tuple[str, datetime]]:
    """What only completes the record, and what is assessed or answered anew, is no step of its own: the first
    has no state, the second leaves it."""
    for each in events.of(session, "complaint", complaint_id):
        if each["target"] and each["target"] != each["source"]:
            yield each["trigger"], each["at"]


def decisions(session: Session, turn: Turn) -> tuple[Decision, ...]:
    """What was decided in this conversation, the latest first."""
    return tuple(Decision(*each) for each in consents.of(session, turn.conversation.id))


def request(session: Session, turn: Turn, now: datetime) -> RequestState:
    """The number for a new one, and what this customer waits for already."""
    customer = turn.conversation.customer_id
    asked = {kind: requests.open_of(session, customer, kind) for kind in KINDS}
    waiting = {kind: (each.number, each.due_at) for kind, each in asked.items() if each}
    return RequestState(requests.reserve(session, now), waiting)
