"""The customers of a table, taken: made or brought up to date, and invited to the round. One transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from storage import bulk, dialects, events, numbers, rounds
from storage.customers import NEVER
from storage.domain.importing import Customer
from storage.domain.invitation import ROUND
from storage.importing.handing_in import content, refuse
from storage.importing.reading import Reading, known
from storage.importing.rows import rows
from storage.invitations.planning import Whom, plan
from storage.tables import conversations, customers, imports


def take(session: Session, import_id: int, now: datetime, user_id: int | None = None) -> int:
    """Take all of it; how many customers that were. None where `take_up` has not granted it, or somebody else
    has taken it meanwhile; and none into a round that has been started, which refuses the table."""
    granted = (imports.c.id == import_id) & (imports.c.state == "taking")
    round_id = session.scalar(select(imports.c.round_id).where(granted).with_for_update())
    if round_id is None:
        return 0
    if rounds.hold(session, round_id) != ROUND.initial:
        refuse(session, import_id, "started", now)
        return 0
    reading, count = Reading(), 0
    for chunk in reading.chunks(rows(content(session, import_id))):
        whom = _kept(session, chunk, now)
        plan(session, round_id, whom, now)
        told = [
            events.event(now, "customer", each.customer_id, "import", "staff", user_id=user_id)
            for each in whom
        ]
        events.append(session, told)
        count += len(chunk)
    if reading.faulty:
        raise ValueError("the table has faults now that it did not have when it was read")
    values = {"state": "taken", "done": count, "found": None, "content": b"", "touched_at": now}
    session.execute(update(imports).where(imports.c.id == import_id).values(**values))
    events.append(session, [events.event(now, "round", round_id, "import", "staff", user_id=user_id)])
    return count


def _kept(session: Session, chunk: Sequence[Customer], now: datetime) -> list[Whom]:
    """These customers, each with where they are invited."""
    there = known(session, chunk)
    new = [each for each in chunk if each.place not in there]
    if new:
        _make(session, new, now)
        there |= known(session, new)
    made = {each.place for each in new}
    if old := [each for each in chunk if each.place not in made]:
        bulk.execute(session, _KNOWN, [_changes(each, there[each.place][1]) for each in old])
    at = [(*there[each.place], each) for each in chunk]
    return [Whom(customer, conversation, *each.place) for conversation, customer, each in at]


def _make(session: Session, new: Sequence[Customer], now: datetime) -> None:
    ids = numbers.take(session, "customers", len(new))
    rows = [_row(each, key, now) for key, each in zip(ids, new, strict=True)]
    bulk.execute(session, insert(customers), rows)
    places = [
        {
            "channel": each.channel,
            "address": each.address,
            "customer_id": key,
            "created_at": now,
            "active_at": NEVER,
        }
        for key, each in zip(ids, new, strict=True)
    ]
    bulk.execute(session, dialects.insert_new(session, conversations), places)


def _row(told: Customer, key: int, now: datetime) -> dict[str, Any]:
    return {
        "id": key,
        "name": told.name,
        "segment": told.segment or "",
        "kind": told.kind or "external",
        "high_value": bool(told.high_value),
        "own": told.own or None,
        "created_at": now,
    }


def _changes(told: Customer, key: int) -> dict[str, Any]:
    return {
        "key": key,
        "new_name": told.name,
        "new_segment": told.segment,
        "new_kind": told.kind,
        "new_high_value": told.high_value,
        "new_own": told.own or None,
    }


_TOLD = ("name", "segment", "kind", "high_value", "own")
_KNOWN = (
    update(customers)
    .where(customers.c.id == bindparam("key"))
    .values(
        {
            name: func.coalesce(bindparam(f"new_{name}", type_=customers.c[name].type), customers.c[name])
            for name in _TOLD
        }
    )
)
"""What the table does not say stays as it was."""
