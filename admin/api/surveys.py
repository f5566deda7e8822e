"""Surveys: which there are, and what the published version of one asks."""

from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel
from sqlalchemy.orm import Session

from admin.api import records
from admin.api.models import Listed, Page, Record, Word
from admin.api.operation import Call, Operation, Out
from admin.api.problems import not_found
from storage.records import asked_by


class Survey(Record):
    """A survey by its key."""

    key: str
    title: str
    created_at: datetime


class Option(BaseModel):
    """What can be picked."""

    key: str
    label: str


class Question(BaseModel):
    """A question; a number is from `low` to `high`."""

    key: str
    kind: str
    text: str
    required: bool
    options: list[Option]
    low: float | None
    high: float | None


class SurveyWhole(Survey):
    """A survey with the questions of its published version; without any where none is published."""

    version_id: int | None
    questions: list[Question]


class Sought(Page):
    """Which surveys."""

    key: Word | None = None


async def list_(call: Call) -> Out:
    """Surveys."""
    return await records.listed(call, "surveys")


async def one(call: Call) -> Out:
    """One survey, with the questions of its published version."""
    found = await call.door.read(whole, call.id)
    if found is None:
        raise not_found()
    return found


def whole(session: Session, survey_id: int) -> dict[str, Any] | None:
    """The survey and what it asks; None where there is none."""
    found = records.one(session, "surveys", survey_id)
    if found is None:
        return None
    return {"version_id": None, "questions": [], **found, **(asked_by(session, found["key"]) or {})}


OPERATIONS: Final = (
    Operation("GET", "/surveys", "surveys:read", list_, Listed[Survey], query=Sought),
    Operation("GET", "/surveys/{id}", "surveys:read", one, SurveyWhole),
)
