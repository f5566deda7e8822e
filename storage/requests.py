"""Requests of customers for their own data: to be given it, or to be forgotten. Carried out by staff."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session

from storage import conversations, definitions, events, hiding, numbers, unasked
from storage.conversations import reaching
from storage.customers import keeping
from storage.domain import request as law
from storage.queries import edges
from storage.queries.edges import Edge, Page, Part
from storage.settings import settings
from storage.tables import conversations as conversations_table
from storage.tables import requests
from storage.texts import storable


class Asked(TypedDict):
    """A request to keep; every key is given. `kind` is export or erase."""

    number: str
    conversation_id: int
    customer_id: int
    kind: str


class Request(NamedTuple):
    """A request as it stands; `reason` says why it was refused, in the words that the customer was told.
    Where staff took it down: the `channel`, and how they made sure who asks. `conversation_id`: where it is
    answered; None where staff do that."""

    id: int
    number: str
    conversation_id: int | None
    customer_id: int
    kind: str
    state: str
    received_at: datetime
    due_at: datetime
    done_at: datetime | None
    user_id: int | None
    reason: str
    channel: str
    identified: str


class Unknown(KeyError):
    """There is no such request."""


def reserve(session: Session, at: datetime) -> str:
    """A fresh number of the organisation's day: R261121-0001. Gaps are allowed."""
    day = at.astimezone(ZoneInfo(settings().timezone)).strftime("R%y%m%d-")
    return f"{day}{numbers.take(session, day, 1)[0]:04d}"


def due_at(at: datetime) -> datetime:
    """By when what is asked now must be done."""
    return law.due_at(definitions.policy(), definitions.calendar(), at)


def keep(session: Session, rows: Sequence[Asked], at: datetime) -> None:
    """Keep these requests. What the customer has asked already and still waits for is not asked twice; who
    only tries a survey out asks for nothing. Who is to be forgotten is not asked later, nor invited."""
    c = conversations_table.c
    tried = select(c.id).where(c.id.in_([row["conversation_id"] for row in rows]), c.preview)
    trying = set(session.scalars(tried)) if rows else set()
    for row in rows:
        if row["conversation_id"] in trying or open_of(session, row["customer_id"], row["kind"]):
            continue
        _begin(session, {**row, "received_at": at}, at, "customer")


def take_down(session: Session, customer_id: int, typed: law.Typed, user_id: int, at: datetime) -> int:
    """Keep what this customer asked of staff, to be answered where they can be written to; its id. What they
    wait for already is not asked twice. Raises keeping.Unknown, keeping.Unfit."""
    if found := law.wrong(typed, at):
        raise keeping.Unfit(found)
    keeping.held(session, customer_id)
    if waiting := open_of(session, customer_id, typed.kind):
        return waiting.id
    told, _ = storable(typed.identified.strip())
    row = {
        "number": reserve(session, at),
        "conversation_id": reaching.of_customer(session, customer_id),
        "customer_id": customer_id,
        "kind": typed.kind,
        "received_at": typed.received_at,
        "channel": typed.channel,
        "identified": told,
    }
    return _begin(session, row, at, "staff", user_id)


def _begin(
    session: Session, row: dict[str, Any], at: datetime, actor: str, user_id: int | None = None
) -> int:
    new = {**row, "state": law.LIFE.initial, "due_at": due_at(row["received_at"])}
    key: int = session.scalars(insert(requests).returning(requests.c.id), [new]).one()
    asked = events.event(at, "request", key, row["kind"], actor, target=law.LIFE.initial, user_id=user_id)
    events.append(session, [asked])
    if row["kind"] == "erase":
        unasked.stop(session, [row["customer_id"]], "erasing")
    return key


def one(session: Session, request_id: int) -> Request:
    """The request under this id. Raises Unknown."""
    row = session.execute(_shown(session).where(requests.c.id == request_id)).one_or_none()
    if row is None:
        raise Unknown(f"no request {request_id}")
    return Request._make(row)


def open_of(session: Session, customer_id: int, kind: str) -> Request | None:
    """What this customer has asked for and still waits for."""
    theirs = (requests.c.customer_id == customer_id, requests.c.kind == kind, requests.c.state == "open")
    row = session.execute(_requests().where(*theirs).order_by(requests.c.id).limit(1)).one_or_none()
    return Request._make(row) if row else None


