"""The complaints of the demo organisation, brought to their states by the verb that moves every complaint."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from sqlalchemy.orm import Session

from admin.demo import reading, talks
from storage import complaints, conversations, definitions, users
from storage.follow_ups import Signalled

# What leads to each state, after the acknowledgement.
WAYS: dict[str, tuple[str, ...]] = {
    "acknowledged": (),
    "investigating": ("investigate",),
    "answered": ("investigate", "answer"),
    "closed": ("investigate", "answer", "close"),
    "withdrawn": ("withdraw",),
}


def handler(session: Session, now: datetime) -> int:
    """The hand behind the entries; nobody signs in as they."""
    name = definitions.texts()("cli.demo.handler")
    made = users.add(session, "demo-handler", name, "handler", token_urlsafe(24), now)
    users.set_active(session, made, active=False)
    return made


def fill(
    session: Session, written: Sequence[Mapping[str, Any]], handler: int, now: datetime
) -> list[Signalled]:
    """Register them, oldest first, and bring each to its state; what is urgent or unsafe in them."""
    told: dict[int, datetime] = {}
    for one in sorted(written, key=lambda one: -float(one["hours"])):
        at = now - timedelta(hours=one["hours"])
        complaint = _register(session, one, at)
        told[complaint] = at
        later = at + timedelta(hours=one["hours"] / 4)
        _note(session, complaint, one, handler, later)
        _move(session, complaint, one, handler, later)
    return reading.read(session, "complaint", told)


def _register(session: Session, one: Mapping[str, Any], at: datetime) -> int:
    talk = None if one.get("anonymous") else _talk(session, one, at)
    row = complaints.Opened(
        number=complaints.reserve(session, 1, at)[0],
        conversation_id=talk.id if talk else None,
        customer_id=talk.customer_id if talk else None,
        channel=talks.CHANNEL,
        segment=one["segment"] if talk else "",
        anonymous=talk is None,
        place="",
        preview=False,
        story=one["story"],
        product=one["product"],
        order_number=one.get("order_number", ""),
        occurred="",
        remedy=one["remedy"],
    )
    (complaint,) = complaints.open_(session, [row], at)
    return complaint


def _talk(session: Session, one: Mapping[str, Any], at: datetime) -> conversations.Conversation:
    """The talk in which it was told."""
    talk = talks.begin(session, f"complaint {one['hours']}", one["name"], one["segment"], at)
    talks.speak(session, talk, [(definitions.texts()("cli.demo.asked"), one["story"])], at)
    return talk


def _note(session: Session, complaint: int, one: Mapping[str, Any], handler: int, at: datetime) -> None:
    for line in one.get("lines", []):
        if line["kind"] == "note":
            complaints.note(session, complaint, handler, line["text"], at)


def _move(session: Session, complaint: int, one: Mapping[str, Any], handler: int, at: datetime) -> None:
    answers = [line["text"] for line in one.get("lines", []) if line["kind"] == "answer"]
    for number, trigger in enumerate(WAYS[one["state"]]):
        moment = at + timedelta(hours=one["hours"] / 8 * number)
        if trigger == "answer":
            complaints.answer(session, complaint, handler, answers[0], moment)
        elif trigger == "withdraw":
            complaints.move(session, complaint, trigger, "customer", None, moment)
        else:
            complaints.move(session, complaint, trigger, "staff", handler, moment)
