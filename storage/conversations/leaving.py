"""A customer leaves: blocks us, closes the account. Nothing is sent until they write again."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, update
from sqlalchemy.orm import Session

from storage import events, outbox
from storage.conversations.road import Address
from storage.tables import conversations


def leave(session: Session, address: Address, at: datetime, reason: str = "left") -> None:
    """The customer was away at this moment; what was still to be said to them fails, for this reason.

    Nothing happens where they have written or come back since. That is asked of the locked row itself: who
    waits for a lock sees only that row as it has become. Staff's words count too, and are refused next.
    """
    there = (_at(address), conversations.c.left_at.is_(None), conversations.c.active_at <= at)
    gone = update(conversations).where(*there)
    conversation = session.scalar(gone.values(left_at=at).returning(conversations.c.id))
    if conversation is None:  # has left before, has written since, or was never here
        return
    events.append(session, [events.event(at, "conversation", conversation, "leave", "customer")])
    outbox.fail_unsent(session, address[0], conversation, reason, at)


def come_back(session: Session, address: Address, at: datetime) -> None:
    """The customer was there again at this moment, unless they have left since."""
    here = update(conversations).where(_at(address), conversations.c.active_at <= at)
    session.execute(here.values(active_at=at))
    back = update(conversations).where(_at(address), conversations.c.left_at <= at)
    session.execute(back.values(left_at=None))


def _at(address: Address) -> ColumnElement[bool]:
    channel, at = address
    return and_(conversations.c.channel == channel, conversations.c.address == at)
