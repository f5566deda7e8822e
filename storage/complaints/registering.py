"""Complaints are registered, with a number of the day, and acknowledged at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storage import events, numbers
from storage.complaints.falling_due import due
from storage.domain.complaint import LIFE
from storage.settings import settings
from storage.tables import complaints


class Opened(TypedDict):
    """A complaint to register; every key is given. `story` and `remedy` are the customer's words."""

    number: str
    conversation_id: int | None
    customer_id: int | None
    channel: str
    segment: str
    anonymous: bool
    place: str
    preview: bool
    story: str
    product: str
    order_number: str
    occurred: str
    remedy: str


def reserve(session: Session, count: int, at: datetime) -> list[str]:
    """So many fresh numbers of the organisation's day, T261121-0001 and on. Gaps are allowed."""
    day = at.astimezone(ZoneInfo(settings().timezone)).strftime("T%y%m%d-")
    return [f"{day}{number:04d}" for number in numbers.take(session, day, count)]


def open_(session: Session, rows: Sequence[Opened], at: datetime) -> list[int]:
    """Register these complaints and acknowledge them at once (GB/T 19012 7.2 to 7.4); their ids, in order.

    The customer is told in the conversation itself, with the number.
    """
    if not rows:
        return []
    received = LIFE.initial
    state = LIFE.move(received, "acknowledge")
    due_at, due_kind = due(state, at)
    fixed = {
        "state": state,
        "received_at": at,
        "acknowledged_at": at,
        "due_at": due_at,
        "due_kind": due_kind,
    }
    new = insert(complaints).returning(complaints.c.id, sort_by_parameter_order=True)
    ids = list(session.scalars(new, [{**row, **fixed} for row in rows]))
    events.append(session, [event for complaint_id in ids for event in _opened(complaint_id, state, at)])
    return ids


def _opened(complaint_id: int, state: str, at: datetime) -> list[events.Event]:
    return [
        events.event(at, "complaint", complaint_id, "receive", "customer", target=LIFE.initial),
        events.event(at, "complaint", complaint_id, "acknowledge", "bot", LIFE.initial, state),
    ]
