"""A customer leaves: blocks us, closes the account. Nothing is sent until they write again."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, update
from sqlalchemy.orm import Session

from storage import events
from storage.conversations.road import Address
from storage.outbox.saying import OPEN
from storage.tables import conversations, messages, outbox


def leave(session: Session, address: Address, at: datetime, reason: str = "left") -> None:
    """The customer has left; what was still to be said to them fails, for this reason."""
    since = exists().where(messages.c.conversation_id == conversations.c.id, messages.c.received_at > at)
    gone = update(conversations).where(_at(address), conversations.c.left_at.is_(None), ~since)
    conversation = session.scalar(gone.values(left_at=at).returning(conversations.c.id))
    if conversation is None:  # has left before, has written since, or was never here
        return
    events.append(session, [events.event(at, "conversation", conversation, "leave", "customer")])
    unsaid = update(outbox).where(
        OPEN, outbox.c.channel == address[0], outbox.c.conversation_id == conversation
    )
    session.execute(unsaid.values(state="failed", reason=reason, sent_at=at, lease_until=None))


def come_back(session: Session, address: Address) -> None:
    """The customer is there again."""
    session.execute(update(conversations).where(_at(address)).values(left_at=None))


def _at(address: Address) -> ColumnElement[bool]:
    channel, at = address
    return and_(conversations.c.channel == channel, conversations.c.address == at)
