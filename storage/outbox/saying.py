"""Say something to customers, and look at what was said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Select, and_, insert, or_, select, text
from sqlalchemy.orm import Session

from storage import bulk
from storage.tables import conversations, outbox

OPEN = text("outbox.state in ('waiting', 'sending')")
"""As text, without parameters and without `= 1` behind it: else SQLite does not use the partial indexes."""


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


ONCE = "once"
"""Stands in the payload of what rather reaches nobody than anybody twice: an invitation."""

IN_DOUBT = "in_doubt"
"""Why such a thing failed: it was under way when its sender died. It may have arrived."""

UNASKED = "unasked"
"""Stands in the payload of what customers have not asked for and are not disturbed with in quiet hours."""

TO_STAFF = "to_staff"
"""Stands in the payload of what a member of staff is told where they chose: nobody reads it on the pages, on
which it would be open to the very person that it is about."""

TABLES = "tables"
"""Among the details of a payload: what stands in a mail below what is told (`storage.alerts.tell`)."""

HEAD = "head"
"""Among them too: the figure with which a mail begins, as a page."""

LINKS = "links"
"""And the words that stand there in place of an address."""

QUIET = "quiet"
"""Why such a thing is put off."""

FETCHING = frozenset({"webchat"})
"""The channels whose customers' devices ask for what was said. Nobody sends to them."""

_FETCHED = insert(outbox).values(state="fetched")
_WAITING = insert(outbox).values(state="waiting")


def put(session: Session, rows: Sequence[Saying]) -> None:
    """Say these, in the order of their `seq`."""
    channels = {row["channel"] for row in rows}
    for put_there, there in ((_FETCHED, channels & FETCHING), (_WAITING, channels - FETCHING)):
        if there:
            its = rows if there == channels else [row for row in rows if row["channel"] in there]
            bulk.execute(session, put_there, its)


def unsent() -> Select[tuple[int, int]]:
    """(conversation_id, seq) of what has not arrived and has not failed for good."""
    o, c = outbox.c, conversations.c
    on_its_way = or_(OPEN, and_(o.state == "fetched", o.seq > c.seen))
    return select(o.conversation_id, o.seq).join_from(outbox, conversations).where(on_its_way)


def shown(session: Session, address: tuple[str, str], limit: int = 50) -> list[dict[str, Any]]:
    """What was said last at this (channel, address) and has choices, newest first; `limit` are looked at."""
    return [row.payload for row in session.execute(_last(address, limit)) if row.payload.get("choices")]


def standing(
    session: Session, address: tuple[str, str], of: str, limit: int = 50
) -> tuple[str, dict[str, Any]] | None:
    """The channel's own id of what asked for `of` last at this (channel, address), and what it said."""
    for row in session.execute(_last(address, limit)):
        if row.external_id and row.payload.get("of") == of:
            return row.external_id, row.payload
    return None


def _last(address: tuple[str, str], limit: int) -> Select[Any]:
    channel, at = address
    return (
        select(outbox.c.payload, outbox.c.external_id)
        .join_from(outbox, conversations)
        .where(conversations.c.channel == channel, conversations.c.address == at)
        .order_by(outbox.c.seq.desc())
        .limit(limit)
    )
