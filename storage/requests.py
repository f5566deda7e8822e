"""Requests of customers for their own data: to be given it, or to be forgotten. Carried out by staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session

from storage import conversations, definitions, events, hiding, numbers, unasked
from storage.domain import request as law
from storage.settings import settings
from storage.tables import conversations as conversations_table
from storage.tables import requests


class Asked(TypedDict):
    """A request to keep; every key is given. `kind` is export or erase."""

    number: str
    conversation_id: int
    customer_id: int
    kind: str


class Request(NamedTuple):
    """A request as it stands; `reason` says why it was refused, in the words that the customer was told."""

    id: int
    number: str
    conversation_id: int
    customer_id: int
    kind: str
    state: str
    received_at: datetime
    due_at: datetime
    done_at: datetime | None
    user_id: int | None
    reason: str


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
        new = {**row, "state": law.LIFE.initial, "received_at": at, "due_at": due_at(at)}
        key: int = session.scalars(insert(requests).returning(requests.c.id), [new]).one()
        asked = events.event(at, "request", key, row["kind"], "customer", target=law.LIFE.initial)
        events.append(session, [asked])
        if row["kind"] == "erase":
            unasked.stop(session, [row["customer_id"]], "erasing")


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


def open_list(session: Session, limit: int = 100, offset: int = 0) -> list[Request]:
    """Open requests, what is due first at the top."""
    r = requests.c
    return _read(session, _shown(session).where(r.state == "open").order_by(r.due_at, r.id), limit, offset)


def overdue(session: Session, now: datetime, limit: int = 100, offset: int = 0) -> list[Request]:
    """Open requests whose time is over, the longest overdue first."""
    r = requests.c
    query = _shown(session).where(r.state == "open", r.due_at < now).order_by(r.due_at, r.id)
    return _read(session, query, limit, offset)


def in_state(session: Session, state: str, limit: int = 100, offset: int = 0) -> list[Request]:
    """The requests in this state, the latest first."""
    r = requests.c
    query = _shown(session).where(r.state == state).order_by(r.done_at.desc(), r.id.desc())
    return _read(session, query, limit, offset)


def fulfil(session: Session, request_id: int, user_id: int, at: datetime) -> Request:
    """It has been carried out. Raises Unknown, NotAllowed."""
    return _end(session, request_id, "fulfil", user_id, at)


def refuse(session: Session, request_id: int, user_id: int, reason: str, at: datetime) -> Request:
    """It is not carried out, and the customer is told why. Raises Unknown, NotAllowed; ValueError without a
    reason."""
    if not reason.strip():
        raise ValueError("a refusal needs a reason")
    refused = _end(session, request_id, "refuse", user_id, at, reason)
    here, told = refused.conversation_id, f"notice.request.refused_{refused.kind}"
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


def _read(session: Session, query: Select[Any], limit: int, offset: int) -> list[Request]:
    return [Request._make(row) for row in session.execute(query.limit(limit).offset(offset))]
