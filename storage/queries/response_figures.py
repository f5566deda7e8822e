"""The figures of responses, counted from the rows: of adjoining spans, by group."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from storage.domain.response_figures import CALM, Figures, Group, Heard, Level
from storage.queries import texts
from storage.queries.filters import ALL, STANDS_ALONE, Filters, Period, number_of, of_responses, within
from storage.queries.words import moods
from storage.tables import analyses, answers, matters, responses, survey_versions, surveys

_R, _A = responses.c, answers.c

_GROUP: Final = (_R.version_id, _R.channel, _R.segment)

Sorted = dict[tuple[int, Group], dict[str, Any]]


def count(session: Session, filters: Filters, spans: Sequence[Period]) -> list[Heard]:
    """The groups of each of these adjoining spans, oldest first; the period of the filters is not asked. All
    groups are counted, along the indexes of time: along that of a survey a database would read all of it."""
    whole = Filters(Period(spans[0].start, spans[-1].end))
    found: Sorted = {}
    for add in (_begun, _index, _levels, _mood, _matters):
        add(session, whole, list(spans), found)
    fits = fitting(session, filters)
    heard: list[dict[Group, Figures]] = [{} for _ in spans]
    for (number, group), told in found.items():
        if fits(group):
            heard[number][group] = Figures(**told)
    return list(heard)


def fitting(session: Session, filters: Filters) -> Callable[[Group], bool]:
    """Whether a group is asked for."""
    of = (
        select(survey_versions.c.id)
        .join_from(survey_versions, surveys)
        .where(surveys.c.key == filters.survey)
    )
    versions = set(session.scalars(of)) if filters.survey else set()

    def fits(group: Group) -> bool:
        return (
            (not filters.survey or group.version_id in versions)
            and filters.channel in ("", group.channel)
            and filters.segment in ("", group.segment)
        )

    return fits


def _of(found: Sorted, number: int, *group: Any) -> dict[str, Any]:
    return found.setdefault((number, Group(*group)), {})


def _grouped(query: Select[Any], at: ColumnElement[Any], spans: list[Period], *by: Any) -> Select[Any]:
    """By the number of the span, the group, and more."""
    keys = (number_of(at, spans), *_GROUP, *by)
    return query.add_columns(*keys).group_by(*keys)


def _begun(session: Session, whole: Filters, spans: list[Period], found: Sorted) -> None:
    query = select(func.count()).where(*of_responses(whole), *within(_R.begun_at, whole.period))
    for n, number, *group, state in session.execute(_grouped(query, _R.begun_at, spans, _R.state)):
        told = _of(found, number, *group)
        told["begun"] = told.get("begun", 0) + n
        if state in ("completed", "stopped"):
            told[state] = n


def _index(session: Session, whole: Filters, spans: list[Period], found: Sorted) -> None:
    index = _R.satisfaction_index
    query: Any = select(func.count(), func.count(index), func.sum(index), func.sum(index * index))
    query = query.where(*_completed(whole))
    for done, n, total, squares, number, *group in session.execute(_grouped(query, _R.completed_at, spans)):
        _of(found, number, *group).update(finished=done, index=(n, total or 0.0, squares or 0.0))


def _completed(whole: Filters) -> list[ColumnElement[bool]]:
    """As the list of responses has them (`storage.queries.responses`)."""
    done = within(_R.completed_at, whole.period)
    return [_R.state == "completed", STANDS_ALONE, *of_responses(whole), *done]


def _levels(session: Session, whole: Filters, spans: list[Period], found: Sorted) -> None:
    query = select(func.count()).select_from(answers).join(responses)
    query = query.where(_A.score.is_not(None), *_completed(whole))
    by = (_A.question, _A.kind, _A.label, _A.score)
    for n, number, version, channel, segment, *level in session.execute(
        _grouped(query, _R.completed_at, spans, *by)
    ):
        _of(found, number, version, channel, segment).setdefault("levels", {})[Level(*level)] = n


def _mood(session: Session, whole: Filters, spans: list[Period], found: Sorted) -> None:
    query = texts.told(texts.ANSWERS, whole, ALL, *moods(analyses.c.polarity))
    for *felt, number, version, channel, segment in session.execute(_grouped(query, _A.answered_at, spans)):
        _of(found, number, version, channel, segment)["mood"] = tuple(felt)


def _matters(session: Session, whole: Filters, spans: list[Period], found: Sorted) -> None:
    query = texts.by_matter(texts.ANSWERS, whole, ALL, *moods(matters.c.polarity))
    for *felt, number, version, channel, segment, category in session.execute(
        _grouped(query, _A.answered_at, spans, matters.c.category)
    ):
        if tuple(felt) != CALM:
            _of(found, number, version, channel, segment).setdefault("matters", {})[category] = tuple(felt)
