"""Complaints are registered, with a number of the day, and acknowledged at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storage import customers, events, numbers
from storage.complaints import reached
from storage.complaints.falling_due import named_customers, opened
from storage.domain.complaint import LIFE
from storage.settings import settings
from storage.tables import complaints


class Opened(TypedDict):
    """A complaint to register; every key is given. `story` and `remedy` are the customer's words; `kind` as
    in `storage.domain.handling.OUTCOMES`."""

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
    kind: str


def reserve(session: Session, count: int, at: datetime) -> list[str]:
    """So many fresh numbers of the organisation's day, T261121-0001 and on. Gaps are allowed."""
    day = at.astimezone(ZoneInfo(settings().timezone)).strftime("T%y%m%d-")
    return [f"{day}{number:04d}" for number in numbers.take(session, day, count)]


def open_(
    session: Session,
    rows: Sequence[Opened],
    at: datetime,
    typed_by: int | None = None,
    received_at: datetime | None = None,
) -> list[int]:
    """Register these complaints and acknowledge them at once (GB/T 19012 7.2 to 7.4); their ids, in order.

    The customer is told in the conversation itself, with the number. What came by phone or on paper is
    `typed_by` a user, and was received earlier: its time runs from then.
    """
    if not rows:
        return []
    since = received_at or at
    received = LIFE.initial
    state = LIFE.move(received, "acknowledge")
    fixed = {"state": state, "received_at": since, "acknowledged_at": at}
    new = insert(complaints).returning(complaints.c.id, sort_by_parameter_order=True)
    dues = _due(session, rows, since, at)
    told = [{**row, **reached.found_by(row), **fixed, **due} for row, due in zip(rows, dues, strict=True)]
    ids = list(session.scalars(new, told))
    done = [event for complaint_id in ids for event in _opened(complaint_id, state, since, at, typed_by)]
    events.append(session, done)
    return ids


def _due(session: Session, rows: Sequence[Opened], since: datetime, at: datetime) -> list[dict[str, Any]]:
    """What is due of each. Who they are is only asked where some customers have limits of their own."""
    names = customers.names(session, {row["customer_id"] for row in rows}) if named_customers() else {}
    whose = [names.get(row["customer_id"] or 0, "") for row in rows]
    found = {name: opened(name, since, at)._asdict() for name in set(whose)}
    tried_out: dict[str, Any] = {"look_at": None}
    return [
        {**found[name], **(tried_out if row["preview"] else {})}
        for name, row in zip(whose, rows, strict=True)
    ]


def _opened(
    complaint_id: int, state: str, since: datetime, at: datetime, typed_by: int | None
) -> list[events.Event]:
    initial = LIFE.initial
    if typed_by is not None:
        return [
            events.event(
                since, "complaint", complaint_id, "receive", "staff", target=initial, user_id=typed_by
            ),
            events.event(at, "complaint", complaint_id, "acknowledge", "staff", initial, state, typed_by),
        ]
    return [
        events.event(since, "complaint", complaint_id, "receive", "customer", target=initial),
        events.event(at, "complaint", complaint_id, "acknowledge", "bot", initial, state),
    ]
