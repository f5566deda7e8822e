"""Where a customer is reached now: from a link that was sent to them, or by who they are."""

from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import unasked
from storage.tables import conversations, customers


class Place(NamedTuple):
    """The conversation; `refused`: its customer's last word to the privacy notice was a no."""

    id: int
    channel: str
    address: str
    language: str
    refused: bool


def place(session: Session, conversation_id: int) -> Place | None:
    """This conversation; None where its customer has been forgotten."""
    c = conversations.c
    query = (
        select(c.id, c.channel, c.address, c.language, unasked.withdrawn(c.customer_id))
        .join_from(conversations, customers)
        .where(c.id == conversation_id, customers.c.erased_at.is_(None))
    )
    row = session.execute(query).one_or_none()
    return Place(*row) if row else None


def where(session: Session, conversation_id: int) -> int | None:
    """The conversation in which this one goes on, or itself; None where its customer has been forgotten."""
    c = conversations.c
    query = (
        select(func.coalesce(c.moved_to, c.id))
        .join_from(conversations, customers)
        .where(c.id == conversation_id, customers.c.erased_at.is_(None))
    )
    here: int | None = session.scalar(query)
    return here


def lock(session: Session, customer_id: int) -> None:
    """Whoever talks with this customer, or forgets them, waits until the commit."""
    c = conversations.c
    session.execute(select(c.id).where(c.customer_id == customer_id).order_by(c.id).with_for_update())


def of_customer(session: Session, customer_id: int) -> int | None:
    """The conversation in which this customer can be written to, of several the one they were in last; None
    where there is none, and for who wants to be left in peace."""
    c = conversations.c
    here = (c.customer_id == customer_id, c.moved_to.is_(None), c.left_at.is_(None), ~c.preview)
    ours = (c.channel.not_in(_NOT_OURS), ~unasked.unwanted(c.customer_id))
    query = select(c.id).where(*here, *ours).order_by(c.active_at.desc(), c.id.desc())
    return session.scalar(query.limit(1))


_NOT_OURS: Final = ("link",)
"""Channels on which the organisation writes by itself."""
