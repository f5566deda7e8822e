"""What an address was told of late, and is to be told."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from storage.hooks.sending import behind_another
from storage.tables import hook_sends

SHOWN: Final = 50
"""Of what one was told, the latest."""

_S: Final = hook_sends.c


class Sent(NamedTuple):
    """What an address was told, or is to be: `status` is what it answered last, `reason` why that was no
    success; `behind`: it waits for what happened to the same thing before."""

    id: int
    event_id: int | None
    kind: str
    state: str
    attempts: int
    status: int | None
    reason: str
    due_at: datetime
    sent_at: datetime | None
    created_at: datetime
    behind: bool


def sends(session: Session, hook_id: int) -> list[Sent]:
    """What it was told of late, the latest first."""
    behind = and_(_S.state == "waiting", behind_another()).label("behind")
    columns = (behind if name == "behind" else _S[name] for name in Sent._fields)
    query = select(*columns).where(_S.hook_id == hook_id).order_by(_S.id.desc()).limit(SHOWN)
    return [Sent._make(row) for row in session.execute(query)]


def later(session: Session, hook_id: int, now: datetime) -> bool:
    """Whether anything waits to be tried again later (`hurry`)."""
    query = select(_S.id).where(_S.hook_id == hook_id, _S.state == "waiting", _S.due_at > now)
    return session.scalar(query.limit(1)) is not None
