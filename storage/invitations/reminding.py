"""Invitations that arrived and were never begun: whom to remind before the day by which answers count."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from storage import unasked
from storage.domain.policy import Rounds
from storage.tables import conversations, customers, invitations, rounds

NOT_REMINDED: Final = "not_reminded"
"""The reason of an invitation that arrived, and of which the customer could not be reminded."""


class Unbegun(NamedTuple):
    """An invitation not begun, and the place where the customer's talk goes on."""

    id: int
    round_id: int
    customer_id: int
    channel: str
    address: str


def unbegun(session: Session, usual: Rounds, now: datetime, after: int, limit: int) -> list[Unbegun]:
    """Those behind the id `after` that are to be reminded now."""
    query = _unbegun(usual, now).where(invitations.c.id > after).order_by(invitations.c.id).limit(limit)
    return [Unbegun(*row) for row in session.execute(query)]


def still_unbegun(session: Session, ids: Collection[int], usual: Rounds, now: datetime) -> list[Unbegun]:
    """Those of these that still are."""
    return [Unbegun(*row) for row in session.execute(_among(ids, usual, now))]


def lock_unbegun(session: Session, ids: Collection[int], usual: Rounds, now: datetime) -> list[Unbegun]:
    """The same, locked until the commit, once their conversations are: what was written there before counts.
    Those that somebody is at come next time."""
    query = _among(ids, usual, now).with_for_update(of=invitations, skip_locked=True)
    return [Unbegun(*row) for row in session.execute(query)]


def _among(ids: Collection[int], usual: Rounds, now: datetime) -> Select[Any]:
    return _unbegun(usual, now).where(invitations.c.id.in_(ids)).order_by(invitations.c.id)


def reminded(session: Session, ids: Collection[int], now: datetime) -> None:
    """These are reminded in this transaction, and never again."""
    if ids:
        session.execute(update(invitations).where(invitations.c.id.in_(ids)).values(reminded_at=now))


def not_reminded(session: Session, invitation_id: int) -> None:
    """It cannot be done, and is not tried again; the round's page says so."""
    mine = update(invitations).where(invitations.c.id == invitation_id)
    session.execute(mine.values(reason=NOT_REMINDED))


def count_reminded(session: Session, round_id: int) -> int:
    """How many of a round were reminded."""
    i = invitations.c
    query = select(func.count()).where(i.round_id == round_id, i.reminded_at.is_not(None))
    return session.scalars(query).one()


_THERE, _HERE = conversations.alias("there"), conversations.alias("here")


def _unbegun(usual: Rounds, now: datetime) -> Select[Any]:
    """Nobody who has left, whom a person talks with, who said no, who was forgotten or has asked to be, or of
    whose invitation nobody knows that it arrived."""
    i, r = invitations.c, rounds.c
    last_days = (r.return_by > now, r.return_by <= now + timedelta(days=usual.remind_before))
    long_ago = i.delivered_at <= now - timedelta(days=usual.remind_after)
    return (
        select(i.id, i.round_id, _HERE.c.customer_id, _HERE.c.channel, _HERE.c.address)
        .join_from(invitations, rounds)
        .join(_THERE, _THERE.c.id == i.conversation_id)
        .join(_HERE, _HERE.c.id == func.coalesce(_THERE.c.moved_to, _THERE.c.id))
        .join(customers, customers.c.id == _HERE.c.customer_id)
        .where(r.remind, r.state.in_(("sending", "open")), *last_days)
        .where(i.state == "delivered", i.reminded_at.is_(None), i.reason == "", long_ago)
        .where(_HERE.c.left_at.is_(None), _HERE.c.held_by.is_(None), ~_HERE.c.preview)
        .where(customers.c.erased_at.is_(None), ~unasked.unwanted(_HERE.c.customer_id))
    )
