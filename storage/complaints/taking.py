"""A complaint that staff type in for whom it came by phone, on paper or in person (GB/T 19012 7.2)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import customers, hiding
from storage.complaints import telling
from storage.complaints.moving import move
from storage.complaints.reading import one
from storage.complaints.registering import Opened, open_, reserve
from storage.complaints.saving import By
from storage.conversations import reaching
from storage.domain import intake
from storage.domain.complaint import LIFE
from storage.domain.form import ASSESSMENT, WORDS
from storage.domain.handling import STAFF, Refused
from storage.domain.intake import BLANK, Typed
from storage.settings import settings
from storage.tables import customers as customers_table
from storage.tables import users
from storage.texts import storable
from storage.users import seeing


def take(session: Session, typed: Typed, user_id: int, at: datetime, department: str = "") -> int:
    """Register it and acknowledge it; its id. Answers go over the talk in which its customer can be reached,
    where there is one: there they are told the number, in quiet hours only if they write. It is of this
    `department`, for who sees their own alone one of these. Raises Refused."""
    own = hiding.departments(session)
    elsewhere = {"department": "unknown_choice"} if own is not None and department not in own else {}
    able = session.scalar(select(users.c.id).where(users.c.id == user_id, users.c.active))
    if able is None or not (elsewhere or seeing.role_in(session, user_id, department) in STAFF):
        raise Refused(LIFE.initial, "receive", "not_you")
    if found := intake.wrong(typed, at, ZoneInfo(settings().timezone)) | elsewhere:
        raise Refused(LIFE.initial, "receive", "unfit", found)
    customer = _customer(session, typed, at)
    talk = reaching.of_customer(session, customer)
    row: Any = {**_row(session, typed, customer, talk, at), "department": department}
    (key,) = open_(session, [row], at, typed_by=user_id, received_at=typed.received_at)
    told = "notice.complaint.typed_in"
    telling.notice(session, one(session, key), told, By("staff", user_id, at), asked=False)
    if typed.record.get("severity"):
        _assess(session, key, typed, user_id, at)
    return key


def _customer(session: Session, typed: Typed, at: datetime) -> int:
    """Theirs who was known, or a new one. Who is being forgotten has been once this has waited for it: the
    talks are locked first, as erasing does. Raises Refused."""
    if typed.customer_id is None:
        known = customers.Known(name=storable(typed.name)[0], segment="", demo=False)
        return customers.add(session, [(known, at)])[0]
    reaching.lock(session, typed.customer_id)
    c = customers_table.c
    there = (c.erased_at.is_(None), c.merged_into.is_(None), hiding.shown_of(session, c.id))
    if session.scalar(select(c.id).where(c.id == typed.customer_id, *there)) is None:
        raise Refused(LIFE.initial, "receive", "unfit", {"customer": "no_customer"})
    return typed.customer_id


def _row(session: Session, typed: Typed, customer: int, talk: int | None, at: datetime) -> Any:
    """What is registered: an `Opened` with the whole record."""
    c = customers_table.c
    segment = session.scalar(select(c.segment).where(c.id == customer)) or ""
    known = {name: value for name, value in {**BLANK, **typed.record}.items() if name not in ASSESSMENT}
    clean = {name: storable(value)[0] if name in WORDS else value for name, value in known.items()}
    opened = Opened(
        number=reserve(session, 1, at)[0],
        conversation_id=talk,
        customer_id=customer,
        channel=typed.channel,
        segment=segment,
        anonymous=False,
        place="",
        preview=False,
        story=storable(typed.story)[0],
        product=clean["product"],
        order_number=clean["order_number"],
        occurred=clean["occurred"],
        remedy=clean["remedy"],
        kind=clean["kind"],
    )
    return {**clean, **opened}


def _assess(session: Session, key: int, typed: Typed, user_id: int, at: datetime) -> None:
    found = {name: value for name, value in typed.record.items() if name in ASSESSMENT}
    move(session, key, "assess", "staff", user_id, at, given=found)
