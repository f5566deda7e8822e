"""The complaints of the demo organisation, brought to their states by the verb that moves every complaint."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any, Final

from sqlalchemy.orm import Session

from admin.demo import reading, talks
from storage import complaints, conversations, definitions, departments, phrases, users
from storage.follow_ups import Signalled

_SEEN = ("assess", "investigate")

WAYS: dict[str, tuple[str, ...]] = {
    "acknowledged": (),
    "investigating": _SEEN,
    "answered": (*_SEEN, "answer"),
    "closed": (*_SEEN, "answer", "accept", "close"),
    "withdrawn": ("withdraw",),
}
"""What leads to each state, after the acknowledgement."""

_CUSTOMERS: Final = ("accept", "withdraw")


def handler(session: Session, now: datetime) -> int:
    """The hand behind the entries; nobody signs in as they."""
    name = definitions.texts()("cli.demo.handler")
    made = users.add(session, "demo-handler", name, "handler", token_urlsafe(24), now)
    users.set_active(session, made, active=False)
    return made


def furnish(session: Session, written: Mapping[str, Any], handler: int, now: datetime) -> None:
    """The departments that complaints go to, and the phrases that answers begin with."""
    for name in written["departments"]:
        departments.add(session, name, handler, now)
    for each in written["phrase"]:
        phrases.put(session, each["title"], each["text"], handler, now)


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
        _record(session, complaint, one, handler, later)
        _note(session, complaint, one, handler, later)
        _move(session, complaint, one, handler, later)
        _conclude(session, complaint, one, now)
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
        kind="complaint",
    )
    (complaint,) = complaints.open_(session, [row], at)
    return complaint


def _talk(session: Session, one: Mapping[str, Any], at: datetime) -> conversations.Conversation:
    """The talk in which it was told."""
    talk = talks.begin(session, f"complaint {one['hours']}", one["name"], one["segment"], at)
    talks.speak(session, talk, [(definitions.texts()("cli.demo.asked"), one["story"])], at)
    return talk


def _record(session: Session, complaint: int, one: Mapping[str, Any], handler: int, at: datetime) -> None:
    if "kind" in one:
        complaints.amend(session, complaint, {"kind": one["kind"]}, handler, at)
    if "department" in one:
        complaints.assign(session, complaint, None, one["department"], handler, at)


def _note(session: Session, complaint: int, one: Mapping[str, Any], handler: int, at: datetime) -> None:
    for line in one.get("lines", []):
        if line["kind"] == "note":
            complaints.note(session, complaint, handler, line["text"], at)


def _move(session: Session, complaint: int, one: Mapping[str, Any], handler: int, at: datetime) -> None:
    answers = [line["text"] for line in one.get("lines", []) if line["kind"] == "answer"]
    given = {
        "assess": {"severity": one.get("severity", "")},
        "answer": {"text": "".join(answers)},
        "close": {"remark": ""},
    }
    for number, trigger in enumerate(WAYS[one["state"]]):
        moment = at + timedelta(hours=one["hours"] / 8 * number)
        actor, user_id = ("customer", None) if trigger in _CUSTOMERS else ("staff", handler)
        complaints.move(session, complaint, trigger, actor, user_id, moment, given=given.get(trigger, {}))


def _conclude(session: Session, complaint: int, one: Mapping[str, Any], now: datetime) -> None:
    """What it cost, and what the customer said when it was over."""
    if one["state"] != "closed":
        return
    row = complaints.one(session, complaint)
    if "stayed" in one and row.customer_id is not None:
        complaints.stayed(session, row.customer_id, row.number, one["stayed"], now)
        complaints.rated(session, row.customer_id, row.number, one["handling"], "", now)
