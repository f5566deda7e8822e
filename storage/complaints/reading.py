"""Complaints as they stand, and what was added to them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, or_, select
from sqlalchemy.orm import Session

from storage.domain.form import FIELDS
from storage.tables import complaint_entries, complaint_links, complaints


class Complaint(NamedTuple):
    """A complaint as it stands. An anonymous one has no customer and no conversation. The rest of its record:
    `form`."""

    id: int
    number: str
    conversation_id: int | None
    customer_id: int | None
    channel: str
    segment: str
    state: str
    story: str
    product: str
    order_number: str
    occurred: str
    remedy: str
    received_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    due_kind: str
    revision: int
    anonymous: bool
    kind: str
    severity: str
    owner_id: int | None
    department: str
    outcome: str
    referred_to: str
    merged_into: int | None


class Entry(NamedTuple):
    """What staff added, answer or note; or, to an anonymous one, its owner: added."""

    id: int
    kind: str
    text: str
    user_id: int | None
    at: datetime


class Unknown(KeyError):
    """There is no such complaint."""


def one(session: Session, complaint_id: int) -> Complaint:
    """The complaint under this id. Raises Unknown."""
    row = session.execute(_complaints().where(complaints.c.id == complaint_id)).one_or_none()
    if row is None:
        raise Unknown(f"no complaint {complaint_id}")
    return Complaint._make(row)


def form(session: Session, complaint_id: int) -> dict[str, Any]:
    """Every field of its record (`storage.domain.form.FIELDS`). Raises Unknown."""
    query = select(*(complaints.c[name] for name in FIELDS)).where(complaints.c.id == complaint_id)
    row = session.execute(query).mappings().one_or_none()
    if row is None:
        raise Unknown(f"no complaint {complaint_id}")
    return dict(row)


def linked(session: Session, complaint_id: int) -> list[Complaint]:
    """Those that belong to it, the oldest first."""
    link = complaint_links.c
    other = case((link.one_id == complaint_id, link.other_id), else_=link.one_id)
    theirs = select(other).where(or_(link.one_id == complaint_id, link.other_id == complaint_id))
    query = _complaints().where(complaints.c.id.in_(theirs)).order_by(complaints.c.id)
    return [Complaint._make(row) for row in session.execute(query)]


def _complaints() -> Select[Any]:
    return select(*(complaints.c[name] for name in Complaint._fields))


def entries(session: Session, complaint_id: int) -> list[Entry]:
    """What staff added to the complaint, oldest first."""
    e = complaint_entries.c
    query = select(*(e[name] for name in Entry._fields)).where(e.complaint_id == complaint_id)
    return [Entry(*row) for row in session.execute(query.order_by(e.id))]


_OF_CUSTOMERS = (
    _complaints()
    .where(complaints.c.customer_id.in_(bindparam("customers", expanding=True)), complaints.c.story != "")
    .order_by(complaints.c.received_at.desc(), complaints.c.id.desc())
)


def of_customer(session: Session, customer_ids: Iterable[int]) -> dict[int, list[Complaint]]:
    """The complaints of each of these customers, the latest first; who has none is absent. One that was
    emptied is nobody's any more."""
    found: dict[int, list[Complaint]] = defaultdict(list)
    asked = list(customer_ids)
    for row in session.execute(_OF_CUSTOMERS, {"customers": asked}) if asked else ():
        found[row.customer_id].append(Complaint._make(row))
    return dict(found)
