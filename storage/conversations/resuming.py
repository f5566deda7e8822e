"""Talks that rest until a time, and talks that were left alone: whose turn it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from storage import bulk, consents
from storage.conversations.road import Address
from storage.tables import conversations

_RESTS = (
    update(conversations)
    .where(conversations.c.id == bindparam("key"))
    .values(resume_at=bindparam("new_resume_at"))
)

_REMINDED = (
    update(conversations)
    .where(conversations.c.id == bindparam("key"))
    .values(reminded_at=bindparam("new_reminded_at"))
)


class Left(NamedTuple):
    """A conversation that was left alone, since `active_at`."""

    id: int
    address: Address
    customer_id: int
    active_at: datetime


def rest(session: Session, rests: Mapping[int, datetime | None]) -> None:
    """By conversation: ask again at this moment; None: do not."""
    if rests:
        rows = [{"key": key, "new_resume_at": at} for key, at in sorted(rests.items())]
        bulk.execute(session, _RESTS, rows)


def any_due(session: Session, now: datetime) -> bool:
    """Whether a talk may have rested long enough. To be asked first, for asking waits for no writer."""
    return session.scalar(select(_C.id).where(*_due(now)).limit(1)) is not None


def due(session: Session, now: datetime, limit: int = 100) -> dict[Address, int]:
    """The conversations that have rested long enough, locked; those that somebody is at come next time."""
    query = select(_C.channel, _C.address, _C.id).where(*_due(now)).order_by(_C.resume_at).limit(limit)
    found = session.execute(query.with_for_update(skip_locked=True, of=conversations))
    return {(channel, address): key for channel, address, key in found}


def left_alone(
    session: Session, since: datetime, until: datetime, after: tuple[datetime, int], limit: int = 200
) -> list[Left]:
    """Conversations that stood still since some moment between `since` and `until`, with something half done,
    and where nobody was reminded of it after `until`: those behind `after` (active_at, id), in this order.

    None that a person has or is waited for in, that rests, went elsewhere, is a preview or was left for good.
    """
    at, key = after
    behind = or_(_C.active_at > at, and_(_C.active_at == at, _C.id > key))
    query = _still(since, until).where(behind).order_by(_C.active_at, _C.id).limit(limit)
    return [
        Left(row.id, (row.channel, row.address), row.customer_id, row.active_at)
        for row in session.execute(query)
    ]


def lock(session: Session, ids: list[int], since: datetime, until: datetime) -> set[int]:
    """Those of these that still stand still, now locked."""
    query = _still(since, until).with_only_columns(_C.id).where(_C.id.in_(ids))
    return set(session.scalars(query.with_for_update(skip_locked=True, of=conversations)))


def remind(session: Session, ids: list[int], now: datetime) -> None:
    """These were reminded now, or looked at and found not to be reminded."""
    if ids:
        bulk.execute(session, _REMINDED, [{"key": key, "new_reminded_at": now} for key in sorted(ids)])


_C: Final = conversations.c
_THERE: Final = (_C.held_by.is_(None), _C.left_at.is_(None), _C.preview.is_(False))
_SOMETHING_OPEN: Final = or_(_C.talk.contains('"version_id"'), _C.talk.contains('"draft"'))
"""As the talk writes it (`bot.conversation.talk`), which leaves out what is nothing."""


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (_C.resume_at <= now, *_THERE)


def _still(since: datetime, until: datetime) -> Select[tuple[int, str, str, int, datetime]]:
    c = _C
    return select(c.id, c.channel, c.address, c.customer_id, c.active_at).where(
        c.active_at > since,
        c.active_at <= until,
        or_(c.reminded_at.is_(None), c.reminded_at <= until),
        c.waiting_since.is_(None),
        c.resume_at.is_(None),
        _SOMETHING_OPEN,
        ~consents.withdrawn(c.customer_id),
        *_THERE,
    )
