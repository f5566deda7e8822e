"""Who sends next, and what: rows of the outbox under a lease, in order within their conversation.

A row is due by `due_at`, along an index of its own, so that what is put off costs a claim nothing. What
stands behind a row that is put off is deferred with it the first time that a claim meets it.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select, text, update
from sqlalchemy.orm import Session

from storage import bulk
from storage.outbox.saying import OPEN
from storage.tables import conversations, outbox

REACH = 20
"""How far a claim reaches into one conversation, in its numbers."""


class Said(NamedTuple):
    """A claimed row; `attempts` counts this one, which began at `tried_at`. `left`: the customer has left, it
    is not to be sent; `awake`: they have written since it was said. `doubted`: whoever had claimed it before
    never said what came of it, so it may have been sent."""

    id: int
    conversation_id: int
    channel: str
    address: str
    left: bool
    awake: bool
    seq: int
    payload: dict[str, Any]
    speaker: str
    attempts: int
    created_at: datetime
    tried_at: datetime
    doubted: bool = False


NOW: Any = bindparam("now")
OWN = (
    OPEN,
    outbox.c.channel == bindparam("here"),
    outbox.c.conversation_id.not_in(bindparam("busy", expanding=True)),
)
_FREE = and_(outbox.c.due_at <= NOW, or_(outbox.c.state == "waiting", outbox.c.lease_until <= NOW))

_BEFORE = outbox.alias("before")
_WAITS_FOR = and_(
    text("before.state in ('waiting', 'sending')"),
    _BEFORE.c.channel == outbox.c.channel,
    _BEFORE.c.conversation_id == outbox.c.conversation_id,
    _BEFORE.c.seq < outbox.c.seq,
)

_DUE = select(outbox.c.id).where(*OWN, _FREE).order_by(outbox.c.due_at).limit(1)


def due(session: Session, channel: str, now: datetime, busy: Collection[int] = ()) -> bool:
    """Whether a claim may find something. To be asked first, for asking waits for no writer."""
    return session.scalar(_DUE, {"here": channel, "now": now, "busy": list(busy)}) is not None


def claim(
    session: Session,
    channel: str,
    now: datetime,
    lease: timedelta,
    limit: int = 100,
    busy: Collection[int] = (),
    holder: str = "",
) -> list[Said]:
    """Take what may be sent now in at most `limit` conversations, none of those that are `busy`: of each the
    first row that is not sent yet and what follows it, in order.

    They are sent one after another: a row only when the one before it is sent or has failed. What is not
    marked within `lease` may be claimed again: sent at least once.
    """
    asked = {"here": channel, "now": now, "busy": list(busy), "most": limit}
    heads = session.scalars(_HEADS, asked).all()
    if len(heads) < limit:
        session.execute(_DEFERRED, {"here": channel, "now": now})
    if not heads:
        return []
    runs = _unbroken(session.execute(_RUNS, {"heads": heads, "now": now}))
    claimed = [said._replace(attempts=said.attempts + 1, tried_at=now) for said in runs]
    taken = {"at": now, "until": now + lease, "by": holder}
    bulk.execute(session, _TAKEN, [{"key": said.id, **taken} for said in claimed])
    return claimed


def inherit(session: Session, channel: str, holder: str) -> None:
    """What this holder had claimed in an earlier life is free again: nobody is at it any more. That it was
    claimed stays known."""
    session.execute(_LEFT, {"here": channel, "by": holder})


_LEFT = (
    update(outbox)
    .where(OPEN, outbox.c.channel == bindparam("here"), outbox.c.state == "sending")
    .where(outbox.c.holder == bindparam("by"))
    .values(lease_until=outbox.c.tried_at)
)


_HEADS = (
    select(outbox.c.id)
    .where(*OWN, _FREE, ~exists().where(_WAITS_FOR))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=outbox)
)
"""The first open row of each conversation. Who has locked it may claim what follows: nobody else can."""

SAID = {
    **{name: outbox.c[name] for name in Said._fields if name not in ("address", "left", "awake", "doubted")},
    "address": conversations.c.address,
    "left": conversations.c.left_at.is_not(None),
    "awake": conversations.c.active_at > outbox.c.created_at,
    "doubted": outbox.c.state == "sending",
}
_HEAD = outbox.alias("head")
_RUNS = (
    select(*(SAID[name].label(name) for name in Said._fields), _FREE.label("free"))
    .join_from(_HEAD, outbox, _HEAD.c.conversation_id == outbox.c.conversation_id)
    .join(conversations, conversations.c.id == outbox.c.conversation_id)
    .where(
        OPEN,
        _HEAD.c.id.in_(bindparam("heads", expanding=True)),
        outbox.c.channel == _HEAD.c.channel,
        outbox.c.seq >= _HEAD.c.seq,
        outbox.c.seq < _HEAD.c.seq + REACH,
    )
    .order_by(_HEAD.c.due_at, _HEAD.c.id, outbox.c.seq)
)

_TAKEN = (
    update(outbox)
    .where(OPEN, outbox.c.id == bindparam("key"))
    .values(
        state="sending",
        tried_at=bindparam("at"),
        lease_until=bindparam("until"),
        attempts=outbox.c.attempts + 1,
        holder=bindparam("by"),
    )
)


def _unbroken(rows: Iterable[Any]) -> Iterator[Said]:
    """Of each conversation the rows up to the first that may not be sent now."""
    for _, run in groupby(rows, attrgetter("conversation_id")):
        for row in run:
            if not row.free:
                break
            yield Said(*row[:-1])


_PUT_OFF_BEFORE = and_(_WAITS_FOR, _BEFORE.c.state == "waiting", _BEFORE.c.due_at > NOW)
_BEHIND = (
    select(outbox.c.id)
    .where(OPEN, outbox.c.channel == bindparam("here"), outbox.c.due_at <= NOW)
    .where(outbox.c.state == "waiting", exists().where(_PUT_OFF_BEFORE))
    .with_for_update(skip_locked=True, of=outbox)
)
_DEFERRED = (
    update(outbox)
    .where(outbox.c.id.in_(_BEHIND))
    .values(
        due_at=select(func.max(_BEFORE.c.due_at)).where(_PUT_OFF_BEFORE).scalar_subquery(),
        tried_at=select(func.max(_BEFORE.c.tried_at)).where(_PUT_OFF_BEFORE).scalar_subquery(),
    )
)
"""What waits for a row that is put off is due when that is, as that one's clock told it: no claim meets it
until then."""
