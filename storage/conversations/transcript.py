"""What was said in a conversation, by both sides."""

from datetime import datetime
from heapq import merge
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from storage.tables import conversations, files, messages, outbox, users


class Line(NamedTuple):
    """One thing said. `side` is customer, bot or staff; `state` the message's or the outbox row's.

    `payload` is an `Outbound` as JSON, or {"of", "keys"} of what a customer chose or was heard to. `file` is
    (id, name, kind, size). `user` is the name of the member of staff who spoke.
    """

    seq: int
    side: str
    text: str
    at: datetime
    state: str
    payload: dict[str, Any] | None = None
    file: tuple[int, str, str, int] | None = None
    user: str = ""


_STATE = case(
    (outbox.c.state != "fetched", outbox.c.state),
    (outbox.c.seq > conversations.c.seen, "waiting"),
    else_="sent",
).label("state")
"""How far it has got to the customer."""


def transcript(session: Session, conversation_id: int, after: int = 0, limit: int = 200) -> list[Line]:
    """The lines after number `after`, in order, at most `limit`."""
    both = merge(
        _heard(session, conversation_id, after, limit),
        _said(session, conversation_id, after, limit),
        key=attrgetter("seq"),
    )
    return list(both)[:limit]


def _heard(session: Session, conversation_id: int, after: int, limit: int) -> list[Line]:
    m, f = messages.c, files.c
    query = (
        select(m.seq, m.text, m.received_at, m.state, m.choice, m.file_id, f.name, f.kind, f.size)
        .join_from(messages, files, isouter=True)
        .where(m.conversation_id == conversation_id, m.seq > after, m.kind != "open")
        .order_by(m.seq)
        .limit(limit)
    )
    return [
        Line(
            row.seq,
            "customer",
            row.text,
            row.received_at,
            row.state,
            row.choice,
            (row.file_id, row.name, row.kind, row.size) if row.file_id else None,
        )
        for row in session.execute(query)
    ]


def _said(session: Session, conversation_id: int, after: int, limit: int) -> list[Line]:
    o = outbox.c
    query = (
        select(o.seq, o.speaker, o.payload, o.created_at, _STATE, users.c.name)
        .join_from(outbox, conversations)
        .join(users, o.user_id == users.c.id, isouter=True)
        .where(o.conversation_id == conversation_id, o.seq > after)
        .order_by(o.seq)
        .limit(limit)
    )
    return [
        Line(
            row.seq,
            row.speaker,
            row.payload["text"],
            row.created_at,
            row.state,
            row.payload,
            user=row.name or "",
        )
        for row in session.execute(query)
    ]
