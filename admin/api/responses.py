"""Responses: what was answered, and those that another system has collected."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from admin.api import answering, once, records
from admin.api.models import Changing, Id, In, Listed, Record, Text, Word, Words
from admin.api.operation import Call, Operation, Out
from admin.api.problems import Problem, Wrong, not_found, unfit
from admin.door import now
from storage import entering, surveys
from storage.domain import entering as law
from storage.domain.entering import CHANNELS, Given, Typed
from storage.domain.form import LONGEST
from storage.domain.question import Question
from storage.entering import Unfit
from storage.records import answers_of
from storage.settings import settings

Channel = Literal["paper", "phone"]
assert set(CHANNELS) == set(Channel.__args__)  # type: ignore[attr-defined]


Said = Annotated[Text, Field(max_length=LONGEST)]
Number = Annotated[int, Field(ge=-(10**15), le=10**15)]


class AnswerIn(In):
    """An answer: the key of an option, several keys, a number, true or false, a day (2026-11-20), or words.
    `comment` is what was said beside it."""

    question: Word
    value: Said | Number | float | bool | Annotated[list[Word], Field(max_length=200)]
    comment: Said = ""


class ResponseIn(In):
    """A response on paper or from the phone. `segment` is for who is not known."""

    survey: Word
    channel: Channel
    on: date
    customer_id: Id | None = None
    segment: Word = ""
    place: Word = ""
    note: Words = ""
    answers: list[AnswerIn] = Field(min_length=1, max_length=500)


class Answer(Record):
    """An answer as it was understood (`value`, `label`, `score` 0 to 100) and as it was written."""

    question: str
    about: str
    kind: str
    value: Any
    label: str
    score: float | None
    text: str
    comment: str
    reason: str
    missing: str
    revision: int


class Response(Record):
    """A response with its answers. Of one without a name there is no customer, and of the moment its day."""

    survey: str
    version: int
    version_id: int
    state: str
    satisfaction_index: float | None
    begun_at: datetime
    completed_at: datetime | None
    anonymous: bool
    customer_id: int | None
    channel: str
    segment: str
    place: str
    language: str
    invitation_id: int | None
    entered_by: int | None
    note: str
    answers: list[Answer]


class Sought(Changing):
    """Which responses; `since` and `before` are of when they were completed, in whole days."""

    survey: Word | None = None
    state: Literal["begun", "completed", "stopped"] | None = None
    channel: Word | None = None
    segment: Word | None = None
    customer_id: Id | None = None


async def list_(call: Call) -> Out:
    """Responses with their answers."""
    rows, following = await records.page(call, "responses")
    answered = await call.door.read(answers_of, [row["id"] for row in rows])
    return {"data": [{**row, "answers": answered.get(row["id"], [])} for row in rows], "next": following}


async def one(call: Call) -> Out:
    """One response with its answers."""
    return await whole(call, call.id)


async def whole(call: Call, response_id: int) -> Out:
    """The response with its answers. Raises Problem."""

    def read(session: Session) -> Out | None:
        found = records.one(session, "responses", response_id)
        if found is None:
            return None
        return {**found, "answers": answers_of(session, [response_id]).get(response_id, [])}

    found = await call.door.read(read)
    if found is None:
        raise not_found()
    return found


async def enter(call: Call) -> Out:
    """A response to the published version of a survey."""

    def verb(session: Session) -> int:
        return entering.enter(session, typed(session, call.body), call.bearer.user_id, now())

    try:
        return await whole(call, await once.written(call, verb))
    except Unfit as wrong:
        raise unfit(wrong.fields) from None


def typed(session: Session, told: ResponseIn) -> Typed:
    """What was sent, as the law takes it. Raises Problem."""
    found = surveys.published(session, told.survey) if told.survey else None
    if found is None:
        raise unfit({"survey": "no_survey"})
    asked, given, wrong = {each.key: each for each in law.asked(found[1])}, {}, []
    for at, each in enumerate(told.answers):
        question = asked.get(each.question)
        answer = None if question is None else _given(question, each, told.on)
        code = "unknown_question" if question is None else "twice" if each.question in given else ""
        if code or answer is None:
            wrong.append(Wrong(f"/answers/{at}/{'question' if code else 'value'}", code or "unfit_value"))
            continue
        given[each.question] = answer
    if wrong:
        raise Problem(422, "unfit", wrong=wrong)
    return Typed(
        version_id=found[0],
        channel=told.channel,
        on=told.on,
        customer_id=told.customer_id,
        place=told.place,
        segment=told.segment,
        note=told.note,
        answers=list(given.values()),
    )


def _given(question: Question, told: AnswerIn, on: date) -> Given | None:
    return answering.given(question, told.value, told.comment, on, settings().timezone)


OPERATIONS: Final = (
    Operation("GET", "/responses", "responses:read", list_, Listed[Response], query=Sought),
    Operation("POST", "/responses", "responses:write", enter, Response, body=ResponseIn, once=True),
    Operation("GET", "/responses/{id}", "responses:read", one, Response),
)
