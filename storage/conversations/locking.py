"""Conversations are locked before what was told in them, and several in one order."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from storage.tables import conversations

_C: Final = conversations.c


def lock(session: Session, ids: Iterable[int]) -> None:
    """Whoever talks in these, or where the talk goes on, waits until the commit. A conversation is locked
    before what was told in it, as the road of messages and erasing lock them, and in the order of that
    road: else two could wait for each other."""
    asked = list(ids)
    goes_on = select(func.coalesce(_C.moved_to, _C.id)).where(_C.id.in_(asked))
    these = or_(_C.id.in_(asked), _C.id.in_(goes_on))
    there = select(_C.id).where(these).order_by(_C.channel, _C.address)
    session.execute(there.with_for_update(key_share=True))
