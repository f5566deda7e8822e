"""How far conversations have come, and where they are held."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import conversations, outbox


def latest(session: Session, ids: Collection[int]) -> dict[int, int]:
    """The last number given in each of these conversations."""
    query = select(conversations.c.id, conversations.c.seq).where(conversations.c.id.in_(ids))
    return {row.id: row.seq for row in session.execute(query)}


def address(session: Session, conversation_id: int) -> str:
    """Where this conversation's customer is on its channel."""
    found: str = session.scalars(
        select(conversations.c.address).where(conversations.c.id == conversation_id)
    ).one()
    return found


_BACK = 20
"""Sayings among which the question asked last is looked for."""


def asked(session: Session, conversation_id: int) -> str:
    """The mark of the question that this customer was asked last; empty where there is none."""
    there = select(outbox.c.payload).where(outbox.c.conversation_id == conversation_id)
    said = session.scalars(there.order_by(outbox.c.seq.desc()).limit(_BACK))
    return next(filter(None, map(mark, said)), "")


def mark(payload: Mapping[str, Any]) -> str:
    """That of the question in a saying: `of`; in a mail that shows no choices, `about`. Empty where there is
    none."""
    return str(payload.get("of") or payload.get("about", ""))
