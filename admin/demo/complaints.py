"""The complaints of the demo organisation, brought to their states by the verb that moves every complaint."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from sqlalchemy.orm import Session

from admin.demo import talks
from storage import analyses, complaints, conversations, definitions, users

# What leads to each state, after the acknowledgement.
WAYS: dict[str, tuple[str, ...]] = {
    "acknowledged": (),
    "investigating": ("investigate",),
    "answered": ("investigate", "answer"),
    "closed": ("investigate", "answer", "close"),
    "withdrawn": ("withdraw",),
}


def fill(session: Session, written: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Register them, oldest first, and bring each to its state."""
    name = definitions.texts()("cli.demo.handler")
    handler = users.add(session, "demo-handler", name, "handler", token_urlsafe(24), now)
    users.set_active(session, handler, active=False)  # the hand behind the entries; nobody signs in as they
    for one in sorted(written, key=lambda one: -float(one["hours"])):
        at = now - timedelta(hours=one["hours"])
        complaint = _register(session, one, at)
        later = at + timedelta(hours=one["hours"] / 4)
        _note(session, complaint, one, handler, later)
        _move(session, complaint, one, handler, later)


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
    _mood(session, complaint, at)
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


def _mood(session: Session, complaint: int, at: datetime) -> None:
    row = analyses.Analysis(
        subject="complaint",
        subject_id=complaint,
        polarity=-0.8,
        confidence=0.9,
        intent="complaint",
        keywords=[],
        model="demo",
        at=at,
    )
    analyses.keep(session, [row])
