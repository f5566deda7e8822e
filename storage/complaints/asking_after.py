"""Some time after a complaint was closed its customer is asked whether it stayed right (GB/T 19012 8.3): not
more often than they may be written to unasked."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from storage import contacts, conversations, definitions, events, unasked
from storage.complaints.reading import Complaint
from storage.conversations import Question, locking, reaching
from storage.domain.contact import allowed_at
from storage.tables import complaints
from storage.tables import conversations as places

MARK: Final = "stayed"
"""The question's mark is this and the number."""

_CHOICES: Final = ("stayed", "came_back")
_K: Final = complaints.c


class After(NamedTuple):
    """A complaint whose customer is to be asked from `ask_at` on."""

    ask_at: datetime
    id: int


_HELD: Final = timedelta(hours=1)
"""Whoever is spoken to by staff is asked so long after, as is who could not be asked."""

FIRST: Final = After(datetime.fromtimestamp(0, UTC), 0)


def ask_at(closed: Complaint, at: datetime) -> datetime | None:
    """When the customer of a complaint that is closed now is asked; None where nobody can be."""
    days = definitions.policy().after
    reached = closed.conversation_id is not None and not closed.anonymous
    return at + timedelta(days=days) if days and reached and closed.kind == "complaint" else None


def due(session: Session, now: datetime, after: After = FIRST, limit: int = 100) -> list[After]:
    """Whose customers are to be asked by now, in order, behind `after`. Of quiet hours the clock knows."""
    query = select(_K.ask_at, _K.id).where(_K.ask_at <= now, tuple_(_K.ask_at, _K.id) > after)
    return [After._make(row) for row in session.execute(query.order_by(_K.ask_at, _K.id).limit(limit))]


def ask(session: Session, ids: Collection[int], now: datetime) -> int:
    """Ask those of these who may be asked now; how many were. Who never may is not looked at again, who may
    not now is when they may. Locked as whoever answers locks it: the conversations, then their complaints."""
    talks = select(_K.conversation_id).where(_K.id.in_(ids), _K.conversation_id.is_not(None))
    locking.lock(session, session.scalars(talks).all())
    wanted = (_K.id.in_(ids), _K.ask_at <= now)
    query = select(
        _K.id,
        _K.number,
        _K.state,
        _K.customer_id,
        _K.conversation_id,
        unasked.unwanted(_K.customer_id).label("peace"),
    )
    rows = session.execute(
        query.where(*wanted).order_by(_K.id).with_for_update(skip_locked=True, of=complaints)
    )
    return sum(_ask(session, row, now) for row in rows.all())


def put_off(now: datetime, session: Session, complaint_id: int, _reason: str) -> None:
    """It could not be asked about: it comes again in a while, behind the others."""
    session.execute(
        update(complaints).where(_K.id == complaint_id, _K.ask_at <= now).values(ask_at=now + _HELD)
    )


def _ask(session: Session, row: Any, now: datetime) -> bool:
    place = _place(session, row)
    later = None if place is None else _later(session, place, row.customer_id, now)
    session.execute(update(complaints).where(_K.id == row.id).values(ask_at=later))
    if place is None or later is not None:
        return False
    question = Question("chat.stayed.ask", _CHOICES, f"{MARK}.{row.number}")
    conversations.ask(session, place.id, question, now, asked=False, number=row.number)
    contacts.record(session, [row.customer_id], now)
    events.append(session, [events.event(now, "complaint", row.id, "ask_stayed", "clock")])
    return True


def _place(session: Session, row: Any) -> Any:
    """Where its customer is now; None where nobody is to be asked."""
    here = None if row.conversation_id is None else reaching.where(session, row.conversation_id)
    if here is None or row.peace or row.state != "closed":
        return None
    p = places.c
    query = select(p.id, p.held_by).where(p.id == here, p.left_at.is_(None), ~p.preview)
    return session.execute(query).one_or_none()


def _later(session: Session, place: Any, customer_id: int, now: datetime) -> datetime | None:
    """When they may be asked; None: now."""
    if place.held_by is not None:
        return now + _HELD
    cap = definitions.policy().contact
    known = contacts.recent(session, [customer_id], now - cap.span)
    allowed = allowed_at(known.get(customer_id, ()), cap, now)
    return allowed if allowed > now else None
