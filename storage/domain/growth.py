"""Whether something is told more often than before, or only by chance."""

from math import exp, lgamma, log
from typing import Final, Literal

Change = Literal["", "new", "growing"]

FEWEST: Final = 5
"""Fewer texts than this say nothing."""

LEVEL: Final = 0.01
"""How often, of all that did not change, anything at all may be called new or growing by chance."""

_NEGLIGIBLE: Final = 1e-12


def change(now: int, before: int, all_now: int, all_before: int, looked_at: int = 1) -> Change:
    """Of something told in `now` of `all_now` texts, and in `before` of `all_before` earlier ones.

    Exact: had nothing changed, each of the `now + before` would be as likely to be told now as any text is
    (binomial, one-sided; so does Przyborowski and Wilenski 1940 compare two rates). The level is shared among
    all that are `looked_at` at once (Bonferroni). With nothing told before there is nothing to grow from.
    """
    if now < FEWEST or not all_before:
        return ""
    share, told = all_now / (all_now + all_before), now + before
    if now <= share * told:  # no more than is to be expected; the tail would be long to add up
        return ""
    if at_least(now, told, share) >= LEVEL / max(1, looked_at):
        return ""
    return "growing" if before else "new"


def at_least(n: int, of: int, p: float) -> float:
    """The probability that `n` or more of so many happen that each have the probability `p`, 0 < p < 1."""
    total = 0.0
    for k in range(n, of + 1):
        term = _exactly(k, of, p)
        total += term
        if k > of * p and term < _NEGLIGIBLE * total:
            break
    return min(1.0, total)


def _exactly(k: int, of: int, p: float) -> float:
    chosen = lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1)
    return exp(chosen + k * log(p) + (of - k) * log(1 - p))
