"""Some weeks after closing: whether it stayed right, and how the handling was (GB/T 19012 8.3)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import and_, case, exists, or_, select
from sqlalchemy.orm import Session

from storage import events
from storage.complaints.adding import put
from storage.complaints.reading import Complaint, of_customer
from storage.complaints.saving import By, save
from storage.tables import complaints
from storage.tables import events as events_table

ASK: Final = "ask_stayed"
"""The trigger of the event by which the clock notes that the customer was asked."""

LEVELS: Final = range(1, 6)


def asked(session: Session, complaint_ids: Iterable[int]) -> dict[int, str]:
    """What the customer of each of these is asked after closing and has not answered: `stayed`, or
    `handling`; those of whom nothing is are absent."""
    c, e, ids = complaints.c, events_table.c, list(complaint_ids)
    put_to_them = exists().where(
        e.entity == "complaint", e.entity_id == c.id, e.trigger == ASK, e.at >= c.closed_at
    )
    stays, rates = and_(c.stayed.is_(None), put_to_them), and_(c.stayed.is_(True), c.handling.is_(None))
    what = case((c.stayed.is_(None), "stayed"), else_="handling").label("what")
    query = select(c.id, what).where(c.id.in_(ids), c.state == "closed", or_(stays, rates))
    return {row.id: row.what for row in session.execute(query)} if ids else {}


def stayed(session: Session, customer_id: int, number: str, it_did: bool, at: datetime) -> None:
    """Keep whether the customer's own closed complaint under this number stayed right. To take it up again is
    a move of its own. Nothing where there is none such."""
    for complaint in _closed(session, customer_id, number):
        save(session, complaint, {"stayed": it_did}, By("customer", None, at))
        said = "stayed" if it_did else "came_back"
        events.append(session, [events.event(at, "complaint", complaint.id, said, "customer")])


def rated(session: Session, customer_id: int, number: str, level: int, remark: str, at: datetime) -> None:
    """Keep how the handling of it was, from 1 to 5, and what the customer says beside it. Nothing where there
    is none such. Raises ValueError for no such level."""
    if level not in LEVELS:
        raise ValueError(f"no level {level}")
    for complaint in _closed(session, customer_id, number):
        save(session, complaint, {"handling": level}, By("customer", None, at))
        if remark.strip():
            put(session, complaint.id, "added", remark, None, at)
        events.append(session, [events.event(at, "complaint", complaint.id, "rate", "customer")])


def _closed(session: Session, customer_id: int, number: str) -> list[Complaint]:
    own = of_customer(session, [customer_id]).get(customer_id, ())
    return [each for each in own if each.number == number and each.state == "closed"]
