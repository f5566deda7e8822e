"""What customers wrote: mood, and the last words."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from storage import surveys as survey_verbs
from storage.queries.filters import Filters, Period, months, number_of, of_responses, within
from storage.tables import analyses, answers, responses, survey_versions, surveys

_THIRD = 1 / 3


class Mood(NamedTuple):
    """How many texts are positive, neutral, negative: polarity over 1/3, between, under -1/3."""

    positive: int
    neutral: int
    negative: int


class MonthlyMood(NamedTuple):
    """One month's mood."""

    month: Period
    mood: Mood


class Wrote(NamedTuple):
    """What a customer wrote to a question.

    `label` is what was understood, `words` what they said (the comment or the reason where the answer itself
    is a level), `polarity` None while the worker has not read it yet.
    """

    answer_id: int
    words: str
    label: str
    score: float | None
    survey: str
    question: str
    title: str
    polarity: float | None
    at: datetime
    conversation_id: int | None
    channel: str
    segment: str


def mood(session: Session, filters: Filters) -> Mood:
    """The mood of what was written in the period."""
    return Mood(*session.execute(_mood(filters)).one())


def mood_by_month(session: Session, filters: Filters, timezone: str) -> list[MonthlyMood]:
    """Every calendar month that the period touches, whole, oldest first."""
    periods = months(filters.period, timezone)
    number = number_of(answers.c.answered_at, periods)
    query = _mood(filters.during(Period(periods[0].start, periods[-1].end))).add_columns(number)
    found = {row[3]: Mood(*row[:3]) for row in session.execute(query.group_by(number))}
    return [MonthlyMood(period, found.get(n, Mood(0, 0, 0))) for n, period in enumerate(periods)]


def _mood(filters: Filters) -> Select[int, int, int]:
    polarity = analyses.c.polarity
    return (
        select(
            _count(polarity >= _THIRD),
            _count(and_(polarity < _THIRD, polarity > -_THIRD)),
            _count(polarity <= -_THIRD),
        )
        .select_from(answers)
        .join(analyses, _analysed())
        .join(responses)
        .where(*within(answers.c.answered_at, filters.period), *of_responses(filters))
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _analysed() -> ColumnElement[bool]:
    return and_(analyses.c.subject == "answer", analyses.c.subject_id == answers.c.id)


def last(session: Session, filters: Filters, limit: int = 20) -> list[Wrote]:
    """What customers wrote last, the latest first."""
    a = answers.c
    said = or_(and_(a.kind == "text", a.text != ""), a.comment != "", a.reason != "")
    query = _wrote().where(said, *within(a.answered_at, filters.period), *of_responses(filters))
    query = query.order_by(a.answered_at.desc(), a.id.desc()).limit(limit)
    titles = survey_verbs.titles(session)
    return [
        Wrote._make((*row[:6], titles.get((row[4], row[5]), row[5]), *row[6:]))
        for row in session.execute(query)
    ]


def _wrote() -> Select[Any]:
    """The columns of `Wrote`, all but the title."""
    a, r = answers.c, responses.c
    words = case((a.kind == "text", a.text), (a.comment != "", a.comment), else_=a.reason)
    answered = (a.id, words, a.label, a.score, surveys.c.key, a.question, analyses.c.polarity, a.answered_at)
    return (
        select(*answered, r.conversation_id, r.channel, r.segment)
        .select_from(answers)
        .join(responses)
        .join(survey_versions)
        .join(surveys)
        .join(analyses, _analysed(), isouter=True)
    )
