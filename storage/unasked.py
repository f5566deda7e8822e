"""To whom nothing is said that they have not asked for: who withdrew their consent or is to be forgotten."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Integer, Select, exists, func, or_, select, update
from sqlalchemy.orm import Session

from storage.domain import request
from storage.domain.invitation import LIFE
from storage.tables import consents, conversations, invitations, requests


def unwanted(customer_id: ColumnElement[int]) -> ColumnElement[bool]:
    """For queries: whether this customer is to be left in peace."""
    return or_(withdrawn(customer_id), to_be_forgotten(customer_id))


def withdrawn(customer_id: ColumnElement[int]) -> ColumnElement[bool]:
    """For queries: whether this customer's last word on consent, on whatever channel, was a no."""
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


def to_be_forgotten(customer_id: ColumnElement[int]) -> ColumnElement[bool]:
    """For queries: whether this customer has asked to be forgotten, and staff have not got to it yet."""
    q = requests.c
    return exists().where(q.customer_id == customer_id, q.kind == "erase", q.state == request.LIFE.initial)


def stop(session: Session, who: Select[tuple[int]] | Collection[int], reason: str) -> None:
    """These customers, having asked to be asked later, on whatever channel, are not, nor invited to what is
    planned, for this reason."""
    c, i = conversations.c, invitations.c
    waiting = update(conversations).where(c.customer_id.in_(who), c.resume_at.is_not(None))
    session.execute(waiting.values(resume_at=None))
    planned = update(invitations).where(i.customer_id.in_(who), i.state == "planned")
    session.execute(planned.values(state=LIFE.move("planned", "cancel"), reason=reason))
