"""What was put off is due again: for quiet hours, once the customer has written; by a clock that has gone
back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.orm import Session

from storage.leases import SKEW
from storage.outbox.claiming import NOW, OWN
from storage.outbox.saying import OPEN, QUIET
from storage.tables import conversations, outbox


def waken(session: Session, channel: str, now: datetime) -> None:
    """Make due what was put off for quiet hours to customers who have written since, with all that follows:
    else the answer to them would wait behind it."""
    session.execute(_WAKENED, {"here": channel, "now": now})


_QUIET = outbox.alias("quiet")
_AWAKE = (
    select(_QUIET.c.conversation_id)
    .join_from(_QUIET, conversations, conversations.c.id == _QUIET.c.conversation_id)
    .where(text("quiet.state in ('waiting', 'sending')"), _QUIET.c.channel == bindparam("here"))
    .where(_QUIET.c.due_at > NOW, _QUIET.c.reason == QUIET)
    .where(conversations.c.active_at > _QUIET.c.created_at)
)
_WAKENED = (
    update(outbox)
    .where(OPEN, outbox.c.channel == bindparam("here"), outbox.c.due_at > NOW)
    .where(outbox.c.state == "waiting", outbox.c.conversation_id.in_(_AWAKE))
    .values(due_at=NOW)
)


def rescue(session: Session, channel: str, now: datetime, busy: Collection[int] = ()) -> None:
    """Make due what was put off or claimed by a clock that has gone back since. Reads all that is open."""
    asked = {"here": channel, "now": now, "latest": now + SKEW, "busy": list(busy)}
    session.execute(_STRANDED, asked)


_STRANDED = (
    update(outbox)
    .where(*OWN, func.coalesce(outbox.c.tried_at, outbox.c.created_at) > bindparam("latest"))
    .values(due_at=NOW, tried_at=NOW, lease_until=NOW)
)
