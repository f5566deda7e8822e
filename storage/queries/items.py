"""Items (指标) and their levels: means, distributions, NPS.

Those of the responses completed in the period, as the index: what has not been handed in says nothing yet.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.domain import satisfaction
from storage.domain.response_figures import Heard
from storage.domain.response_figures import Level as Chosen
from storage.domain.satisfaction import Nps, Summary, summary_from_sums
from storage.tables import survey_versions, surveys


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


Told = Mapping[tuple[str, str], str]
"""(survey, question) -> the question's title."""


def items(heard: Heard, surveys: Mapping[int, str], titles: Told) -> list[Item]:
    """The items from best to worst; NPS has figures of its own. `surveys`: the key of each version."""
    sums: dict[tuple[str, str], tuple[int, float, float]] = {}
    for (survey, level), often in _levels(heard, surveys).items():
        if level.kind != "nps":
            n, total, squares = sums.get((survey, level.question), (0, 0.0, 0.0))
            more = (n + often, total + often * level.score, squares + often * level.score**2)
            sums[survey, level.question] = more
    found = [
        Item(key, question, titles.get((key, question), question), summary_from_sums(*told))
        for (key, question), told in sums.items()
    ]
    return sorted(found, key=lambda item: (-(item.summary.mean or 0), item.survey, item.question))


def distribution(heard: Heard, surveys: Mapping[int, str], titles: Told) -> list[Level]:
    """How often each level was chosen, by item, the highest level first; levels never chosen are left out."""
    chosen: Counter[tuple[str, str, str, float]] = Counter()
    for (survey, level), often in _levels(heard, surveys).items():
        chosen[survey, level.question, level.label, level.score] += often
    return [
        Level(key, question, titles.get((key, question), question), label, score, n)
        for (key, question, label, score), n in sorted(chosen.items(), key=_highest_first)
    ]


def _highest_first(chosen: tuple[tuple[str, str, str, float], int]) -> tuple[str, str, float, str]:
    survey, question, label, score = chosen[0]
    return survey, question, -score, label


def nps(heard: Heard) -> Nps:
    """The net promoter score over all NPS questions; a score of 100 stands for 10, of 60 for 6."""
    given: Counter[int] = Counter()
    for figures in heard.values():
        for level, often in figures.levels.items():
            if level.kind == "nps":
                given[round(level.score / 10)] += often
    return satisfaction.nps(given)


def surveys_of(session: Session) -> dict[int, str]:
    """The key of the survey that each version is of."""
    query = select(survey_versions.c.id, surveys.c.key).join_from(survey_versions, surveys)
    return {row.id: row.key for row in session.execute(query)}


def _levels(heard: Heard, surveys: Mapping[int, str]) -> dict[tuple[str, Chosen], int]:
    """Of each survey, whatever its version."""
    found: Counter[tuple[str, Chosen]] = Counter()
    for group, figures in heard.items():
        for level, often in figures.levels.items():
            found[surveys[group.version_id], level] += often
    return found
