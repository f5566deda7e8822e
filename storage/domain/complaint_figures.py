"""What the complaints of a period add up to (C8, C9; GB/T 19012 8.2, 8.3): counts, and histograms of times,
made so that the figures of two spans, added, are those of both."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

TIMED: Final = ("acknowledge", "answer", "close")
"""The limits whose times are counted, as in a policy."""

PARTS: Final = ("category", "product", "department", "severity", "channel", "segment")
"""What they are told apart by; an empty key stands for: not known."""

COUNTS: Final = (
    *("received", "open", "settled", "first_contact", "reopened", "referred", "repeated"),
    *("cost", "costed", "handling", "handled", "stayed", "asked"),
    *(f"{kind}_{what}" for kind in TIMED for what in ("judged", "on_time")),
)
"""settled: closed or accepted; first_contact: these after one answer, and not referred. cost: the sum, in
hundredths, of the `costed` ones; handling: the sum of 1 to 5, of the `handled` ones; stayed: of those `asked`
it stayed right. Of a limit those are judged that were done, and those that should have been by now."""

STEPS: Final = 64
"""Buckets of a histogram for each doubling of the time: they are 1.1 % wide."""


def edge(bucket: float) -> float:
    """The seconds with which a bucket begins: those of a second and less together, then ever longer ones."""
    return (math.pow(2, bucket / STEPS) - 1) * 60


def middle(bucket: int) -> float:
    """The seconds that stand for a bucket; for the first, nothing."""
    return edge(bucket + 0.5) if bucket else 0.0


def quantile(times: Mapping[int, int], q: float) -> float | None:
    """The seconds that so many of these (a share `q` over 0) took at most, by nearest rank; None where there
    are none."""
    rank, reached = math.ceil(q * sum(times.values())), 0
    for bucket in sorted(times):
        reached += times[bucket]
        if reached >= rank:
            return middle(bucket)
    return None


@dataclass(frozen=True, slots=True)
class Figures:
    """`counts` by COUNTS, `times` by TIMED (bucket -> how many), `by` PARTS (key -> how many). What nothing
    was counted of is left out.

    `until`: they hold until this moment (microseconds of Unix time) even if nothing is done, for then
    something falls due; None: for ever.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    times: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    by: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    until: int | None = None

    def __getitem__(self, name: str) -> int:
        """How many; one of COUNTS."""
        return self.counts.get(name, 0)

    def took(self, kind: str, q: float) -> float | None:
        """The quantile of this limit's times, in seconds."""
        return quantile(self.times.get(kind, {}), q)

    def rate(self, part: str, whole: str) -> float | None:
        """One count as a share of another, 0 to 1."""
        return self[part] / self[whole] if self[whole] else None

    def mean(self, total: str, count: str) -> float | None:
        """A sum shared among those it is of."""
        return self.rate(total, count)

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        times = {kind: [*each.items()] for kind, each in self.times.items()}
        return {"counts": {**self.counts}, "times": times, "by": {**self.by}, "until": self.until}


def read(stored: Mapping[str, Any]) -> Figures:
    """What `stored` made."""
    times = {kind: dict(each) for kind, each in stored["times"].items()}
    return Figures(stored["counts"], times, stored["by"], stored["until"])


def total(several: list[Figures]) -> Figures:
    """Those of all these spans together."""
    counts: Counter[str] = Counter()
    times: dict[str, Counter[int]] = {}
    by: dict[str, Counter[str]] = {}
    for each in several:
        counts.update(each.counts)
        for kind, some in each.times.items():
            times.setdefault(kind, Counter()).update(some)
        for part, keys in each.by.items():
            by.setdefault(part, Counter()).update(keys)
    ends = [each.until for each in several if each.until is not None]
    return Figures(counts, times, by, min(ends, default=None))


class Bar(NamedTuple):
    """One cause with its share of all and that of all down to it, 0 to 1 (排列图)."""

    key: str
    n: int
    share: float
    cumulated: float


def pareto(found: Mapping[str, int]) -> list[Bar]:
    """The most frequent first; what is not known comes last."""
    whole, reached, bars = sum(found.values()), 0, []
    for key, n in sorted(found.items(), key=lambda each: (each[0] == "", -each[1], each[0])):
        if n:
            reached += n
            bars.append(Bar(key, n, n / whole, reached / whole))
    return bars
