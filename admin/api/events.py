"""What happened: ids, triggers and states, in the order of their ids; that of the last two minutes is not
told yet."""

from datetime import datetime
from typing import Final

from admin.api import records
from admin.api.models import Id, Listed, Page, Record, Word
from admin.api.operation import Call, Operation, Out


class Event(Record):
    """What `actor` did to a thing (`entity`, `entity_id`): from which state to which, where it moved."""

    at: datetime
    entity: str
    entity_id: int
    trigger: str
    source: str
    target: str
    actor: str
    user_id: int | None


class Sought(Page):
    """Which events."""

    entity: Word | None = None
    entity_id: Id | None = None


async def list_(call: Call) -> Out:
    """What happened; whoever follows it begins each time behind the last id that they know."""
    return await records.listed(call, "events")


async def one(call: Call) -> Out:
    """One event."""
    return await records.single(call, "events")


OPERATIONS: Final = (
    Operation("GET", "/events", "events:read", list_, Listed[Event], query=Sought),
    Operation("GET", "/events/{id}", "events:read", one, Event),
)
