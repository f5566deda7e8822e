"""Staff are called into a conversation for what its customer wrote there, who is told nothing of it. Those on
duty are told at once, unless they were before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from storage import alerts, events
from storage.concealing import TELLS_UNNAMED
from storage.domain.rules import OF_TEXTS
from storage.tables import conversations, customers

_C: Final = conversations.c


def call(session: Session, whys: Mapping[int, str], at: datetime) -> None:
    """A person is needed in these, for this signal (`storage.domain.rules.OF_TEXTS`); where the talk goes on
    in another, there. Who waits already does so for their own reason, unless that ends with a message; nobody
    is called where a person is, nor led to who is telling something without a name."""
    goes_on = select(_C.id, func.coalesce(_C.moved_to, _C.id).label("there")).where(_C.id.in_(whys))
    where = {row.there: whys[row.id] for row in session.execute(goes_on.order_by(_C.id))}
    alarmed = select(_C.id).where(_C.id.in_(where), _C.waiting_for.in_(alerts.ALARMING))
    waited = set(session.scalars(alarmed))
    called = [
        events.event(at, "conversation", key, "call_person", "bot", target=where[key])
        for key in sorted(where)
        if _wait(session, key, where[key], at)
    ]
    events.append(session, called)
    new = {each["entity_id"]: each["target"] for each in called if each["entity_id"] not in waited}
    alerts.called(session, new, at)


def _wait(session: Session, conversation_id: int, why: str, at: datetime) -> bool:
    milder = OF_TEXTS[OF_TEXTS.index(why) + 1 :]
    waits_for = case((_C.waiting_for.in_(("", "parked", *milder)), why), else_=_C.waiting_for)
    erased = select(customers.c.id).where(
        customers.c.id == _C.customer_id, customers.c.erased_at.is_not(None)
    )
    waits = (
        update(conversations)
        .where(_C.id == conversation_id, _C.held_by.is_(None), ~_C.preview, ~TELLS_UNNAMED, ~erased.exists())
        .values(waiting_since=func.coalesce(_C.waiting_since, at), waiting_for=waits_for)
        .returning(_C.id)
    )
    return session.execute(waits).one_or_none() is not None
