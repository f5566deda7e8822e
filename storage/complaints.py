"""Verbs on complaints (投诉). One verb makes every move: it asks the law, sets the state, records the event,
recomputes the deadline and tells the customer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from storage import conversations, definitions, events, numbers
from storage.domain import deadline
from storage.domain.complaint import LIFE
from storage.settings import settings
from storage.tables import complaint_entries, complaints
from storage.tables import events as events_table


class Opened(TypedDict):
    """A complaint to register; every key is given. `story` and `remedy` are the customer's words."""

    number: str
    conversation_id: int | None
    customer_id: int | None
    channel: str
    segment: str
    anonymous: bool
    place: str
    preview: bool
    story: str
    product: str
    order_number: str
    occurred: str
    remedy: str


class Complaint(NamedTuple):
    """A complaint as it stands. An anonymous one has no customer and no conversation."""

    id: int
    number: str
    conversation_id: int | None
    customer_id: int | None
    channel: str
    segment: str
    state: str
    story: str
    product: str
    order_number: str
    occurred: str
    remedy: str
    received_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    due_kind: str
    revision: int
    anonymous: bool


class Entry(NamedTuple):
    """What staff added, answer or note; or, to an anonymous one, its owner: added."""

    id: int
    kind: str
    text: str
    user_id: int | None
    at: datetime


class Unknown(KeyError):
    """There is no such complaint."""


class Stale(RuntimeError):
    """The complaint has changed since it was read; nothing was saved. Read it again, then decide."""


def reserve(session: Session, count: int, at: datetime) -> list[str]:
    """So many fresh numbers of the organisation's day, T261121-0001 and on. Gaps are allowed."""
    day = at.astimezone(ZoneInfo(settings().timezone)).strftime("T%y%m%d-")
    return [f"{day}{number:04d}" for number in numbers.take(session, day, count)]


def open_(session: Session, rows: Sequence[Opened], at: datetime) -> list[int]:
    """Register these complaints and acknowledge them at once (GB/T 19012 7.2 to 7.4); their ids, in order.

    The customer is told in the conversation itself, with the number.
    """
    if not rows:
        return []
    received = LIFE.initial
    state = LIFE.move(received, "acknowledge")
    due_at, due_kind = _due(state, at)
    fixed = {
        "state": state,
        "received_at": at,
        "acknowledged_at": at,
        "due_at": due_at,
        "due_kind": due_kind,
    }
    new = insert(complaints).returning(complaints.c.id, sort_by_parameter_order=True)
    ids = list(session.scalars(new, [{**row, **fixed} for row in rows]))
    events.append(session, [event for complaint_id in ids for event in _opened(complaint_id, state, at)])
    return ids


def _opened(complaint_id: int, state: str, at: datetime) -> list[events.Event]:
    return [
        events.event(at, "complaint", complaint_id, "receive", "customer", target=LIFE.initial),
        events.event(at, "complaint", complaint_id, "acknowledge", "bot", LIFE.initial, state),
    ]


def move(
    session: Session,
    complaint_id: int,
    trigger: str,
    actor: str,
    user_id: int | None,
    at: datetime,
    revision: int | None = None,
) -> str:
    """Make this move; the new state. The customer is told, unless the move is their own.

    `actor` is customer, staff, bot or clock. `revision` is that of the complaint as the actor saw it.
    Raises Unknown, Stale, NotAllowed.
    """
    complaint = _moved(session, complaint_id, trigger, actor, user_id, at, revision)
    if actor != "customer":
        _tell(session, complaint, f"notice.complaint.{trigger}", at)
    return complaint.state


def answer(
    session: Session, complaint_id: int, user_id: int, text: str, at: datetime, revision: int | None = None
) -> str:
    """Answer the customer in the words of this member of staff; the new state. Raises as `move` does."""
    complaint = _moved(session, complaint_id, "answer", "staff", user_id, at, revision)
    _add(session, complaint_id, "answer", text, user_id, at)
    _tell(session, complaint, "notice.complaint.answer", at)
    if complaint.conversation_id is not None:
        conversations.say(session, complaint.conversation_id, user_id, text, at)
    return complaint.state


def note(session: Session, complaint_id: int, user_id: int, text: str, at: datetime) -> None:
    """Keep a note that only staff see. Raises Unknown."""
    one(session, complaint_id)
    _add(session, complaint_id, "note", text, user_id, at)


