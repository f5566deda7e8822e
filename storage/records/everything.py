"""All that the organisation has, sheet by sheet, to be taken elsewhere: the records that programs read, and
what belongs to them. Files are in the backup, passwords and keys nowhere."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal, null, select
from sqlalchemy.orm import Session

from storage import hiding, readable, sealing
from storage.customers.contacting import SEALED_FOR
from storage.days import blunted
from storage.queries.responses import visible
from storage.records.kinds import KINDS
from storage.records.reading import NOTHING, Asked, Kind, Record, listing
from storage.tables import (
    answers,
    complaint_entries,
    complaints,
    conversations,
    customer_contacts,
    customers,
    invitations,
    messages,
    metadata,
    orders,
    outbox,
    responses,
)

PAGE: Final = 1000
"""Records that are read at once."""

_Shown = Callable[[Session], list[ColumnElement[bool]]]


def _kind(name: str, columns: tuple[str, ...], shown: Any, told: Any = dict) -> Kind:
    table = metadata.tables[name]
    named = {each: table.c[each] for each in columns}
    return Kind(lambda query: query.select_from(table), named, null(), shown, told=told, along=False)


def _answers(query: Select[Any]) -> Select[Any]:
    return query.select_from(answers).join(responses, responses.c.id == answers.c.response_id)


def _all(_: Session) -> list[ColumnElement[bool]]:
    return []


def _entries(session: Session) -> list[ColumnElement[bool]]:
    e, k = complaint_entries.c, complaints.c
    real = select(k.id).where(k.id == e.complaint_id, ~k.preview).limit(1).scalar_subquery()
    return [real.is_not(None), hiding.shown_as(session, e.complaint_id)]


def _contact(record: Record) -> Record:
    """What it says; empty where it can't be opened."""
    sealed = record.pop("sealed")
    try:
        return {**record, "text": sealing.opened(SEALED_FOR, sealed or b"")}
    except sealing.Unopened:
        return {**record, "text": ""}


def _saying(record: Record) -> Record:
    return {**record, "text": (record.pop("payload") or {}).get("text", "")}


def _entry(record: Record) -> Record:
    """To a complaint without a name nothing more of the moment than its day."""
    return blunted(record) if record.pop("anonymous") else record


def _in_talks(conversation_id: ColumnElement[Any], readable_row: ColumnElement[bool]) -> _Shown:
    def shown(session: Session) -> list[ColumnElement[bool]]:
        c = conversations.c
        tried = select(c.id).where(c.id == conversation_id, c.preview).limit(1).scalar_subquery()
        return [tried.is_(None), hiding.shown_in(session, conversation_id), readable_row]

    return shown


_ANSWERED: Final = (
    *("id", "response_id", "question", "about", "kind", "value", "label", "score", "text", "comment"),
    *("reason", "missing", "revision"),
)


def _reference(customer_id: ColumnElement[Any]) -> ColumnElement[str]:
    """By what an import knows the customer again: their number; without one, or where another customer has it
    too, their id. Who was erased is in no table of customers: nothing leads to them."""
    k, o = customers.alias("referred_to").c, customers.alias("of_the_same").c
    living = (o.erased_at.is_(None), o.merged_into.is_(None))
    same = select(o.id).where(o.number == k.number, o.id != k.id, *living)
    shared = k.merged_into.is_(None) & same.limit(1).correlate(k.id.table).scalar_subquery().is_not(None)
    told = case(((k.number == "") | shared, literal("#").concat(cast(k.id, Text))), else_=k.number)
    return func.coalesce(select(told).where(k.id == customer_id, k.erased_at.is_(None)).scalar_subquery(), "")


def _referring(kind: Kind, customer_id: ColumnElement[Any], called: str) -> Kind:
    def told(record: Record) -> Record:
        found = kind.told(record)
        return {**found, called: ""} if found.get("customer_id", found["id"]) is None else found

    return kind._replace(columns={**kind.columns, called: _reference(customer_id)}, told=told)


def _with_anonymous(entries: Kind) -> Kind:
    k = complaints.c
    of = select(k.anonymous).where(k.id == complaint_entries.c.complaint_id).scalar_subquery()
    return entries._replace(columns={**entries.columns, "anonymous": of})


_OF_CUSTOMER: Final = "customer_reference"

SHEETS: Final[Mapping[str, Kind]] = {
    **KINDS,
    "customers": _referring(KINDS["customers"], customers.c.id, "reference"),
    "orders": _referring(KINDS["orders"], orders.c.customer_id, _OF_CUSTOMER),
    "responses": _referring(KINDS["responses"], responses.c.customer_id, _OF_CUSTOMER),
    "complaints": _referring(KINDS["complaints"], complaints.c.customer_id, _OF_CUSTOMER),
    "answers": Kind(_answers, {name: answers.c[name] for name in _ANSWERED}, null(), visible, along=False),
    "survey_versions": _kind(
        "survey_versions",
        ("id", "survey_id", "number", "state", "definition", "created_at", "published_at"),
        _all,
    ),
    "customer_contacts": _referring(
        _kind(
            "customer_contacts",
            ("id", "customer_id", "kind", "label", "sealed", "created_at"),
            lambda session: [hiding.shown_of(session, customer_contacts.c.customer_id)],
            _contact,
        ),
        customer_contacts.c.customer_id,
        _OF_CUSTOMER,
    ),
    "complaint_entries": _with_anonymous(
        _kind("complaint_entries", ("id", "complaint_id", "kind", "text", "user_id", "at"), _entries, _entry)
    ),
    "invitations": _kind(
        "invitations",
        ("id", "round_id", "customer_id", "channel", "state"),
        lambda session: [hiding.shown_of(session, invitations.c.customer_id)],
    ),
    "messages": _kind(
        "messages",
        ("id", "conversation_id", "channel", "kind", "text", "received_at"),
        _in_talks(messages.c.conversation_id, readable.HEARD),
    ),
    "sayings": _kind(
        "outbox",
        ("id", "conversation_id", "channel", "speaker", "user_id", "state", "payload", "created_at"),
        _in_talks(outbox.c.conversation_id, readable.SAID),
        _saying,
    ),
    "users": _kind("users", ("id", "login", "name", "role", "department", "active"), _all),
}
"""Name -> what is told of it."""


_SAID: Final = {messages.name: "received_at", outbox.name: "created_at"}
"""Where lines of talks stand, and when they were said. Their place in the talk is not told: a number that is
missing there would say who told something without a name."""


def every(session: Session, kind: Kind, equal: Mapping[str, Any] = NOTHING) -> Iterator[list[Record]]:
    """All of a sheet, or what has these values, some at a time."""
    after, said = 0, _SAID.get(kind.id.table.name)
    while page := listing(session, kind, Asked(after, equal=equal), PAGE):
        after = page[-1]["id"]
        if told := readable.rows(session, page, said) if said else page:
            yield told


def head(kind: Kind) -> list[str]:
    """What each record of a sheet tells, though there be none."""
    return list(kind.told(dict.fromkeys(kind.columns)))
