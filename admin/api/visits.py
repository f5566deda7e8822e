"""Visits and calls (A9). What was written down is not changed: who got it wrong writes it down anew."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy.orm import Session

from admin.api import once, records
from admin.api.models import Changing, Id, In, Listed, Moment, Record, Word, Words
from admin.api.operation import Call, Operation, Out
from admin.api.problems import unfit
from admin.door import now
from storage import visits
from storage.visits import FIELDS, KINDS, Told, Unfit

Kind = Literal["visit", "call", "letter", "fax", "meeting"]
assert set(KINDS) == set(Kind.__args__)  # type: ignore[attr-defined]


class VisitIn(In):
    """A visit that has been: `complaint` is the number of the complaint it was about."""

    kind: Kind
    at: Moment
    customer_id: Id
    complaint: Word = ""
    person_met: Words = ""
    matters: Words
    conclusions: Words = ""
    follow_up: Words = ""
    competitors: Words = ""
    prices: Words = ""
    habits: Words = ""
    staff_changes: Words = ""


class Visit(Record):
    """A visit: whom staff met, what about, what came of it, what was heard of the market."""

    kind: str
    customer_id: int
    complaint_id: int | None
    person_met: str
    matters: str
    conclusions: str
    follow_up: str
    competitors: str
    prices: str
    habits: str
    staff_changes: str
    user_id: int
    at: datetime


class Sought(Changing):
    """Which visits."""

    customer_id: Id | None = None
    complaint_id: Id | None = None
    kind: Word | None = None


async def list_(call: Call) -> Out:
    """Visits and calls."""
    return await records.listed(call, "visits")


async def one(call: Call) -> Out:
    """One visit or call."""
    return await records.single(call, "visits")


async def add(call: Call) -> Out:
    """Write down a visit or a call."""
    asked = call.body
    words = {name: getattr(asked, name) for name in FIELDS}
    told = Told(asked.kind, asked.at, asked.customer_id, asked.complaint, words)

    def verb(session: Session) -> int:
        return visits.add(session, told, call.bearer.user_id, now())

    try:
        return await records.single(call, "visits", await once.written(call, verb))
    except Unfit as wrong:
        raise unfit(wrong.fields) from None


OPERATIONS: Final = (
    Operation("GET", "/visits", "visits:read", list_, Listed[Visit], query=Sought),
    Operation("POST", "/visits", "visits:write", add, Visit, body=VisitIn, once=True),
    Operation("GET", "/visits/{id}", "visits:read", one, Visit),
)
