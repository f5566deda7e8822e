"""What stands beside a complaint: who it is of, the files that staff put to it, visits and
calls about it."""

from typing import Any, Final

from sqlalchemy.orm import Session

from storage import attaching, complaints, visits
from storage.complaints import Complaint
from storage.queries import customers
from storage.settings import settings

OTHERS: Final = 5
"""Complaints of the same customer that are named."""


def beside(session: Session, complaint_id: int) -> dict[str, Any]:
    """As the page of the complaint shows it."""
    return {
        "put": attaching.of_complaint(session, complaint_id),
        "megabytes": settings().upload_limit // 1_000_000,
        "visits": visits.of_complaint(session, complaint_id),
        "customer": customer(session, complaints.one(session, complaint_id)),
    }


def customer(session: Session, complaint: Complaint) -> dict[str, Any]:
    """Who complained: where they are reached, what else they told us. Empty where that is not known."""
    known = customers.these(session, [complaint.customer_id]) if complaint.customer_id else []
    if not known:
        return {}
    (one,) = known
    own = complaints.of_customer(session, [one.id]).get(one.id, [])
    return {
        **one._asdict(),
        "valued": customers.valued(session, one.id),
        "others": [each for each in own if each.id != complaint.id][:OTHERS],
        "given": customers.given(session, one.id),
    }
