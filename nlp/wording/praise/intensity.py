"""What the words around a word of praise or blame do to it: very, hardly, not; and those behind it."""

from functools import cache

from nlp.wording.lexicon import load
from nlp.wording.words import Words

_STRONGEST, _STRONG_PROPERTY, _LESS = 2.0, 1.5, 0.7
_LEADS = ("strong", "plain", "somewhat", "not", "not_quite", "not_extreme", "not_at_all")


@cache
def lead_kinds() -> dict[str, str]:
    data = load("degrees")
    return {word: kind for kind in _LEADS for word in data[kind]}


@cache
def lead_words() -> Words:
    return Words(lead_kinds())


def with_after(degree: float, after: str, rank: int) -> float:
    """Apply the words behind: blame goes to the utmost (脏死了, 难吃到吐), praise as far as its rank."""
    if after in load("degrees")["after_less"]:
        return degree * _LESS
    if after in load("degrees")["after_denied"]:
        return -_STRONGEST
    return stronger(degree, 2 if degree < 0 else rank)


def stronger(degree: float, rank: int) -> float:
    most = _STRONGEST if rank == 2 else _STRONG_PROPERTY
    return max(most, abs(degree)) * (1 if degree > 0 else -1) if degree else 0.0


def with_lead(degree: float, lead: str, rank: int) -> tuple[float, bool]:
    """Apply the words before the stem, the nearest first: 不+很+满意 is mild, 很+不+满意 is strong."""
    kinds = [lead_kinds()[found[0]] for found in lead_words().finditer(lead)]
    sure, negated = True, False
    for kind in reversed(kinds):
        if kind == "strong":
            degree = stronger(degree, rank)
        elif kind == "somewhat":
            degree *= _LESS
        elif kind.startswith("not"):
            # Negated blame, a second negation and 没有特别满意 may mean either: ask.
            sure = sure and degree > 0 and not negated and kind != "not_extreme"
            degree, negated = _negated(degree, kind), True
    return degree, sure


def _negated(degree: float, kind: str) -> float:
    if degree <= 0:
        return 0.7 if degree else 0.5
    if kind == "not_at_all":
        return -_STRONGEST
    return -0.7 if kind in ("not_quite", "not_extreme") or degree > 1 else -1.0


def denied_here(
    degree: float, steady: bool, base: float, lead: str, *, middle_best: bool
) -> tuple[float, bool]:
    """On a scale of its own 不慢 is rather fast; 不咸, where the middle is best, may be just right."""
    kinds = [lead_kinds()[found[0]] for found in lead_words().finditer(lead)]
    if sum(kind.startswith("not") for kind in kinds) != 1:
        return degree, steady
    if middle_best:
        return degree, steady and any(word in lead for word in load("degrees")["falls_short"])
    if -_STRONGEST < base < 0 and "not_extreme" not in kinds:
        return (1.0 if "not_at_all" in kinds else degree), True
    return degree, steady
