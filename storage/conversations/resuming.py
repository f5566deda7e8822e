"""Talks that rest until a time, and talks that were left alone: whose turn it is."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session

from storage import bulk, events, unasked
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


def due(session: Session, now: datetime, limit: int = 100) -> list[int]:
    """The conversations that have rested long enough, those that rested longest first."""
    return list(session.scalars(select(_C.id).where(*_due(now)).order_by(_C.resume_at).limit(limit)))


def lock_due(session: Session, ids: Collection[int], now: datetime) -> dict[Address, int]:
    """Those of these that have still rested long enough, now locked; those that somebody is at come next
    time."""
    query = select(_C.channel, _C.address, _C.id).where(*_due(now), _C.id.in_(ids)).order_by(_C.resume_at)
    found = session.execute(query.with_for_update(skip_locked=True, of=conversations))
    return {(channel, address): key for channel, address, key in found}


def left_alone(
    session: Session, since: datetime, until: datetime, after: tuple[datetime, int], limit: int = 200
) -> list[Left]:
    """Conversations that stood still since some moment between `since` and `until`, with something half done,
    and where nobody was reminded of it after `until`: those behind `after` (active_at, id), in this order.

    None that a person has or is waited for in, that rests, went elsewhere, is a preview or was left for good,
    or whose customer is to be left in peace.
    """
    at, key = after
    behind = or_(_C.active_at > at, and_(_C.active_at == at, _C.id > key))
    query = _still(since, until).where(behind).order_by(_C.active_at, _C.id).limit(limit)
    return _left(session, query)


def lock(session: Session, ids: Collection[int], since: datetime, until: datetime) -> list[Left]:
    """Those of these that still stand still, in the same order, now locked."""
    query = _still(since, until).where(_C.id.in_(ids)).order_by(_C.active_at, _C.id)
    return _left(session, query.with_for_update(skip_locked=True, of=conversations))


def remind(session: Session, ids: list[int], now: datetime) -> None:
    """These were reminded now, or looked at and found not to be reminded."""
    if ids:
        bulk.execute(session, _REMINDED, [{"key": key, "new_reminded_at": now} for key in sorted(ids)])


def set_aside(now: datetime, session: Session, conversation_id: int, reason: str) -> None:
    """The clock can do nothing here: it comes no more, and a person is wanted. `reason` has no words."""
    waits = {"waiting_since": func.coalesce(_C.waiting_since, now), "waiting_for": _WAITS_FOR}
    broken = update(conversations).where(_C.id == conversation_id)
    session.execute(broken.values(resume_at=None, reminded_at=now, **waits))
    parked = events.event(now, "conversation", conversation_id, "park", "clock", target=reason)
    events.append(session, [parked])


_C: Final = conversations.c
_WAITS_FOR: Final = case((_C.waiting_for == "", "parked"), else_=_C.waiting_for)
_THERE: Final = (_C.held_by.is_(None), _C.left_at.is_(None), _C.preview.is_(False))
_SOMETHING_OPEN: Final = or_(_C.talk.contains('"version_id"'), _C.talk.contains('"draft"'))
"""As the talk writes it (`bot.conversation.talk`), which leaves out what is nothing."""


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (_C.resume_at <= now, *_THERE)


def _left(session: Session, query: Select[tuple[int, str, str, int, datetime]]) -> list[Left]:
    rows = session.execute(query)
    return [Left(row.id, (row.channel, row.address), row.customer_id, row.active_at) for row in rows]


def _still(since: datetime, until: datetime) -> Select[tuple[int, str, str, int, datetime]]:
    c = _C
    return select(c.id, c.channel, c.address, c.customer_id, c.active_at).where(
        c.heard,  # who never said a word has nothing half done
        c.active_at > since,
        c.active_at <= until,
        or_(c.reminded_at.is_(None), c.reminded_at <= until),
        c.waiting_since.is_(None),
        c.resume_at.is_(None),
        _SOMETHING_OPEN,
        ~unasked.unwanted(c.customer_id),
        *_THERE,
    )
