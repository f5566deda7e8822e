"""Rounds: one survey, the customers invited to it."""

from datetime import datetime
from typing import Final

from admin.api import records
from admin.api.models import Dated, Id, Listed, Record, Word
from admin.api.operation import Call, Operation, Out


class Round(Record):
    """A round; `target` is the return rate aimed at, in percent."""

    survey_id: int
    title: str
    anonymous: bool
    state: str
    target: float | None
    starts_at: datetime
    return_by: datetime
    created_at: datetime


class Sought(Dated):
    """Which rounds."""

    survey_id: Id | None = None
    state: Word | None = None


async def list_(call: Call) -> Out:
    """Rounds."""
    return await records.listed(call, "rounds")


async def one(call: Call) -> Out:
    """One round."""
    return await records.single(call, "rounds")


OPERATIONS: Final = (
    Operation("GET", "/rounds", "rounds:read", list_, Listed[Round], query=Sought),
    Operation("GET", "/rounds/{id}", "rounds:read", one, Round),
)
