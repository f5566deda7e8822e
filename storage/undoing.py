"""What somebody did to many rows at once can be undone for an hour, once, by them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from storage.tables import undoings

LASTS: Final = timedelta(hours=1)

_U: Final = undoings.c

Pairs = Sequence[tuple[int, int]]
"""(id, revision) of each row, as it stood when it was done."""


class Gone(KeyError):
    """It was undone already, is too long ago, or was somebody else's."""


class Undoing(NamedTuple):
    """What can be undone, and when it was done."""

    id: int
    pairs: Pairs
    at: datetime


def keep(session: Session, verb: str, pairs: Pairs, user_id: int, at: datetime) -> None:
    """Remember that this was done to these."""
    payload = {"rows": [list(pair) for pair in pairs]}
    session.execute(insert(undoings), [{"user_id": user_id, "verb": verb, "payload": payload, "at": at}])


def latest(session: Session, verb: str, user_id: int, now: datetime) -> Undoing | None:
    """The last that this user did so, while it can be undone."""
    query = select(undoings).where(_U.user_id == user_id, _U.verb == verb).order_by(_U.id.desc()).limit(1)
    row = session.execute(query).one_or_none()
    if row is None or row.done_at is not None or row.at < now - LASTS:
        return None
    return Undoing(row.id, _pairs(row.payload), row.at)


def take(session: Session, key: int, verb: str, user_id: int, now: datetime) -> Pairs:
    """It is being undone: from now on nobody else does. Raises Gone."""
    still = (_U.id == key, _U.user_id == user_id, _U.verb == verb, _U.done_at.is_(None), _U.at >= now - LASTS)
    taken = update(undoings).where(*still).values(done_at=now).returning(_U.payload)
    payload = session.scalar(taken)
    if payload is None:
        raise Gone(key)
    return _pairs(payload)


def _pairs(payload: dict[str, list[list[int]]]) -> Pairs:
    return [(key, revision) for key, revision in payload["rows"]]
