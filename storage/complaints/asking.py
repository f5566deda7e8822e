"""The law is asked before anything is done to a complaint."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import hiding
from storage.complaints.reading import Complaint, form, paused
from storage.complaints.saving import By
from storage.domain import handling
from storage.domain.form import problems
from storage.domain.handling import Refused
from storage.settings import settings
from storage.tables import complaints
from storage.users import seeing


class Other(NamedTuple):
    """Another complaint, that this one is merged into or linked to."""

    id: int
    number: str
    state: str
    customer_id: int | None
    conversation_id: int | None


def ask(
    session: Session, before: Complaint, trigger: str, by: By, given: Mapping[str, Any]
) -> dict[str, Any]:
    """What was given, and what follows from it. Raises Refused: by whom it may not be done, or not so."""
    known: dict[str, Any] = {"kind": before.kind, "number": before.number, "emptied": before.story == ""}
    if by.actor == "staff":  # what a machine's clock says is not held against anybody
        known |= {"at": by.at, "received_at": before.received_at}
    if trigger in ("pause", "resume"):
        known["paused"] = bool(paused(session, [before.id]))
    if trigger == "close":
        known["outcome"] = handling.implied(before.state, before.kind)
    known |= given
    code = handling.refusal(before.state, trigger, role(session, before, by), known)
    if code is not None:
        wrong = handling.unfit(trigger, known) if code == "unfit" else handling.NOTHING
        raise Refused(before.state, trigger, code, wrong)
    return known


def role(session: Session, complaint: Complaint, by: By) -> str:
    """What whoever does it counts as, in its department. Nobody does anything as staff unnamed."""
    if by.actor != "staff":
        return by.actor
    if by.user_id is None:
        return ""
    theirs = seeing.role_in(session, by.user_id, complaint.department)
    return handling.rank(theirs, complaint.owner_id == by.user_id)


def fit(session: Session, before: Complaint, trigger: str, changes: Mapping[str, Any]) -> None:
    """Whether these fields may stand in its record. Raises Refused, with what does not fit."""
    received_on = before.received_at.astimezone(ZoneInfo(settings().timezone)).date()
    if wrong := problems(changes, form(session, before.id), received_on):
        raise Refused(before.state, trigger, "unfit", wrong)


def other(session: Session, before: Complaint, number: str) -> tuple[Other | None, dict[str, Any]]:
    """The complaint under this number, which stays as it is until the commit, and what the law wants to know
    of it; none where there is none."""
    c = complaints.c
    query = select(*(c[name] for name in Other._fields)).where(c.number == number, hiding.shown(session))
    row = session.execute(query.with_for_update()).one_or_none()
    if row is None:
        return None, {"other": number, "known": False}
    found = Other._make(row)
    same = found.customer_id is not None and found.customer_id == before.customer_id
    return found, {"other": number, "other_state": found.state, "same_customer": same}
