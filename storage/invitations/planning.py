"""Who is to be invited to a round, and how it stands with them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, select
from sqlalchemy.orm import Session

from storage import bulk, dialects, unasked
from storage.outbox import IN_DOUBT
from storage.tables import conversations, customers, invitations

LINK = "link"
"""The channel of those whom the organisation itself sends a personal link."""

SENT_TO = ("telegram", "email", "webchat")
"""The channels on which we say it ourselves, the likeliest to be read first."""

CHUNK = 1000


class Whom(NamedTuple):
    """A customer, and where they are invited."""

    customer_id: int
    conversation_id: int
    channel: str
    address: str


class Choice(NamedTuple):
    """Which of the customers that we know; empty or None leaves all in."""

    segments: tuple[str, ...] = ()
    kind: str = ""
    high_value: bool | None = None


def plan(session: Session, round_id: int, whom: Iterable[Whom], due_at: datetime) -> int:
    """Invite these to the round; who is invited to it already is not once more. How many are new."""
    rows = [
        {
            "round_id": round_id,
            "customer_id": one.customer_id,
            "conversation_id": None if one.channel == LINK else one.conversation_id,
            "channel": one.channel,
            "address": one.address,
            "due_at": due_at,
        }
        for one in whom
    ]
    return bulk.execute(session, dialects.insert_new(session, invitations), rows) if rows else 0


def choose(session: Session, round_id: int, choice: Choice, now: datetime) -> int:
    """Invite the customers so chosen, each at one place; how many are new."""
    found = session.execute(_chosen(choice)).all()
    first: dict[int, Whom] = {}
    for row in found:
        first.setdefault(row.customer_id, Whom(*row[:4]))
    whom, count = list(first.values()), 0
    for start in range(0, len(whom), CHUNK):
        count += plan(session, round_id, whom[start : start + CHUNK], now)
    return count


def _chosen(choice: Choice) -> Select[Any]:
    c = conversations.c
    rank = case({name: place for place, name in enumerate(SENT_TO)}, value=c.channel, else_=len(SENT_TO))
    query = (
        select(c.customer_id, c.id, c.channel, c.address)
        .join_from(conversations, customers)
        .where(*_reached(), *_wanted(choice))
    )
    return query.order_by(c.customer_id, rank, c.id.desc())


def _reached() -> list[ColumnElement[bool]]:
    """Who has left or wants nothing more is not asked, nor who is made up or tries something out."""
    c, k = conversations.c, customers.c
    there = [c.channel.in_((*SENT_TO, LINK)), c.left_at.is_(None), c.moved_to.is_(None), ~c.preview]
    known = [k.erased_at.is_(None), k.merged_into.is_(None), ~k.demo]
    return [*there, *known, ~unasked.unwanted(c.customer_id)]


def _wanted(choice: Choice) -> list[ColumnElement[bool]]:
    k = customers.c
    wanted: list[ColumnElement[bool]] = []
    if choice.segments:
        wanted.append(k.segment.in_(choice.segments))
    if choice.kind:
        wanted.append(k.kind == choice.kind)
    if choice.high_value is not None:
        wanted.append(k.high_value == choice.high_value)
    return wanted


def segments(session: Session) -> list[tuple[str, int]]:
    """All segments that there are, and how many customers could be invited in each, be it none; without one:
    under ""."""
    k = customers.c
    reached = case((and_(*_reached()), k.id))
    query = (
        select(k.segment, func.count(reached.distinct()))
        .join_from(customers, conversations, isouter=True)
        .where(k.erased_at.is_(None))
    )
    return [(row[0], row[1]) for row in session.execute(query.group_by(k.segment).order_by(k.segment))]


def remove(session: Session, round_id: int) -> int:
    """Nobody is invited to it, so far as nothing was sent; how many were."""
    unsent = (invitations.c.round_id == round_id, invitations.c.state == "planned")
    gone = session.execute(delete(invitations).where(*unsent).returning(invitations.c.id))
    return len(gone.all())


def tally(session: Session, round_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Of each round, how many of its invitations are in which state."""
    i = invitations.c
    query = select(i.round_id, i.state, func.count()).where(i.round_id.in_(round_ids))
    found: dict[int, dict[str, int]] = {key: {} for key in round_ids}
    for row in session.execute(query.group_by(i.round_id, i.state)):
        found[row.round_id][row.state] = row[2]
    return found


def count_links(session: Session, round_id: int) -> dict[str, int]:
    """Of the personal links of a round, how many are in which state."""
    i = invitations.c
    query = select(i.state, func.count()).where(i.round_id == round_id, i.channel == LINK)
    return {row[0]: row[1] for row in session.execute(query.group_by(i.state))}


def count_doubted(session: Session, round_id: int) -> int:
    """How many were issued of which nobody knows whether they arrived."""
    i = invitations.c
    doubted = (i.round_id == round_id, i.state == "issued", i.reason == IN_DOUBT)
    return session.scalars(select(func.count()).where(*doubted)).one()
