"""What a customer ordered (A8), as staff write it down."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from storage import events
from storage.customers.keeping import Unfit, Unknown, held
from storage.domain.customer import LONGEST_ORDER
from storage.tables import orders

SHOWN = 100
"""Orders of one customer that are listed, the latest."""


class Order(NamedTuple):
    """An order; `ordered_on` is None where nobody knows the day."""

    id: int
    number: str
    product: str
    ordered_on: date | None


def of(session: Session, customer_id: int, limit: int = SHOWN) -> list[Order]:
    """The latest first."""
    o = orders.c
    query = select(o.id, o.number, o.product, o.ordered_on).where(o.customer_id == customer_id)
    rows = session.execute(query.order_by(o.ordered_on.desc().nulls_last(), o.id.desc()).limit(limit))
    return [Order._make(row) for row in rows]


def add(
    session: Session, customer_id: int, told: Mapping[str, str], on: date | None, user_id: int, at: datetime
) -> int:
    """Keep an order (`told`: number, product); its id. Raises Unknown, Unfit."""
    long = {name: "too_long" for name in ("number", "product") if len(told[name]) > LONGEST_ORDER}
    if found := long or ({} if told["number"] else {"number": "no_number"}):
        raise Unfit({f"order_{name}": code for name, code in found.items()})
    held(session, customer_id)
    o = orders.c
    there = select(o.id).where(o.customer_id == customer_id, o.number == told["number"])
    if session.scalar(there.where(o.product == told["product"]).limit(1)) is not None:
        raise Unfit({"order_number": "there_already"})
    row = {"customer_id": customer_id, "number": told["number"], "product": told["product"]}
    new = insert(orders).returning(o.id)
    made: int = session.scalars(new, [{**row, "ordered_on": on, "created_at": at}]).one()
    events.append(session, [events.event(at, "order", made, "begin", "staff", user_id=user_id)])
    return made


def drop(session: Session, customer_id: int, order_id: int, user_id: int, at: datetime) -> Order:
    """It was never theirs; what it was, so that it can be added again. Raises Unknown."""
    held(session, customer_id)
    o = orders.c
    gone = delete(orders).where(o.customer_id == customer_id, o.id == order_id)
    was = session.execute(gone.returning(*(o[name] for name in Order._fields))).one_or_none()
    if was is None:
        raise Unknown(order_id)
    events.append(session, [events.event(at, "order", order_id, "drop", "staff", user_id=user_id)])
    return Order._make(was)
