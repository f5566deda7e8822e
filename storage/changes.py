"""Old values of what was corrected."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import changes


class Change(NamedTuple):
    """`field` of the entity was `old` and became `new`."""

    field: str
    old: Any
    new: Any
    actor: str
    user_id: int | None
    at: datetime


def of(session: Session, entity: str, entity_id: int) -> list[Change]:
    """What was changed on one thing, oldest first."""
    query = select(*(changes.c[name] for name in Change._fields)).where(
        changes.c.entity == entity, changes.c.entity_id == entity_id
    )
    return [Change(*row) for row in session.execute(query.order_by(changes.c.id))]
