"""Two customers who turn out to be one."""

from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage import complaint_months
from storage.tables import (
    complaints,
    contacts,
    conversations,
    customer_contacts,
    customers,
    holds,
    invitations,
    orders,
    requests,
    responses,
    visits,
)

THEIRS: Final = (
    *(conversations, responses, complaints, invitations, requests, contacts, visits),
    *(customer_contacts, orders, holds),
)
"""Every table with rows of a customer, by `customer_id`: what goes along, here and in `storage.joining`."""


def merge(session: Session, one: int, other: int) -> int:
    """Make one of both, where one of them is nobody that we know by name: everything is the other's then. Who
    `one` is from now on; two whom the organisation knows stay two."""
    if one == other:
        return one
    if _stranger(session, one):
        gone, kept = one, other
    elif _stranger(session, other):
        gone, kept = other, one
    else:
        return one
    k, brings = complaints.c, _complained(session, gone)
    for table in THEIRS:
        session.execute(update(table).where(table.c.customer_id == gone).values(customer_id=kept))
    session.execute(delete(customers).where(customers.c.id == gone))
    if brings:  # who complains again, and by which limits, is another matter for all of them
        complaint_months.forget(session, session.scalars(select(k.id).where(k.customer_id == kept)).all())
    return kept


def _complained(session: Session, customer_id: int) -> bool:
    theirs = select(complaints.c.id).where(complaints.c.customer_id == customer_id)
    return session.scalar(theirs.limit(1)) is not None


def _stranger(session: Session, customer_id: int) -> bool:
    """Whether no more is known of them than what they have said and done here. Whose file staff have changed,
    or made one with another, is none."""
    c = customers.c
    nameless = (c.name == "") & (c.segment == "") & c.high_value.is_(False) & (c.revision == 0)
    plain = c.own.is_(None) & c.erased_at.is_(None) & c.demo.is_(False)
    return session.scalar(select(c.id).where(c.id == customer_id, nameless, plain)) is not None
