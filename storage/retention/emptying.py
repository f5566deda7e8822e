"""What is over its term is emptied, by the verbs that erasing has."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from storage import dialects, events, holds
from storage.domain.retention import over
from storage.erasing.emptying import (
    empty_complaints,
    empty_requests,
    empty_responses,
    empty_said,
    empty_visits,
)
from storage.retention.finding import OF, PARTS, Aged, Found, mark_key, marked
from storage.tables import complaints, conversations, counters, messages, outbox, requests, responses, visits

KEPT: Final = ("product", "model", "part")
"""What a complaint is about is what the organisation makes, and counted by: it tells nobody who it was."""

TERM_OF: Final = {name: kind for kind, names in OF.items() for name in names}

UNSAID: Final = ("waiting", "sending")
UNHANDLED: Final = ("parked", "again")


def empty(session: Session, found: Found) -> None:
    """Empty it, and note how far each part is and how many went."""
    _empty_answers(session, found)  # before complaints, as whoever else locks both
    talks = _talks(session, found.complaints)
    empty_complaints(session, found.complaints, found.now, KEPT)
    _empty_led_in(session, talks, found)
    _empty_said(session, _ids(found, "messages"), _ids(found, "outbox"))
    empty_visits(session, visits.c.id.in_(_ids(found, "visits")))
    empty_requests(session, requests.c.id.in_(found.requests))
    _empty_lifted(session, found)
    for name, part in found.parts.items():
        _mark(session, name, part)
    _tell(session, found)


def _ids(found: Found, name: str) -> Sequence[int]:
    return found.parts[name].ids if name in found.parts else ()


def _empty_answers(session: Session, found: Found) -> None:
    empty_responses(session, _ids(found, "responses"), found.now)


def _empty_said(session: Session, heard: Collection[int], said: Collection[int]) -> None:
    """What still waits to be looked at, or to be said, is not: it is none of the past."""
    m, o = messages.c, outbox.c
    empty_said(
        session,
        m.id.in_(heard) & m.state.not_in(UNHANDLED),
        o.id.in_(said) & o.state.not_in(UNSAID),
    )


def _talks(session: Session, keys: Collection[int]) -> Sequence[int]:
    k = complaints.c
    query = select(k.conversation_id).where(k.id.in_(keys), k.conversation_id.is_not(None)).distinct()
    return session.scalars(query.order_by(k.conversation_id)).all() if keys else ()


def _empty_led_in(session: Session, talks: Sequence[int], found: Found) -> None:
    """What was kept with these complaints and is over its own term, unless another complaint has it still."""
    k = complaints.c
    other = (k.story != "") | k.closed_at.is_(None)
    still = set(session.scalars(select(k.conversation_id).where(k.conversation_id.in_(talks), other)))
    free = [talk for talk in talks if talk not in still]
    if not free:
        return
    empty_responses(session, session.scalars(_past(session, "responses", free, found)).all(), found.now)
    _empty_said(
        session,
        session.scalars(_past(session, "messages", free, found)).all(),
        session.scalars(_past(session, "outbox", free, found)).all(),
    )


def _empty_lifted(session: Session, found: Found) -> None:
    """What was passed over because its customer was held, and is over its term."""
    people = set(found.lifted.values())
    if not people:
        return
    c = conversations.c
    _empty_led_in(session, session.scalars(select(c.id).where(c.customer_id.in_(people))).all(), found)
    r, v = responses.c, visits.c
    alone = _passed(session, "responses", r.customer_id.in_(people) & r.conversation_id.is_(None), found)
    empty_responses(session, session.scalars(alone).all(), found.now)
    empty_visits(session, v.id.in_(_passed(session, "visits", v.customer_id.in_(people), found)))
    holds.sweep(session, list(found.lifted))


def _past(session: Session, name: str, talks: Sequence[int], found: Found) -> Any:
    """The rows of this part in these talks that were passed over."""
    return _passed(session, name, PARTS[name].talk.in_(talks), found)


def _passed(session: Session, name: str, which: ColumnElement[bool], found: Found) -> Any:
    part, here = PARTS[name], found.parts.get(name)
    upto = max(marked(session, name), here.upto if here else 0)
    days = getattr(found.terms, TERM_OF[name])
    old: ColumnElement[bool] = part.since < over(days, found.now) if days else false()
    return select(part.table.c.id).where(which, part.table.c.id <= upto, old)


def _mark(session: Session, name: str, part: Aged) -> None:
    new = dialects.insert(session, counters).values(key=mark_key(name), value=part.upto)
    session.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": part.upto}))


def _tell(session: Session, found: Found) -> None:
    """How many of each went, into the history."""
    gone = {name: len(part.ids) for name, part in found.parts.items()}
    gone |= {"complaints": len(found.complaints), "requests": len(found.requests)}
    told = [
        events.event(found.now, "retention", 0, "empty", "clock", name, str(count))
        for name, count in gone.items()
        if count
    ]
    events.append(session, told)
