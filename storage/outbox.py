"""Verbs on what is said to customers: put, then sent, in order within a conversation and at least once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import Boolean, Select, and_, exists, insert, literal_column, or_, select, update
from sqlalchemy.orm import Session

from storage import bulk
from storage.tables import conversations, outbox

# Literals, not parameters: else SQLite does not use the partial index.
OPEN = literal_column("outbox.state in ('waiting', 'sending')", Boolean)


class Saying(TypedDict):
    """Something to say; every key is given. `payload` is an `Outbound` as JSON, `speaker` bot or staff."""

    channel: str
    conversation_id: int
    seq: int
    payload: dict[str, Any]
    speaker: str
    user_id: int | None
    due_at: datetime
    created_at: datetime


class Said(NamedTuple):
    """A row of the outbox, for who shows it or sends it."""

    id: int
    conversation_id: int
    address: str
    seq: int
    payload: dict[str, Any]
    speaker: str
    attempts: int
    created_at: datetime


FETCHING = frozenset({"webchat"})
"""The channels whose customers' devices ask for what was said. Nobody sends to them."""

_FETCHED = insert(outbox).values(state="fetched")
_WAITING = insert(outbox).values(state="waiting")


def put(session: Session, rows: Sequence[Saying]) -> None:
    """Say these, in the order of their `seq`."""
    for put_there, fetched in ((_FETCHED, True), (_WAITING, False)):
        if there := [row for row in rows if (row["channel"] in FETCHING) is fetched]:
            bulk.execute(session, put_there, there)


def _said() -> Select[Any]:
    columns = (conversations.c.address if name == "address" else outbox.c[name] for name in Said._fields)
    return select(*columns).join_from(outbox, conversations)


def unsent() -> Select[tuple[int, int]]:
    """(conversation_id, seq) of what has not arrived and has not failed for good."""
    o, c = outbox.c, conversations.c
    on_its_way = OPEN | ((o.state == "fetched") & (o.seq > c.seen))
    return select(o.conversation_id, o.seq).join_from(outbox, conversations).where(on_its_way)


def claim(session: Session, channel: str, now: datetime, lease: timedelta, limit: int = 100) -> list[Said]:
    """Take what may be sent now, at most one row of each conversation: the first that is not sent yet.

    What was claimed and neither sent nor put off within `lease` may be claimed again: sent at least once.
    """
    earlier = outbox.alias("earlier")
    blocked = exists().where(
        literal_column("earlier.state in ('waiting', 'sending')", Boolean),
        earlier.c.channel == channel,
        earlier.c.conversation_id == outbox.c.conversation_id,
        earlier.c.seq < outbox.c.seq,
    )
    free = or_(outbox.c.state == "waiting", outbox.c.lease_until <= now)
    first = (
        select(outbox.c.id)
        .where(OPEN, outbox.c.channel == channel, and_(free, outbox.c.due_at <= now), ~blocked)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = session.scalars(first).all()
    if not ids:
        return []
    taken = update(outbox).where(outbox.c.id.in_(ids))
    session.execute(taken.values(state="sending", lease_until=now + lease, attempts=outbox.c.attempts + 1))
    query = _said().where(outbox.c.id.in_(ids)).order_by(outbox.c.due_at, outbox.c.id)
    return [Said(*row) for row in session.execute(query)]


def sent(session: Session, saying_id: int, external_id: str | None, at: datetime) -> None:
    """The channel has taken it, under this id of its own."""
    _set(session, saying_id, state="sent", external_id=external_id, sent_at=at, lease_until=None)


def later(session: Session, saying_id: int, due_at: datetime, reason: str) -> None:
    """It could not be sent for now: try again at `due_at`; what follows in the conversation waits too."""
    _set(session, saying_id, state="waiting", due_at=due_at, reason=reason, lease_until=None)


def failed(session: Session, saying_id: int, reason: str, at: datetime) -> None:
    """It can never be sent; staff see the reason, and what follows goes on."""
    _set(session, saying_id, state="failed", reason=reason, sent_at=at, lease_until=None)


def _set(session: Session, saying_id: int, **values: Any) -> None:
    session.execute(update(outbox).where(outbox.c.id == saying_id).values(values))
