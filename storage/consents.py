"""Each yes or no of a customer to a version of the privacy notice."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple, TypedDict

from sqlalchemy import ColumnElement, Integer, func, insert, select, update
from sqlalchemy.orm import Session

from storage.domain.invitation import LIFE
from storage.tables import consents, conversations, invitations


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
        refused = {row["conversation_id"] for row in rows if not row["given"]}
        _stop_unasked(session, refused)


def of(session: Session, conversation_id: int) -> list[Decision]:
    """What was decided in this conversation, the latest first."""
    c = consents.c
    query = select(c.version, c.given, c.at).where(c.conversation_id == conversation_id)
    return [Decision(*row) for row in session.execute(query.order_by(c.id.desc()))]


def withdrawn(customer_id: ColumnElement[int]) -> ColumnElement[bool]:
    """For queries: whether this customer's last word, on whatever channel, was a no. Then nothing is said to
    them that they have not asked for."""
    c, theirs = consents.c, conversations.alias("consenting")
    last = (
        select(c.given)
        .join_from(consents, theirs, theirs.c.id == c.conversation_id)
        .where(theirs.c.customer_id == customer_id)
        .order_by(c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(last.cast(Integer), 1) == 0


def _stop_unasked(session: Session, ids: Collection[int]) -> None:
    """Those who asked to be asked later, on whatever channel, are not, nor invited to what is planned."""
    if not ids:
        return
    c, i = conversations.c, invitations.c
    who = select(c.customer_id).where(c.id.in_(ids))
    waiting = update(conversations).where(c.customer_id.in_(who), c.resume_at.is_not(None))
    session.execute(waiting.values(resume_at=None))
    planned = update(invitations).where(i.customer_id.in_(who), i.state == "planned")
    session.execute(planned.values(state=LIFE.move("planned", "cancel"), reason="declined"))
