"""Complaints as they stand, and what was added to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.domain.deadline import NEXT
from storage.domain.form import FIELDS
from storage.tables import complaint_entries, complaint_links, complaints, events


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
    concerns_id: int | None

    @property
    def promised_at(self) -> datetime | None:
        """By when its customer was promised what it waits for in this state; None where something else is due
        first."""
        return self.due_at if self.due_kind == NEXT.get(self.state) else None


class Entry(NamedTuple):
    """What staff added, answer, question or note; or, to an anonymous one, its owner: added."""

    id: int
    kind: str
    text: str
    user_id: int | None
    at: datetime


class Unknown(KeyError):
    """There is no such complaint."""


def one(session: Session, complaint_id: int) -> Complaint:
    """The complaint under this id. Raises Unknown, to whom it is about too."""
    found = _complaints().where(complaints.c.id == complaint_id, hiding.shown(session))
    row = session.execute(found).one_or_none()
    if row is None:
        raise Unknown(f"no complaint {complaint_id}")
    return Complaint._make(row)


def those(session: Session, complaint_ids: Collection[int]) -> list[Complaint]:
    """The complaints under these ids, the oldest first; those that are not there, or are about who reads, are
    absent."""
    found = _complaints().where(complaints.c.id.in_(complaint_ids), hiding.shown(session))
    return [Complaint._make(row) for row in session.execute(found.order_by(complaints.c.id))]


def form(session: Session, complaint_id: int) -> dict[str, Any]:
    """Every field of its record (`storage.domain.form.FIELDS`). Raises Unknown, to whom it is about too."""
    query = select(*(complaints.c[name] for name in FIELDS)).where(complaints.c.id == complaint_id)
    row = session.execute(query.where(hiding.shown(session))).mappings().one_or_none()
    if row is None:
        raise Unknown(f"no complaint {complaint_id}")
    return dict(row)


def linked(session: Session, complaint_id: int) -> list[Complaint]:
    """Those that belong to it, the oldest first."""
    link = complaint_links.c
    other = case((link.one_id == complaint_id, link.other_id), else_=link.one_id)
    theirs = select(other).where(or_(link.one_id == complaint_id, link.other_id == complaint_id))
    query = _complaints().where(complaints.c.id.in_(theirs), hiding.shown(session)).order_by(complaints.c.id)
    return [Complaint._make(row) for row in session.execute(query)]


_WAITING: Final = ("pause", "resume", "answer", "refer", "withdraw", "merge")
"""The customer is waited for from the first on, until any other."""


def paused(session: Session, complaint_ids: Iterable[int]) -> dict[int, datetime]:
    """Since when the customer of each of these is waited for; those whose is not are absent."""
    e, asked = events.c, list(complaint_ids)
    of = (e.entity == "complaint", e.entity_id.in_(asked), e.trigger.in_(_WAITING))
    last = select(func.max(e.id)).where(*of).group_by(e.entity_id)
    query = select(e.entity_id, e.at).where(e.id.in_(last), e.trigger == "pause")
    return {row.entity_id: row.at for row in session.execute(query)} if asked else {}


def _complaints() -> Select[Any]:
    return select(*(complaints.c[name] for name in Complaint._fields))


def entries(session: Session, complaint_id: int) -> list[Entry]:
    """What staff added to the complaint, oldest first."""
    e = complaint_entries.c
    its = (e.complaint_id == complaint_id, hiding.shown_as(session, e.complaint_id))
    query = select(*(e[name] for name in Entry._fields)).where(*its)
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
    query = _OF_CUSTOMERS.where(hiding.shown(session)) if hiding.reader(session) else _OF_CUSTOMERS
    for row in session.execute(query, {"customers": asked}) if asked else ():
        found[row.customer_id].append(Complaint._make(row))
    return dict(found)
