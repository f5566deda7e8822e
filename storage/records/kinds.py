"""The kinds of records, by the names that programs know them under."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, exists, literal, null, or_, select
from sqlalchemy.orm import Session

from storage import events_shown, hiding, settled
from storage.days import blunted
from storage.domain.form import FIELDS
from storage.looks import LOOK
from storage.records import changed
from storage.records.changed import Since
from storage.records.reading import Kind, Record
from storage.records.responses import RESPONSES
from storage.tables import (
    complaints,
    conversations,
    customers,
    departments,
    events,
    orders,
    responses,
    rounds,
    surveys,
    visits,
)

_Shown = Callable[[Session], list[ColumnElement[bool]]]


def _of(table: Table) -> Callable[[Select[Any]], Select[Any]]:
    return lambda query: query.select_from(table)


def _kind(
    table: Table,
    names: Sequence[str],
    at: ColumnElement[Any],
    shown: _Shown,
    filters: Sequence[str] = (),
    *,
    along: bool = True,
    since: Since | None = None,
    told: Callable[[Record], Record] = dict,
    by_day: bool = False,
) -> Kind:
    columns = {name: table.c[name] for name in names}
    by = {name: table.c[name] for name in filters}
    return Kind(_of(table), columns, at, shown, by, told, by_day, along, since)


def _customers(session: Session) -> list[ColumnElement[bool]]:
    k, c = customers.c, conversations.c
    tries = exists().where(c.customer_id == k.id, c.preview).correlate(customers)
    real = select(literal(1)).where(~tries).scalar_subquery().is_not(None)
    return [k.erased_at.is_(None), real, hiding.shown_of(session, k.id)]


def _orders(session: Session) -> list[ColumnElement[bool]]:
    return [hiding.shown_of(session, orders.c.customer_id)]


def _complaints(session: Session) -> list[ColumnElement[bool]]:
    return [~complaints.c.preview, hiding.shown(session)]


def _complaint(record: Record) -> Record:
    """Of one without a name no more than the days."""
    return blunted(record) if record["anonymous"] else record


def _visits(session: Session) -> list[ColumnElement[bool]]:
    return [visits.c.matters != "", hiding.shown_of(session, visits.c.customer_id)]


def _all(_: Session) -> list[ColumnElement[bool]]:
    return []


TOLD: Final = (
    *("complaint", "customer", "department", "follow_up", "order", "request", "response", "round"),
    *("survey_version", "visit"),
)
"""Of what programs are told that something happened to it: nothing of staff's own comings and goings."""


def _events(session: Session) -> list[ColumnElement[bool]]:
    """Up to where none can come any more: who reads on from where they were misses none."""
    return [*may_be_told(session), events.c.id <= settled.upto(session, events)]


def may_be_told(session: Session) -> list[ColumnElement[bool]]:
    """Conditions on `events`: none that is kept from who reads, nor of what only tried one out."""
    e, k, r = events.c, complaints.alias("told"), responses.alias("told_of")
    found: list[ColumnElement[bool]] = [e.entity.in_(TOLD), e.trigger != LOOK, *events_shown.shown(session)]
    tried = select(literal(1)).where(k.c.id == e.entity_id, k.c.preview).limit(1).scalar_subquery()
    found.append(or_(e.entity != "complaint", tried.is_(None)))
    of_try = select(literal(1)).where(r.c.id == e.entity_id, r.c.preview).limit(1).scalar_subquery()
    found.append(or_(e.entity != "response", of_try.is_(None)))
    return found


KINDS: Final[Mapping[str, Kind]] = {
    "customers": _kind(
        customers,
        (
            *("id", "name", "number", "kind", "segment", "high_value", "note", "own", "merged_into"),
            *("revision", "created_at"),
        ),
        customers.c.created_at,
        _customers,
        ("name", "number", "kind", "segment"),
        along=False,
        since=changed.of(customers, "customer", "created_at"),
    ),
    "orders": _kind(
        orders,
        ("id", "customer_id", "number", "product", "ordered_on", "created_at"),
        orders.c.created_at,
        _orders,
        ("customer_id", "number"),
        along=False,
        since=changed.of(orders, "order", "created_at"),
    ),
    "surveys": _kind(
        surveys, ("id", "key", "title", "created_at"), surveys.c.created_at, _all, ("key",), along=False
    ),
    "responses": RESPONSES,
    "complaints": _kind(
        complaints,
        (
            *("id", "number", "customer_id", "channel", "segment", "anonymous", "place", "state", "story"),
            *("received_at", "acknowledged_at", "first_answered_at", "answered_at", "closed_at", "due_at"),
            *("due_kind", "department", "owner_id", "outcome", "referred_to", "merged_into", "stayed"),
            *("handling", "revision", *FIELDS),
        ),
        complaints.c.received_at,
        _complaints,
        ("number", "state", "kind", "department", "severity", "customer_id", "owner_id"),
        since=changed.complained,
        told=_complaint,
        by_day=True,
    ),
    "visits": _kind(
        visits,
        (
            *("id", "kind", "customer_id", "complaint_id", "person_met", "matters", "conclusions"),
            *("follow_up", "competitors", "prices", "habits", "staff_changes", "user_id", "at"),
        ),
        visits.c.at,
        _visits,
        ("customer_id", "complaint_id", "kind"),
        since=changed.of(visits, "visit"),
    ),
    "rounds": _kind(
        rounds,
        (
            *("id", "survey_id", "title", "anonymous", "state", "target", "starts_at", "return_by"),
            "created_at",
        ),
        rounds.c.created_at,
        _all,
        ("survey_id", "state"),
        along=False,
    ),
    "departments": _kind(
        departments, ("id", "name", "active"), null(), _all, ("name", "active"), along=False
    ),
    "events": _kind(
        events,
        ("id", "at", "entity", "entity_id", "trigger", "source", "target", "actor", "user_id"),
        events.c.at,
        _events,
        ("entity", "entity_id"),
        along=False,
    ),
}
