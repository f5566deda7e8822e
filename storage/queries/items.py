"""Items (指标) and their levels: means, distributions, NPS.

Every answer given in the period counts, also of responses that are not completed.
"""

from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from storage import surveys as survey_verbs
from storage.domain import satisfaction
from storage.domain.satisfaction import Nps, Summary, summary_from_sums
from storage.queries.filters import Filters, of_responses, within
from storage.tables import answers, responses, survey_versions, surveys


class Item(NamedTuple):
    """One question with scores, 0 to 100."""

    survey: str
    question: str
    title: str
    summary: Summary


class Level(NamedTuple):
    """How often one level of an item was chosen."""

    survey: str
    question: str
    title: str
    label: str
    score: float
    n: int


def items(session: Session, filters: Filters) -> list[Item]:
    """The items from best to worst; NPS has figures of its own."""
    score = answers.c.score
    query = _scored(
        filters,
        surveys.c.key,
        answers.c.question,
        func.count(),
        func.sum(score),
        func.sum(score * score),
    ).where(answers.c.kind != "nps")
    titles = survey_verbs.titles(session)
    rows = session.execute(query.group_by(surveys.c.key, answers.c.question)).all()
    found = [
        Item(key, question, titles.get((key, question), question), summary_from_sums(n, total, squares))
        for key, question, n, total, squares in rows
    ]
    return sorted(found, key=lambda item: (-(item.summary.mean or 0), item.survey, item.question))


def distribution(session: Session, filters: Filters) -> list[Level]:
    """How often each level was chosen, by item, the highest level first; levels never chosen are left out."""
    a = answers.c
    group = (surveys.c.key, a.question, a.label, a.score)
    query = _scored(filters, *group, func.count()).group_by(*group)
    titles = survey_verbs.titles(session)
    rows = session.execute(query.order_by(surveys.c.key, a.question, a.score.desc(), a.label))
    return [
        Level(key, question, titles.get((key, question), question), label, score, n)
        for key, question, label, score, n in rows
    ]


def nps(session: Session, filters: Filters) -> Nps:
    """The net promoter score over all NPS questions; a score of 100 stands for 10, of 60 for 6."""
    score = answers.c.score
    query = _scored(filters, score, func.count()).where(answers.c.kind == "nps").group_by(score)
    return satisfaction.nps({round(score / 10): n for score, n in session.execute(query)})


def _scored(filters: Filters, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(answers)
        .join(responses)
        .join(survey_versions)
        .join(surveys)
        .where(
            answers.c.score.is_not(None),
            *within(answers.c.answered_at, filters.period),
            *of_responses(filters),
        )
    )
