"""Where a customer is reached now, from a link that was sent to them."""

from typing import NamedTuple

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
