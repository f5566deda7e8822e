"""Orders: what customers bought (A8)."""

from datetime import date, datetime
from typing import Final

from pydantic import Field
from sqlalchemy.orm import Session

from admin.api import once, records
from admin.api.models import Changing, Id, In, Listed, Record, Word
from admin.api.operation import Call, Operation, Out
from admin.api.problems import Problem, Wrong
from admin.door import now
from storage.customers import ordering
from storage.customers.keeping import Unfit, Unknown


class OrderIn(In):
    """A new order of a customer."""

    customer_id: Id
    number: Word = Field(min_length=1)
    product: Word = ""
    ordered_on: date | None = None


class Order(Record):
    """An order; `ordered_on` is null where nobody knows the day."""

    customer_id: int
    number: str
    product: str
    ordered_on: date | None
    created_at: datetime


class Sought(Changing):
    """Which orders."""

    customer_id: Id | None = None
    number: Word | None = None


async def list_(call: Call) -> Out:
    """Orders."""
    return await records.listed(call, "orders")


async def one(call: Call) -> Out:
    """One order."""
    return await records.single(call, "orders")


async def add(call: Call) -> Out:
    """A new order of a customer who is known."""
    asked = call.body

    def verb(session: Session) -> int:
        told = {"number": asked.number, "product": asked.product}
        by = (call.bearer.user_id, now())
        return ordering.add(session, asked.customer_id, told, asked.ordered_on, *by)

    try:
        return await records.single(call, "orders", await once.written(call, verb))
    except Unknown:
        raise Problem(422, "unfit", wrong=[Wrong("/customer_id", "no_customer")]) from None
    except Unfit as found:
        wrong = [Wrong(f"/{name.removeprefix('order_')}", code) for name, code in found.fields.items()]
        there = "there_already" in found.fields.values()
        raise Problem(409 if there else 422, "there_already" if there else "unfit", wrong=wrong) from None


OPERATIONS: Final = (
    Operation("GET", "/orders", "orders:read", list_, Listed[Order], query=Sought),
    Operation("POST", "/orders", "orders:write", add, Order, body=OrderIn, once=True),
    Operation("GET", "/orders/{id}", "orders:read", one, Order),
)
