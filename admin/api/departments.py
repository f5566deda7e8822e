"""Departments that complaints go to."""

from typing import Final

from admin.api import records
from admin.api.models import Listed, Page, Record, Word
from admin.api.operation import Call, Operation, Out


class Department(Record):
    """A department; `active`: it takes complaints."""

    name: str
    active: bool


class Sought(Page):
    """Which departments."""

    name: Word | None = None
    active: bool | None = None


async def list_(call: Call) -> Out:
    """Departments."""
    return await records.listed(call, "departments")


async def one(call: Call) -> Out:
    """One department."""
    return await records.single(call, "departments")


OPERATIONS: Final = (
    Operation("GET", "/departments", "departments:read", list_, Listed[Department], query=Sought),
    Operation("GET", "/departments/{id}", "departments:read", one, Department),
)
