"""Nothing of a customer, or of one complaint, is emptied while a dispute is about it: begun and lifted by
staff, with the reason. What ran past its term meanwhile goes once it is lifted (`storage.retention`).

Who begins a hold and who empties take turns: each sees what the other has done (`take_turns`)."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.orm import Session

from storage import dialects, events, hiding
from storage.complaints import reading as complaint_reading
from storage.customers import keeping
from storage.tables import complaints as complaints_table
from storage.tables import conversations, counters, holds, users
from storage.texts import storable

LONGEST: Final = 500
"""Characters of a reason."""

_H: Final = holds.c


class Unfit(ValueError):
    """It can't be held so: no_reason, too_long, held (already), not_held, emptied."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Held(RuntimeError):
    """It is held: nothing of it is erased."""


class Hold(NamedTuple):
    """A hold that stands; of a customer where `complaint_id` is None. `by` is who began it."""

    id: int
    customer_id: int | None
    complaint_id: int | None
    reason: str
    by: str
    at: datetime


class Kept(NamedTuple):
    """What is held now: customers, complaints, and the talks of both."""

    customers: tuple[int, ...]
    complaints: tuple[int, ...]
    talks: tuple[int, ...]


def of_customer(session: Session, customer_id: int) -> list[Hold]:
    """What stands of this customer and of their complaints that who reads may know of, the first first."""
    told = _H.complaint_id.is_(None) | hiding.shown_as(session, _H.complaint_id)
    return _read(session, (_H.customer_id == customer_id) & told)


def of_complaint(session: Session, complaint_id: int, customer_id: int | None) -> list[Hold]:
    """What stands of this complaint, be it through its customer."""
    own = _H.complaint_id == complaint_id
    if customer_id is None:
        return _read(session, own)
    return _read(session, own | ((_H.customer_id == customer_id) & _H.complaint_id.is_(None)))


def listing(session: Session) -> list[Hold]:
    """All that stand, as far as who reads may know of them, the first first."""
    of_people = _H.complaint_id.is_(None) & hiding.shown_of(session, _H.customer_id)
    of_complaints = _H.complaint_id.is_not(None) & hiding.shown_as(session, _H.complaint_id)
    return _read(session, or_(of_people, of_complaints))


def _read(session: Session, which: ColumnElement[bool]) -> list[Hold]:
    columns = (_H.id, _H.customer_id, _H.complaint_id, _H.reason, users.c.name, _H.at)
    query = select(*columns).join_from(holds, users, users.c.id == _H.user_id)
    return [
        Hold._make(row) for row in session.execute(query.where(_H.ended_at.is_(None), which).order_by(_H.id))
    ]


def hold_customer(session: Session, customer_id: int, reason: str, user_id: int, at: datetime) -> None:
    """Nothing of theirs goes from now on. Raises keeping.Unknown, Unfit."""
    told = _fitting(reason)
    take_turns(session)
    keeping.held(session, customer_id)
    if any(each.complaint_id is None for each in of_customer(session, customer_id)):
        raise Unfit("held")
    row = {"customer_id": customer_id, "reason": told, "user_id": user_id, "at": at}
    session.execute(insert(holds), [row])
    _note(session, "customer", customer_id, "hold", user_id, at)


def hold_complaint(session: Session, complaint_id: int, reason: str, user_id: int, at: datetime) -> None:
    """Nothing of this complaint goes from now on. Raises complaints.Unknown, Unfit."""
    told = _fitting(reason)
    take_turns(session)
    found = complaint_reading.one(session, complaint_id)
    if not found.story and found.closed_at is not None:
        raise Unfit("emptied")
    if any(each.complaint_id == complaint_id for each in of_complaint(session, complaint_id, None)):
        raise Unfit("held")
    row = {"customer_id": found.customer_id, "complaint_id": complaint_id, "reason": told}
    session.execute(insert(holds), [{**row, "user_id": user_id, "at": at}])
    _note(session, "complaint", complaint_id, "hold", user_id, at)


def lift_customer(session: Session, customer_id: int, user_id: int, at: datetime) -> None:
    """Terms count again. Raises keeping.Unknown, Unfit."""
    keeping.held(session, customer_id)
    _lift(session, (_H.customer_id == customer_id) & _H.complaint_id.is_(None), user_id, at)
    _note(session, "customer", customer_id, "lift", user_id, at)


def lift_complaint(session: Session, complaint_id: int, user_id: int, at: datetime) -> None:
    """Terms count again. Raises complaints.Unknown, Unfit."""
    complaint_reading.one(session, complaint_id)
    _lift(session, _H.complaint_id == complaint_id, user_id, at)
    _note(session, "complaint", complaint_id, "lift", user_id, at)


def _lift(session: Session, which: ColumnElement[bool], user_id: int, at: datetime) -> None:
    lifted = update(holds).where(which, _H.ended_at.is_(None)).values(ended_by=user_id, ended_at=at)
    if not session.scalars(lifted.returning(_H.id)).all():
        raise Unfit("not_held")


def take_turns(session: Session) -> None:
    """Whoever else begins a hold, or empties what is not held, waits until the commit. To be called before
    it is asked what is held; a writer's alone."""
    first = dialects.insert(session, counters).values(key=_TURN, value=0)
    again = first.on_conflict_do_update(index_elements=["key"], set_={"value": counters.c.value})
    session.execute(again)


_TURN: Final = "holds"


def kept(session: Session) -> Kept:
    """All that is held now."""
    query = select(_H.customer_id, _H.complaint_id).where(_H.ended_at.is_(None))
    rows = session.execute(query).all()
    people = tuple(sorted({row.customer_id for row in rows if row.complaint_id is None}))
    cases = tuple(sorted({row.complaint_id for row in rows if row.complaint_id is not None}))
    if not rows:
        return Kept((), (), ())
    k, c = complaints_table.c, conversations.c
    talks = set(session.scalars(select(c.id).where(c.customer_id.in_(people))))
    led_in = select(k.conversation_id).where(k.id.in_(cases), k.conversation_id.is_not(None))
    return Kept(people, cases, tuple(sorted(talks.union(session.scalars(led_in)))))


def lifted(session: Session) -> dict[int, int]:
    """Customers whose hold was lifted and of whom what ran past its term meanwhile is still there: by hold.
    Not those who are held again."""
    again = select(_H.customer_id).where(_H.ended_at.is_(None), _H.complaint_id.is_(None))
    query = select(_H.id, _H.customer_id).where(
        _H.ended_at.is_not(None), ~_H.swept, _H.complaint_id.is_(None)
    )
    return {row.id: row.customer_id for row in session.execute(query.where(_H.customer_id.not_in(again)))}


def sweep(session: Session, ids: list[int]) -> None:
    """What these kept has gone."""
    session.execute(update(holds).where(_H.id.in_(ids)).values(swept=True))


def refuse_if_held(session: Session, customer_id: int) -> None:
    """Raises Held while anything of theirs is."""
    query = select(_H.id).where(_H.customer_id == customer_id, _H.ended_at.is_(None)).limit(1)
    if session.scalar(query) is not None:
        raise Held(customer_id)


def _fitting(reason: str) -> str:
    told = storable(reason)[0].strip()
    if not told:
        raise Unfit("no_reason")
    if len(told) > LONGEST:
        raise Unfit("too_long")
    return told


def _note(session: Session, entity: str, key: int, trigger: str, user_id: int, at: datetime) -> None:
    events.append(session, [events.event(at, entity, key, trigger, "staff", user_id=user_id)])
