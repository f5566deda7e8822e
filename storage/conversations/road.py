"""The message road: loads and saves many conversations at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, insert, select, update
from sqlalchemy.orm import Session

from storage import bulk, dialects, numbers, previews
from storage.tables import complaints, conversations, customers

Address = tuple[str, str]
"""(channel, address there)"""


@dataclass(slots=True)
class Conversation:
    """A conversation as the message road changes it; `segment` is the customer's, and whether they ever
    `complained`, on whatever channel. `language` is changed by `storage.conversations.speaking`,
    `place` by `storage.conversations.placing`."""

    id: int
    channel: str
    address: str
    customer_id: int
    response_id: int | None
    talk: str
    seq: int
    seen: int
    held_by: int | None
    waiting_since: datetime | None
    waiting_for: str
    preview: bool
    active_at: datetime
    newest: int
    left_at: datetime | None
    language: str
    place: str
    heard: bool
    segment: str
    complained: bool


_CHANGED = (
    "talk",
    "seq",
    "seen",
    "response_id",
    "waiting_since",
    "waiting_for",
    "active_at",
    "newest",
    "left_at",
    "heard",
)

_SAVED = (
    update(conversations)
    .where(conversations.c.id == bindparam("key"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)


_CUSTOMER = insert(customers)

_SEEN = (
    update(conversations)
    .where(conversations.c.id == bindparam("key"), conversations.c.seen < bindparam("new_seen"))
    .values(seen=bindparam("new_seen"))
)


def load(session: Session, addresses: Iterable[Address], now: datetime) -> dict[Address, Conversation]:
    """The conversations at these addresses, locked in the order of their keys as the database has them;
    missing ones are begun."""
    wanted = sorted(set(addresses))
    found = _locked(session, wanted)
    missing = [address for address in wanted if address not in found]
    if missing:
        _begin(session, missing, now)
        found |= _locked(session, missing)
    return {address: found[address] for address in wanted}


@cache
def _loaded(dialect: str) -> Select[Any]:
    columns = (name for name in Conversation.__slots__ if name not in ("segment", "complained"))
    return (
        select(
            *(conversations.c[name] for name in columns),
            customers.c.segment,
            exists().where(complaints.c.customer_id == conversations.c.customer_id),
        )
        .join_from(conversations, customers)
        .where(
            conversations.c.channel == bindparam("channel"),
            dialects.among(dialect, conversations.c.address, "addresses"),
        )
        .order_by(conversations.c.address)
        .with_for_update(of=conversations, key_share=True)
    )


def _locked(session: Session, addresses: Sequence[Address]) -> dict[Address, Conversation]:
    found: dict[Address, Conversation] = {}
    for channel in sorted({channel for channel, _ in addresses}):
        here = [address for of, address in addresses if of == channel]
        query = _loaded(session.get_bind().dialect.name)
        rows: Iterable[Sequence[Any]] = session.execute(query, {"channel": channel, "addresses": here}).all()
        found |= {(channel, row[2]): Conversation(*row) for row in rows}
    return found


def _begin(session: Session, addresses: Sequence[Address], now: datetime) -> None:
    """Begin a conversation, with a customer, at each address, unless another process has just begun it."""
    made = numbers.take(session, "customers", len(addresses))
    bulk.execute(session, _CUSTOMER, [{"id": key, "created_at": now} for key in made])
    rows = [
        {
            "channel": channel,
            "address": address,
            "customer_id": customer,
            "preview": address.startswith(previews.ADDRESS),
            "created_at": now,
            "active_at": now,
        }
        for (channel, address), customer in zip(addresses, made, strict=True)
    ]
    if bulk.execute(session, dialects.insert_new(session, conversations), rows) != len(rows):
        drop_unused(session, made)


def drop_unused(session: Session, made: Iterable[int]) -> None:
    """Those of these customers, just made, who have no conversation: another process has begun it meanwhile,
    with a customer of its own."""
    used = exists().where(conversations.c.customer_id == customers.c.id)
    session.execute(delete(customers).where(customers.c.id.in_(made), ~used))


def save(session: Session, rows: Iterable[Conversation]) -> None:
    """Write back what the message road changes. `held_by` is staff's, and stays."""
    values = [
        {
            "key": row.id,
            "new_talk": row.talk,
            "new_seq": row.seq,
            "new_seen": row.seen,
            "new_response_id": row.response_id,
            "new_waiting_since": row.waiting_since,
            "new_waiting_for": row.waiting_for,
            "new_active_at": row.active_at,
            "new_newest": row.newest,
            "new_left_at": row.left_at,
            "new_heard": row.heard,
        }
        for row in rows
    ]
    if values:
        bulk.execute(session, _SAVED, values)


def see(session: Session, seen: Mapping[int, int]) -> dict[int, int]:
    """By conversation: the customer's device has everything up to that number. What is left over, because
    somebody else is at those conversations, is to be told again: waiting for them could be waiting for us."""
    free = seen.keys() if session.get_bind().dialect.name == "sqlite" else _free(session, seen)
    if free:
        bulk.execute(session, _SEEN, [{"key": key, "new_seen": seen[key]} for key in free])
    return {key: seq for key, seq in seen.items() if key not in free}


def _free(session: Session, ids: Iterable[int]) -> Collection[int]:
    """Those of these conversations that nobody else has locked; now we have."""
    unlocked = select(conversations.c.id).where(conversations.c.id.in_(ids))
    return set(session.scalars(unlocked.with_for_update(skip_locked=True, key_share=True)))


def find(session: Session, address: Address) -> int | None:
    """The id of the conversation at this address, if there is one."""
    channel, at = address
    query = select(conversations.c.id).where(
        conversations.c.channel == channel, conversations.c.address == at
    )
    return session.scalar(query)
