"""The satisfaction index and its statistics (C1, C4). All scores are 0 to 100."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

# Student's t, 97.5 %, for 1 to 10 degrees of freedom; from 11 on the expansion below is exact to 0.001.
_T = (12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281)
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Summary:
    """`n` scores: mean, standard deviation (n - 1), 95 % confidence interval of the mean within 0 to 100.

    Without scores there is no mean; with one there is neither deviation nor interval.
    """

    n: int
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Nps:
    """Promoters (9, 10), passives (7, 8), detractors (0 to 6). `score`: -100 to 100, None without answers."""

    n: int
    promoters: int
    passives: int
    detractors: int
    score: float | None


def index(scores: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """The satisfaction index of one response: the mean of its item scores, weighted, over the items answered.

    An item without a weight does not count. None when no item that counts was answered.
    """
    counted = [
        (score, weights[item]) for item, score in scores.items() if score is not None and item in weights
    ]
    total = sum(weight for _, weight in counted)
    return sum(score * weight for score, weight in counted) / total if total else None


def summary_from_sums(n: int, total: float, squares: float) -> Summary:
    """The summary of `n` scores, given their sum and the sum of their squares (which SQL adds up)."""
    if n == 0:
        return Summary(0)
    mean = total / n
    if n == 1:
        return Summary(1, mean)
    sd = sqrt(max(0.0, squares - total * mean) / (n - 1))
    half = t_quantile(n - 1) * sd / sqrt(n)
    return Summary(n, mean, sd, max(0.0, mean - half), min(100.0, mean + half))


def t_quantile(degrees: int) -> float:
    """Student's t, 97.5 % quantile (Abramowitz and Stegun 26.7.5 beyond the table)."""
    if degrees <= len(_T):
        return _T[degrees - 1]
    z, d = _Z, degrees
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / d + second / d**2 + third / d**3


def nps(given: Mapping[int, int]) -> Nps:
    """The net promoter score: the share of promoters less that of detractors. `given`: value -> how often."""
    n = sum(given.values())
    promoters = sum(often for value, often in given.items() if value >= 9)
    detractors = sum(often for value, often in given.items() if value <= 6)
    score = 100 * (promoters - detractors) / n if n else None
    return Nps(n, promoters, n - promoters - detractors, detractors, score)
