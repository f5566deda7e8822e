"""History: append-only. An event holds ids, triggers and states, never a customer's words."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage import bulk
from storage.tables import events


class Event(TypedDict):
    """`actor` is customer, staff, bot or clock; `user_id` says which member of staff."""

    at: datetime
    entity: str
    entity_id: int
    trigger: str
    actor: str
    source: str
    target: str
    user_id: int | None


def event(
    at: datetime,
    entity: str,
    entity_id: int,
    trigger: str,
    actor: str,
    source: str = "",
    target: str = "",
    user_id: int | None = None,
) -> Event:
    """What this actor did to this thing; with `source` and `target` where it changed its state."""
    return {
        "at": at,
        "entity": entity,
        "entity_id": entity_id,
        "trigger": trigger,
        "actor": actor,
        "source": source,
        "target": target,
        "user_id": user_id,
    }


_APPENDED = insert(events)


def append(session: Session, rows: Sequence[Event]) -> None:
    """Add to the history, in this order."""
    if rows:
        bulk.execute(session, _APPENDED, rows)


def of(session: Session, entity: str, entity_id: int) -> list[Event]:
    """The history of one thing, oldest first."""
    query = (
        select(events).where(events.c.entity == entity, events.c.entity_id == entity_id).order_by(events.c.id)
    )
    return [Event(**row) for row in session.execute(query).mappings()]  # type: ignore[typeddict-item]
