"""Visits and calls (A9): what staff write down of them. Nothing of it is changed afterwards; who got it wrong
writes it down anew, and what was first thought stands as well."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, insert, select
from sqlalchemy.orm import Session

from storage import events, hiding
from storage.conversations import reaching
from storage.domain.form import LONGEST
from storage.domain.intake import moment
from storage.queries import edges
from storage.queries.edges import Edge, Page, Part
from storage.tables import complaints, customers, users, visits
from storage.texts import storable

KINDS: Final = ("visit", "call", "letter", "fax", "meeting")

MARKET: Final = ("competitors", "prices", "habits", "staff_changes")
"""What was heard of the market."""

FIELDS: Final = ("person_met", "matters", "conclusions", "follow_up", *MARKET)
"""All that is written of a visit."""

PROBLEMS: Final = (
    *("unknown_choice", "no_customer", "not_moment", "in_future", "too_early", "no_matters", "too_long"),
    *("unknown_complaint", "other_customer"),
)


class Unfit(ValueError):
    """It can't be kept: by field, one of PROBLEMS."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(", ".join(sorted(fields)))
        self.fields = fields


class Told(NamedTuple):
    """What staff write down: `at` is None where what was typed is no time, `customer_id` where nobody was
    chosen, `complaint` is a number or empty; `words` are FIELDS."""

    kind: str
    at: datetime | None
    customer_id: int | None
    complaint: str
    words: Mapping[str, str]


class Visit(NamedTuple):
    """A visit as the pages show it: `name` is the customer's, `number` that of the complaint it belongs to,
    `by` is who wrote it down."""

    id: int
    kind: str
    at: datetime
    customer_id: int
    name: str
    complaint_id: int | None
    number: str | None
    by: str
    person_met: str
    matters: str
    conclusions: str
    follow_up: str
    competitors: str
    prices: str
    habits: str
    staff_changes: str

    @property
    def market(self) -> bool:
        """Whether anything was heard of the market."""
        return any(getattr(self, name) for name in MARKET)


def add(session: Session, told: Told, user_id: int, now: datetime) -> int:
    """Keep it; its id. Raises Unfit."""
    if told.customer_id is not None:
        reaching.lock(session, told.customer_id)  # as erasing does, which empties what is there then
    complaint = _complaint(session, told)
    if found := wrong(told, now) | _of_others(session, told, complaint):
        raise Unfit(found)
    clean = {name: storable(told.words.get(name, ""))[0] for name in FIELDS}
    row = {"kind": told.kind, "at": told.at, "customer_id": told.customer_id, "user_id": user_id, **clean}
    new = insert(visits).returning(visits.c.id)
    key: int = session.scalars(new, [{**row, "complaint_id": complaint.id if complaint else None}]).one()
    events.append(session, [events.event(now, "visit", key, "note", "staff", user_id=user_id)])
    return key


def wrong(told: Told, now: datetime) -> dict[str, str]:
    """What does not fit, whatever is known; of what happened one has to write something."""
    long = {name: "too_long" for name in FIELDS if len(told.words.get(name, "")) > LONGEST}
    checks = {
        "kind": "unknown_choice" if told.kind not in KINDS else "",
        "at": moment(told.at, now),
        "customer": "no_customer" if told.customer_id is None else "",
        "matters": "no_matters" if not told.words.get("matters") else "",
    }
    return {**{name: code for name, code in checks.items() if code}, **long}


def _complaint(session: Session, told: Told) -> Any:
    c = complaints.c
    there = select(c.id, c.customer_id).where(c.number == told.complaint, hiding.shown(session))
    return session.execute(there).one_or_none() if told.complaint else None


def _of_others(session: Session, told: Told, complaint: Any) -> dict[str, str]:
    """Nobody is met who has been forgotten, or of whom who writes may not know, nor about what is somebody
    else's."""
    k, found = customers.c, {}
    if told.customer_id is not None:
        known = (k.erased_at.is_(None), k.merged_into.is_(None), hiding.shown_of(session, k.id))
        there = select(k.id).where(k.id == told.customer_id, *known)
        if session.scalar(there) is None:
            found["customer"] = "no_customer"
    if told.complaint and complaint is None:
        found["complaint"] = "unknown_complaint"
    elif complaint is not None and complaint.customer_id != told.customer_id:
        found["complaint"] = "other_customer"
    return found


def customer_of(session: Session, number: str) -> int | None:
    """Whose complaint this is, as far as who reads may know; None: nobody's, or there is none."""
    c = complaints.c
    found: int | None = session.scalar(select(c.customer_id).where(c.number == number, hiding.shown(session)))
    return found


SORTS: Final = ("", "oldest")
"""The latest first, or the first."""


def page(
    session: Session,
    customer_id: int | None = None,
    size: int = 100,
    edge: Edge | None = None,
    sort: str = "",
) -> Page:
    """Of this customer or of all, the latest first."""
    return edges.page(session, _parts(session, customer_id, sort), size, edge)


def listing(session: Session, limit: int, customer_id: int | None = None) -> list[Visit]:
    """The first of them."""
    return those(session, page(session, customer_id, limit).keys)


def every(session: Session, customer_id: int | None = None, sort: str = "") -> Iterator[int]:
    """The ids of all of them, in the order of the list."""
    return edges.every(session, _parts(session, customer_id, sort))


def _parts(session: Session, customer_id: int | None, sort: str) -> list[Part]:
    theirs = [] if customer_id is None else [_V.customer_id == customer_id]
    query = select(_V.id).where(*_shown(session), *theirs)
    return [Part(_V.at, _V.id, [query], down=sort != "oldest")]


def those(session: Session, ids: Sequence[int]) -> list[Visit]:
    """These, as far as they are there, in this order."""
    found = {each.id: each for each in _read(session, _visits(session).where(_V.id.in_(ids)))}
    return [found[key] for key in ids if key in found]


def of_complaint(session: Session, complaint_id: int) -> list[Visit]:
    """Those that belong to this complaint, the latest first."""
    return _read(session, _visits(session).where(_V.complaint_id == complaint_id))


_V: Final = visits.c
_LATEST: Final = (_V.at.desc(), _V.id.desc())


def _shown(session: Session) -> tuple[ColumnElement[bool], ...]:
    """Conditions: what has been emptied with its customer is nobody's any more; what is about who reads is
    kept from them, and what was of a complaint that is."""
    its = _V.complaint_id.is_(None) | hiding.shown_as(session, _V.complaint_id)
    return _V.matters != "", hiding.shown_of(session, _V.customer_id), its


def _visits(session: Session) -> Select[Any]:
    named = {
        "name": customers.c.name,
        "number": complaints.c.number,
        "by": users.c.name,
    }
    columns = (named[name].label(name) if name in named else _V[name] for name in Visit._fields)
    return (
        select(*columns)
        .join_from(visits, customers, customers.c.id == _V.customer_id)
        .join(users, users.c.id == _V.user_id)
        .join(complaints, complaints.c.id == _V.complaint_id, isouter=True)
        .where(*_shown(session))
        .order_by(*_LATEST)
    )


def _read(session: Session, query: Select[Any]) -> list[Visit]:
    return [Visit._make(row) for row in session.execute(query)]
