"""What staff keep of a customer by hand: a new file, and what is changed in one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from storage import dialects, events, hiding, numbers
from storage.conversations import reaching
from storage.domain import customer
from storage.domain.customer import FIELDS
from storage.tables import customers


class Unknown(LookupError):
    """There is no such customer, or none whom who asks may know; nor one who has been forgotten."""


class Stale(Exception):
    """Somebody has changed the file meanwhile."""


class Unfit(ValueError):
    """It can't be kept: by field, why. `taken_by`: the customer who has the number already."""

    def __init__(self, fields: Mapping[str, str], taken_by: int | None = None) -> None:
        super().__init__(", ".join(sorted(fields)))
        self.fields, self.taken_by = fields, taken_by


class File(NamedTuple):
    """The head of a file. `own` are the organisation's own columns. `merged_into`: the customer in whose file
    it has gone on."""

    id: int
    name: str
    number: str
    kind: str
    segment: str
    high_value: bool
    note: str
    own: dict[str, Any]
    revision: int
    merged_into: int | None
    demo: bool
    created_at: datetime

    @property
    def told(self) -> dict[str, Any]:
        """What staff may change, by field."""
        return {name: getattr(self, name) for name in FIELDS}


def one(session: Session, customer_id: int) -> File:
    """The head of this file. Raises Unknown."""
    c = customers.c
    query = select(*(c[name] for name in File._fields)).where(c.id == customer_id, c.erased_at.is_(None))
    row = session.execute(query.where(hiding.shown_of(session, c.id))).one_or_none()
    if row is None:
        raise Unknown(customer_id)
    return File._make(row)._replace(own=row.own or {})


def held(session: Session, customer_id: int) -> File:
    """The same, and nobody else talks with them, forgets them or changes their file until the commit. Raises
    Unknown, for who has gone on in another file too."""
    reaching.lock(session, customer_id)
    session.execute(select(customers.c.id).where(customers.c.id == customer_id).with_for_update())
    found = one(session, customer_id)
    if found.merged_into is not None:
        raise Unknown(customer_id)
    return found


def begin(session: Session, told: Mapping[str, Any], user_id: int, at: datetime) -> int:
    """A new file; its id. Raises Unfit."""
    values = _fitting(told)
    _alone(session, told["number"])
    (key,) = numbers.take(session, "customers", 1)
    session.execute(insert(customers), [{"id": key, "created_at": at, "revision": 1, **values}])
    events.append(session, [events.event(at, "customer", key, "begin", "staff", user_id=user_id)])
    return key


def amend(
    session: Session, customer_id: int, told: Mapping[str, Any], seen: int, user_id: int, at: datetime
) -> None:
    """Keep what is told of them, where the file is as who tells it has `seen` it (its revision). Raises
    Unknown, Stale, Unfit."""
    values, now = _fitting(told), held(session, customer_id)
    if now.revision != seen:
        raise Stale
    if now.told == told:
        return
    if now.number != told["number"]:
        _alone(session, told["number"])
    changed = update(customers).where(customers.c.id == customer_id)
    session.execute(changed.values(**values, revision=seen + 1))
    events.append(session, [events.event(at, "customer", customer_id, "amend", "staff", user_id=user_id)])


def _fitting(told: Mapping[str, Any]) -> dict[str, Any]:
    if found := customer.wrong(told):
        raise Unfit(found)
    return {name: told[name] for name in FIELDS} | {"own": told["own"] or None}


def _alone(session: Session, number: str) -> None:
    """Nobody else has this number, of those whom who tells it may know. Raises Unfit."""
    if not number:
        return
    dialects.alone(session, f"customers.number {number}")
    c = customers.c
    living = (c.erased_at.is_(None), c.merged_into.is_(None), hiding.shown_of(session, c.id))
    query = select(c.id).where(c.number == number, *living).order_by(c.id)
    other = session.scalar(query.limit(1))
    if other is not None:
        raise Unfit({"number": "taken"}, other)
