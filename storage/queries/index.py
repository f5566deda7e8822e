"""The satisfaction index (C1, C4): in all, by month, segment and channel; how many finish what they begin."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from storage.domain.response_figures import Figures, Heard
from storage.domain.satisfaction import Summary, summary_from_sums
from storage.queries.filters import Period


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


def overall(heard: Heard) -> Summary:
    """The index of the responses completed in the period."""
    return _summary(heard.values())


def _summary(several: Iterable[Figures]) -> Summary:
    """Of all these together, without adding up what else there is."""
    indexes = [each.index for each in several]
    return summary_from_sums(*(sum(sums) for sums in zip((0, 0.0, 0.0), *indexes, strict=True)))


def by_month(months: Sequence[Period], heard: Sequence[Heard]) -> list[Monthly]:
    """Of each of these months."""
    return [Monthly(month, overall(each)) for month, each in zip(months, heard, strict=True)]


def by_segment(heard: Heard) -> list[Grouped]:
    """Each segment of customers, the best first."""
    return _best_first((group.segment, figures) for group, figures in heard.items())


def by_channel(heard: Heard) -> list[Grouped]:
    """Each channel, the best first."""
    return _best_first((group.channel, figures) for group, figures in heard.items())


def finished(heard: Heard) -> int:
    """How many were completed in the period."""
    return sum(each.finished for each in heard.values())


def completion(heard: Heard) -> Completion:
    """How many finish what they begin."""
    there = heard.values()
    return Completion(
        sum(each.begun for each in there),
        sum(each.completed for each in there),
        sum(each.stopped for each in there),
    )


def _best_first(rows: Iterable[tuple[str, Figures]]) -> list[Grouped]:
    by: dict[str, list[Figures]] = {}
    for key, figures in rows:
        by.setdefault(key, []).append(figures)
    groups = [Grouped(key, _summary(some)) for key, some in by.items()]
    there = [group for group in groups if group.summary.n]
    return sorted(there, key=lambda group: (-(group.summary.mean or 0), group.key))
