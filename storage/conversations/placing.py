"""Where the QR code hung that a customer came by."""

from collections.abc import Mapping

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from storage import bulk
from storage.tables import conversations

_PLACED = update(conversations).where(conversations.c.id == bindparam("key")).values(place=bindparam("told"))


def put(session: Session, places: Mapping[int, str]) -> None:
    """By conversation: keep its place, in the stead of one kept before."""
    if places:
        bulk.execute(session, _PLACED, [{"key": key, "told": told} for key, told in places.items()])
