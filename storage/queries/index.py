"""The satisfaction index (C1, C4): in all, by month, segment and channel; how many finish what they begin."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from storage.domain.satisfaction import Summary, summary_from_sums
from storage.queries.filters import Filters, Period, months, number_of, of_responses, within
from storage.tables import responses


class Monthly(NamedTuple):
    """One month's figures."""

    month: Period
    summary: Summary


class Grouped(NamedTuple):
    """The figures of one segment or channel; an empty key stands for: not known."""

    key: str
    summary: Summary


class Completion(NamedTuple):
    """Of the responses begun in the period: how many are completed, how many were stopped."""

    begun: int
    completed: int
    stopped: int


def overall(session: Session, filters: Filters) -> Summary:
    """The index of the completed responses of the period."""
    return summary_from_sums(*session.execute(_sums(filters)).one())


def by_month(session: Session, filters: Filters, timezone: str) -> list[Monthly]:
    """Every calendar month that the period touches, whole, oldest first."""
    periods = months(filters.period, timezone)
    whole = filters.during(Period(periods[0].start, periods[-1].end))
    found = dict(_grouped(session, whole, number_of(responses.c.completed_at, periods)))
    none = summary_from_sums(0, 0.0, 0.0)
    return [Monthly(period, found.get(number, none)) for number, period in enumerate(periods)]


def by_segment(session: Session, filters: Filters) -> list[Grouped]:
    """Each segment of customers, the best first."""
    return _best_first(_grouped(session, filters, responses.c.segment))


def completion(session: Session, filters: Filters) -> Completion:
    """How many finish what they begin."""
    r = responses.c
    query = (
        select(r.state, func.count())
        .where(*of_responses(filters), *within(r.begun_at, filters.period))
        .group_by(r.state)
    )
    counts: dict[str, int] = dict(session.execute(query).all())
    return Completion(sum(counts.values()), counts.get("completed", 0), counts.get("stopped", 0))


def segments(session: Session) -> list[str]:
    """The segments that there are responses of."""
    return _known(session, responses.c.segment)


def channels(session: Session) -> list[str]:
    """The channels that responses came by."""
    return _known(session, responses.c.channel)


def _known(session: Session, column: ColumnElement[str]) -> list[str]:
    return sorted(session.scalars(select(column).where(column != "", ~responses.c.preview).distinct()))


def _sums(filters: Filters) -> Select[Any]:
    index = responses.c.satisfaction_index
    return select(
        func.count(index), func.coalesce(func.sum(index), 0.0), func.coalesce(func.sum(index * index), 0.0)
    ).where(*of_responses(filters), *within(responses.c.completed_at, filters.period))


def _grouped(session: Session, filters: Filters, key: ColumnElement[Any]) -> list[tuple[Any, Summary]]:
    rows = session.execute(_sums(filters).add_columns(key).group_by(key))
    return [(of, summary_from_sums(n, total, squares)) for n, total, squares, of in rows]


def _best_first(rows: Iterable[tuple[str, Summary]]) -> list[Grouped]:
    groups = [Grouped(key, summary) for key, summary in rows if summary.n]
    return sorted(groups, key=lambda group: (-(group.summary.mean or 0), group.key))
