"""The answers that a question can get, as far as conditions tell them apart."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from storage.domain import questions
from storage.domain.condition import Condition, Known, holds, keys
from storage.domain.question import Question

MOST_KEYS: Final = 6
"""Options that conditions name of one question, up to which every choice of several is looked at."""

_NOTHING: Final = Known(None)


def answers(question: Question, conditions: Sequence[Condition]) -> list[Known] | None:
    """One answer (or none at all) for each way in which these conditions on the question can come out; None
    where there are too many ways to go through."""
    given = _given(question, conditions)
    if given is None:
        return None
    found: dict[tuple[bool, ...], Known] = {}
    for each in (*given, _NOTHING):
        found.setdefault(tuple(holds(condition, {question.key: each}) for condition in conditions), each)
    return list(found.values())


def _given(question: Question, conditions: Sequence[Condition]) -> list[Known] | None:
    named = {key for each in conditions if each.test in ("is", "is_not") for key in each.wanted}
    if question.kind == "multi":
        return _several(question, named) if len(named) <= MOST_KEYS else None
    if question.kind == "ranking":
        return None if named else [Known(list(order)) for order in _firsts(question)]
    if question.choices:
        return [_known(question, [key]) for key, _ in question.choices]
    if question.reads == "number":
        return [_known(question, [f"{number!r}"]) for number in _numbers(question, conditions)]
    return [Known("…", None, "…", "…")]


def _known(question: Question, picked: Sequence[str]) -> Known:
    kind = questions.kind(question.kind)
    value = kind.pick(question, picked)
    return Known(value) if value is None else Known(value, kind.score(question, value))


def _several(question: Question, named: set[str]) -> list[Known]:
    """Every choice among the options named, and such with as many of the others as are needed."""
    listed = [option.key for option in question.options]
    others = [key for key in listed if key not in named]
    told = [key for key in listed if key in named]
    picks = [
        [*some, *others[:more]]
        for size in range(len(told) + 1)
        for some in combinations(told, size)
        for more in range(len(others) + 1)
    ]
    picks += [[key] for key in listed]
    found = [_known(question, picked) for picked in picks]
    return [known for known in found if known.value is not None]


def _firsts(question: Question) -> Iterator[list[str]]:
    for option in question.options:
        yield [option.key, *(other.key for other in question.options if other is not option)]


def _numbers(question: Question, conditions: Sequence[Condition]) -> list[float]:
    """The numbers that are named, and such between them."""
    bounds = [each.wanted for each in conditions if each.test in ("below", "above")]
    bounds += [float(key) for each in conditions if each.test in ("is", "is_not") for key in each.wanted]
    marks = sorted({*bounds, *(each for each in (question.low, question.high) if each is not None), 0.0})
    between = [(one + other) / 2 for one, other in pairwise(marks)]
    found = [marks[0] - 1, *marks, *between, marks[-1] + 1]
    low, high = question.low, question.high
    return [n for n in found if (low is None or low <= n) and (high is None or n <= high)]


def can_score(question: Question) -> bool:
    """Whether `below` and `above` say something of it."""
    if question.reads == "number":
        return True
    return any(_known(question, [key]).score is not None for key, _ in question.choices)


def can_be(question: Question, key: str) -> bool:
    """Whether a condition may name this key."""
    if question.reads != "number":
        return key in question.labels
    try:
        return keys(float(key)) == (key,)
    except ValueError:
        return False
