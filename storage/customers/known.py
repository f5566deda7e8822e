"""Those who are known beforehand: made, named, looked up by their ids."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import TypedDict

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from storage import numbers
from storage.tables import customers

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When somebody was active whom we know from a table alone: lists of talks leave them out."""


class Known(TypedDict):
    """What is known of a customer; `demo` marks one who is made up."""

    name: str
    segment: str
    demo: bool


def add(session: Session, rows: Sequence[tuple[Known, datetime]]) -> list[int]:
    """These customers, each with since when; their ids, in order."""
    ids = list(numbers.take(session, "customers", len(rows)))
    made = [{"id": key, "created_at": at, **known} for key, (known, at) in zip(ids, rows, strict=True)]
    if made:
        session.execute(insert(customers), made)
    return ids


def know(session: Session, customer_id: int, known: Known) -> None:
    """Keep what is known of this customer."""
    session.execute(update(customers).where(customers.c.id == customer_id).values(**known))


def names(session: Session, ids: Collection[int | None]) -> dict[int, str]:
    """What these are called; who is not known is absent."""
    c = customers.c
    found = session.execute(select(c.id, c.name).where(c.id.in_([key for key in ids if key is not None])))
    return {row.id: row.name for row in found}


def erased(session: Session, customer_id: int) -> bool:
    """Whether they asked to be forgotten, and were."""
    c = customers.c
    return session.scalar(select(c.id).where(c.id == customer_id, c.erased_at.is_not(None))) is not None


def made_up(session: Session) -> bool:
    """Whether there are customers who are made up."""
    return session.scalar(select(customers.c.id).where(customers.c.demo).limit(1)) is not None
