"""What customers wrote: mood, the last words, and the texts that are looked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, or_, select
from sqlalchemy.orm import Session

from storage import hiding
from storage import surveys as survey_verbs
from storage.days import day
from storage.domain.judging import MOODS
from storage.domain.response_figures import Heard, mood_of
from storage.queries import analysed, texts
from storage.queries.analysed import Analysed
from storage.queries.filters import (
    ALL,
    STANDS_ALONE,
    Filters,
    Period,
    Sought,
    of_responses,
    within,
)
from storage.queries.texts import Source
from storage.tables import (
    answers,
    complaints,
    customers,
    responses,
    survey_versions,
    surveys,
)
from storage.written import SUBJECTS, Part, parts_of

_A, _R, _K = answers.c, responses.c, complaints.c


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
    """A customer wrote something to the question of this title. Of what was said without a name there is no
    `conversation_id`, and of the moment the day alone."""

    answer_id: int
    response_id: int
    title: str
    at: datetime
    conversation_id: int | None


class Found(NamedTuple):
    """A text with what was found in it. An answer has `label` and `score`, and the `title` of its `question`
    in its `survey`; a complaint has a `number`. Of what was said without a name there is no `customer`, no
    `conversation_id`, and of the moment the day alone."""

    subject: str
    subject_id: int
    parts: list[Part]
    label: str
    score: float | None
    survey: str
    question: str
    title: str
    number: str
    customer: str
    conversation_id: int | None
    channel: str
    segment: str
    at: datetime
    analysis: Analysed


def mood_by_month(months: Sequence[Period], heard: Sequence[Heard]) -> list[MonthlyMood]:
    """The mood of what was written to questions in each of these months."""
    return [MonthlyMood(month, Mood(*mood_of(each))) for month, each in zip(months, heard, strict=True)]


def moods(polarity: ColumnElement[float]) -> list[ColumnElement[int]]:
    """How many of these polarities are of each mood."""
    return [_count(and_(*texts.felt(polarity, each))) for each in MOODS]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def found(
    session: Session, filters: Filters, sought: Sought = ALL, limit: int = 20, offset: int = 0
) -> list[Found]:
    """What is looked for, the latest first."""
    keys = [
        (row.at, source.subject, row.id)
        for source in texts.sources(filters)
        for row in session.execute(_latest(session, source, filters, sought, limit + offset))
    ]
    page = sorted(keys, reverse=True)[offset : offset + limit]
    rows = {
        (subject, row.subject_id): row
        for subject in SUBJECTS
        for row in _whole(session, subject, [key for _, of, key in page if of == subject])
    }
    return [rows[subject, key] for _, subject, key in page]


def _latest(session: Session, source: Source, filters: Filters, sought: Sought, limit: int) -> Select[Any]:
    query = texts.told(source, filters, sought, source.key.label("id"), source.at.label("at"))
    return (
        query.where(hiding.shown_words(session, source.subject))
        .order_by(source.at.desc(), source.key.desc())
        .limit(limit)
    )


def _whole(session: Session, subject: str, ids: list[int]) -> list[Found]:
    if not ids:
        return []
    parts = parts_of(session, subject, ids)
    read = analysed.of(session, subject, ids, parts)
    titles = survey_verbs.titles(session) if subject == "answer" else {}
    query = _complaints(ids) if subject == "complaint" else _answers(ids)
    return [
        Found(
            subject=subject,
            subject_id=row.id,
            parts=parts[row.id],
            label=row.label,
            score=row.score,
            survey=row.survey,
            question=row.question,
            title=titles.get((row.survey, row.question), row.question),
            number=row.number,
            customer="" if row.anonymous else row.name or "",
            conversation_id=None if row.anonymous else row.conversation_id,
            channel=row.channel,
            segment=row.segment,
            at=day(row.at) if row.anonymous else row.at,
            analysis=read[row.id],
        )
        for row in session.execute(query)
    ]


def _answers(ids: list[int]) -> Select[Any]:
    shown = (
        _A.id,
        _A.label,
        _A.score,
        surveys.c.key.label("survey"),
        _A.question,
        _A.answered_at.label("at"),
    )
    whose = (_R.anonymous, _R.conversation_id, _R.channel, _R.segment, customers.c.name)
    query = select(*shown, *whose, literal("").label("number")).select_from(answers).join(responses)
    query = query.join(survey_versions).join(surveys)
    return query.join(customers, customers.c.id == _R.customer_id, isouter=True).where(_A.id.in_(ids))


def _complaints(ids: list[int]) -> Select[Any]:
    absent = (literal("").label(name) for name in ("label", "survey", "question"))
    shown = (_K.id, _K.number, null().label("score"), *absent, _K.received_at.label("at"))
    whose = (_K.anonymous, _K.conversation_id, _K.channel, _K.segment, customers.c.name)
    query = select(*shown, *whose).select_from(complaints)
    return query.join(customers, customers.c.id == _K.customer_id, isouter=True).where(_K.id.in_(ids))


def last(session: Session, filters: Filters, limit: int = 20) -> list[Wrote]:
    """What customers wrote last, the latest first."""
    said = or_(and_(_A.kind == "text", _A.text != ""), _A.comment != "", _A.reason != "")
    wanted = (
        STANDS_ALONE,
        hiding.shown_words(session, "answer"),
        *within(_A.answered_at, filters.period),
        *of_responses(filters),
    )
    whose = (_R.anonymous, _R.conversation_id)
    query = select(_A.id, _A.response_id, surveys.c.key, _A.question, _A.answered_at, *whose).select_from(
        answers
    )
    query = query.join(responses).join(survey_versions).join(surveys).where(said, *wanted)
    titles = survey_verbs.titles(session)
    return [
        Wrote(
            answer_id=row.id,
            response_id=row.response_id,
            title=titles.get((row.key, row.question), row.question),
            at=day(row.answered_at) if row.anonymous else row.answered_at,
            conversation_id=None if row.anonymous else row.conversation_id,
        )
        for row in session.execute(query.order_by(_A.answered_at.desc(), _A.id.desc()).limit(limit))
    ]
