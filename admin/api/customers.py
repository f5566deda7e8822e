"""Customers: their files, with contacts masked for who may not read them."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from admin.api import once, records
from admin.api.models import Changing, In, Listed, Record, Word, Words
from admin.api.operation import Call, Operation, Out
from admin.api.problems import Problem, fields, not_found, unfit
from admin.door import now
from admin.pages import may
from storage import sealing
from storage.customers import contacting, keeping
from storage.customers.keeping import Stale, Unfit, Unknown
from storage.domain.customer import FIELDS, KINDS, MOST

Kind = Literal["external", "internal", "supplier", "employee", "community", "authority", "potential"]
assert set(KINDS) == set(Kind.__args__)  # type: ignore[attr-defined]

Own = Annotated[dict[Word, Word], Field(max_length=MOST)]


class CustomerIn(In):
    """A new file: at least a name or a number."""

    name: Word = ""
    number: Word = ""
    kind: Kind = "external"
    segment: Word = ""
    high_value: bool = False
    note: Words = ""
    own: Own = Field(default_factory=dict)


class CustomerChange(In):
    """What is to be changed of a file; what is absent stays."""

    name: Word | None = None
    number: Word | None = None
    kind: Kind | None = None
    segment: Word | None = None
    high_value: bool | None = None
    note: Words | None = None
    own: Own | None = None


class Customer(Record):
    """A file. `merged_into`: the customer in whose file it has gone on."""

    name: str
    number: str
    kind: str
    segment: str
    high_value: bool
    note: str
    own: dict[str, Any] | None
    merged_into: int | None
    revision: int
    created_at: datetime


class Contact(Record):
    """How they are reached; masked for tokens without contacts:read."""

    kind: str
    label: str
    text: str


class CustomerWhole(Customer):
    """A file with its contacts."""

    contacts: list[Contact]


class Sought(Changing):
    """Which customers."""

    name: Word | None = None
    number: Word | None = None
    kind: Word | None = None
    segment: Word | None = None


async def list_(call: Call) -> Out:
    """The files of customers."""
    return await records.listed(call, "customers")


async def one(call: Call) -> Out:
    """One file, with its contacts."""
    return await whole(call, call.id)


async def whole(call: Call, customer_id: int) -> Out:
    """The file with its contacts: opened, which is noted, for who may read them."""
    found = await records.single(call, "customers", customer_id)
    opens = "contacts:read" in call.bearer.scopes and may(call.bearer.role, "handler")
    ask = call.door.note if opens else call.door.read
    return {**found, "contacts": await ask(contacts, customer_id, call.bearer.user_id if opens else None)}


def contacts(session: Session, customer_id: int, shown_to: int | None) -> list[dict[str, Any]]:
    """Those of a customer as they are `shown_to` somebody; None: masked."""
    found = []
    for each in contacting.of(session, customer_id):
        text = each.shown
        if shown_to is not None:
            try:
                text = contacting.show(session, customer_id, each.id, shown_to, now())
            except sealing.Unopened:
                text = ""
        found.append({"id": each.id, "kind": each.kind, "label": each.label, "text": text})
    return found


async def begin(call: Call) -> Out:
    """A new file."""
    told = call.body.model_dump()

    def verb(session: Session) -> int:
        return keeping.begin(session, told, call.bearer.user_id, now())

    try:
        return await whole(call, await once.written(call, verb))
    except Unfit as wrong:
        raise _unfit(wrong) from None


def _unfit(wrong: Unfit) -> Problem:
    """It does not fit; where another customer has the number, who that is."""
    if wrong.taken_by is None:
        return unfit(wrong.fields)
    more = {"customer_id": wrong.taken_by}
    return Problem(409, "number_taken", wrong=fields(wrong.fields), more=more)


async def amend(call: Call) -> Out:
    """Change a file, from the revision that was seen (If-Match)."""
    changes = call.body.model_dump(exclude_none=True)

    def verb(session: Session) -> int:
        there = keeping.one(session, call.id).told
        told = {name: changes.get(name, there[name]) for name in FIELDS}
        keeping.amend(session, call.id, told, call.seen, call.bearer.user_id, now())
        return call.id

    try:
        return await whole(call, await once.written(call, verb))
    except Unknown:
        raise not_found() from None
    except Stale:
        raise Problem(412, "stale") from None
    except Unfit as wrong:
        raise _unfit(wrong) from None


ONE: Final = "/customers/{id}"

OPERATIONS: Final = (
    Operation("GET", "/customers", "customers:read", list_, Listed[Customer], query=Sought),
    Operation("POST", "/customers", "customers:write", begin, CustomerWhole, body=CustomerIn, once=True),
    Operation("GET", ONE, "customers:read", one, CustomerWhole),
    Operation("PATCH", ONE, "customers:write", amend, CustomerWhole, body=CustomerChange, matched=True),
)
