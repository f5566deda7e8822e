"""Each yes or no of a customer to a version of the privacy notice."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, TypedDict

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session

from storage import unasked
from storage.tables import consents, conversations, requests


class Consent(TypedDict):
    """`version` is the notice's, `given` yes or no."""

    conversation_id: int
    version: str
    given: bool
    at: datetime


class Decision(NamedTuple):
    """What the customer said to this version, and when."""

    version: str
    given: bool
    at: datetime


def keep(session: Session, rows: Sequence[Consent]) -> None:
    """Keep these decisions; none replaces another. Whoever says no is not asked later either."""
    if rows:
        session.execute(insert(consents), rows)
        if refused := {row["conversation_id"] for row in rows if not row["given"]}:
            c = conversations.c
            unasked.stop(session, select(c.customer_id).where(c.id.in_(refused)), "declined")


def of(session: Session, conversation_id: int) -> list[Decision]:
    """What was decided in this conversation, the latest first; of who was erased there, nothing."""
    c, r = consents.c, requests.c
    erased = (r.conversation_id == conversation_id, r.kind == "erase", r.state == "done")
    last = select(func.max(r.done_at)).where(*erased).scalar_subquery()
    query = select(c.version, c.given, c.at).where(c.conversation_id == conversation_id)
    query = query.where(or_(last.is_(None), c.at > last))
    return [Decision(*row) for row in session.execute(query.order_by(c.id.desc()))]