def add(session: Session, number: str, text: str, at: datetime) -> None:
    """Keep what the owner of the anonymous complaint under this number adds; nothing where there is none."""
    c = complaints.c
    key = session.scalar(select(c.id).where(c.number == number, c.anonymous))
    if key is not None:
        _add(session, key, "added", text, None, at)
        events.append(session, [events.event(at, "complaint", key, "add", "customer")])


def _add(
    session: Session, complaint_id: int, kind: str, text: str, user_id: int | None, at: datetime
) -> None:
    row = {"complaint_id": complaint_id, "kind": kind, "text": text, "user_id": user_id, "at": at}
    session.execute(insert(complaint_entries), [row])


def _moved(
    session: Session,
    complaint_id: int,
    trigger: str,
    actor: str,
    user_id: int | None,
    at: datetime,
    revision: int | None,
) -> Complaint:
    before = one(session, complaint_id)
    if revision is not None and revision != before.revision:
        raise Stale(f"complaint {complaint_id} is at revision {before.revision}, not {revision}")
    state = LIFE.move(before.state, trigger)
    due_at, due_kind = _due(state, at if trigger == "reopen" else _taken_up(session, before))
    _save(session, before, {"state": state, "due_at": due_at, "due_kind": due_kind, **_stamps(state, at)})
    moved = events.event(at, "complaint", complaint_id, trigger, actor, before.state, state, user_id)
    events.append(session, [moved])
    return before._replace(state=state)


def _save(session: Session, before: Complaint, changed: Mapping[str, Any]) -> None:
    change = (
        update(complaints)
        .where(complaints.c.id == before.id, complaints.c.revision == before.revision)
        .values(revision=before.revision + 1, **changed)
        .returning(complaints.c.id)
    )
    if session.execute(change).one_or_none() is None:
        raise Stale(f"complaint {before.id} has just been changed")


def _stamps(state: str, at: datetime) -> dict[str, datetime | None]:
    ended = state in ("closed", "withdrawn")
    stamps: dict[str, datetime | None] = {"closed_at": at if ended else None}
    if state == "answered":
        stamps["answered_at"] = at
    return stamps


def _taken_up(session: Session, complaint: Complaint) -> datetime:
    """Since when the time limits run: it was received, or reopened, then."""
    e = events_table.c
    query = select(func.max(e.at)).where(
        e.entity == "complaint", e.entity_id == complaint.id, e.trigger == "reopen"
    )
    return session.scalar(query) or complaint.received_at


def _due(state: str, since: datetime) -> tuple[datetime | None, str]:
    """What is due next in this state, and by when."""
    next_one = deadline.next_due(
        state=state, policy=definitions.policy(), calendar=definitions.calendar(), received_at=since
    )
    return (next_one.due_at, next_one.kind) if next_one else (None, "")


def _tell(session: Session, complaint: Complaint, key: str, at: datetime) -> None:
    if complaint.conversation_id is not None:
        conversations.notify(session, complaint.conversation_id, key, at, number=complaint.number)


def one(session: Session, complaint_id: int) -> Complaint:
    """The complaint under this id. Raises Unknown."""
    row = session.execute(_complaints().where(complaints.c.id == complaint_id)).one_or_none()
    if row is None:
        raise Unknown(f"no complaint {complaint_id}")
    return Complaint._make(row)


def _complaints() -> Select[Any]:
    return select(*(complaints.c[name] for name in Complaint._fields))


def entries(session: Session, complaint_id: int) -> list[Entry]:
    """What staff added to the complaint, oldest first."""
    e = complaint_entries.c
    query = select(*(e[name] for name in Entry._fields)).where(e.complaint_id == complaint_id)
    return [Entry(*row) for row in session.execute(query.order_by(e.id))]


_OF_CUSTOMERS = (
    _complaints()
    .where(complaints.c.customer_id.in_(bindparam("customers", expanding=True)))
    .order_by(complaints.c.received_at.desc(), complaints.c.id.desc())
)


def of_customer(session: Session, customer_ids: Iterable[int]) -> dict[int, list[Complaint]]:
    """The complaints of each of these customers, the latest first; who has none is absent."""
    found: dict[int, list[Complaint]] = defaultdict(list)
    asked = list(customer_ids)
    for row in session.execute(_OF_CUSTOMERS, {"customers": asked}) if asked else ():
        found[row.customer_id].append(Complaint._make(row))
    return dict(found)