SORTS = ("", "newest", "oldest")
"""What is due first, of ended ones the last ended; or by when they came."""


class Wanted(NamedTuple):
    """`tab` is a state, or overdue: open ones whose time was over `now`; `sort` is one of SORTS."""

    tab: str = law.LIFE.initial
    now: datetime | None = None
    sort: str = ""


def page(session: Session, wanted: Wanted, size: int = 100, edge: Edge | None = None) -> Page:
    """Those that are asked for."""
    return edges.page(session, _parts(session, wanted), size, edge)


def listing(session: Session, wanted: Wanted | None = None, limit: int = 100) -> list[Request]:
    """The first of them; where nothing is asked for, of the open ones."""
    return those(session, page(session, wanted or Wanted(), limit).keys)


def every(session: Session, wanted: Wanted) -> Iterator[int]:
    """The ids of all of them, in the order of the list."""
    return edges.every(session, _parts(session, wanted))


def _parts(session: Session, wanted: Wanted) -> list[Part]:
    r = requests.c
    ended = wanted.tab not in ("open", "overdue")
    theirs = select(r.id).where(hiding.shown_of(session, r.customer_id))
    query = theirs.where(r.state == (wanted.tab if ended else "open"))
    if wanted.tab == "overdue":
        query = query.where(r.due_at < wanted.now)
    if wanted.sort:
        return [Part(r.id, r.id, [query], down=wanted.sort == "newest")]
    by = r.done_at if ended else r.due_at
    return [Part(by, r.id, [query.where(by.is_not(None))], down=ended)]


def those(session: Session, ids: Sequence[int]) -> list[Request]:
    """These, as far as they are there and not kept from who reads, in this order."""
    rows = session.execute(_shown(session).where(requests.c.id.in_(ids))) if ids else ()
    there = {row.id: Request._make(row) for row in rows}
    return [there[key] for key in ids if key in there]


def fulfil(session: Session, request_id: int, user_id: int, at: datetime) -> Request:
    """It has been carried out. Raises Unknown, NotAllowed."""
    return _end(session, request_id, "fulfil", user_id, at)


def refuse(session: Session, request_id: int, user_id: int, reason: str, at: datetime) -> Request:
    """It is not carried out, and the customer is told why where they can be written to. Raises Unknown,
    NotAllowed; ValueError without a reason."""
    if not reason.strip():
        raise ValueError("a refusal needs a reason")
    refused = _end(session, request_id, "refuse", user_id, at, reason)
    here, told = refused.conversation_id, f"notice.request.refused_{refused.kind}"
    if here is not None:
        conversations.notify(session, here, told, at, number=refused.number, reason=reason)
    return refused


def downloaded(session: Session, request_id: int, user_id: int, at: datetime) -> Request:
    """Staff take the file to hand it over themselves, which goes into the history; only while it is still to
    be carried out. Raises Unknown, NotAllowed."""
    asked = _locked(session, request_id)
    law.LIFE.move(asked.state, "fulfil")
    events.append(session, [events.event(at, "request", request_id, "download", "staff", user_id=user_id)])
    return asked


def _end(
    session: Session, request_id: int, trigger: str, user_id: int, at: datetime, reason: str = ""
) -> Request:
    before = _locked(session, request_id)
    state = law.LIFE.move(before.state, trigger)
    change = update(requests).where(requests.c.id == request_id)
    session.execute(change.values(state=state, done_at=at, user_id=user_id, reason=reason))
    done = events.event(at, "request", request_id, trigger, "staff", before.state, state, user_id)
    events.append(session, [done])
    return before._replace(state=state, done_at=at, user_id=user_id, reason=reason)


def _locked(session: Session, request_id: int) -> Request:
    """Two who end it at once do so one after the other: the second finds it ended."""
    query = _shown(session).where(requests.c.id == request_id).with_for_update()
    row = session.execute(query).one_or_none()
    if row is None:
        raise Unknown(f"no request {request_id}")
    return Request._make(row)


def _requests() -> Select[Any]:
    return select(*(requests.c[name] for name in Request._fields))


def _shown(session: Session) -> Select[Any]:
    return _requests().where(hiding.shown_of(session, requests.c.customer_id))
