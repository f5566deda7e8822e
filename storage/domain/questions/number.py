"""A number, with a unit where it has one, from `low` to `high`. The value is whole where it can be."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from storage.domain.problems import Problem
from storage.domain.questions.text import options, score

if TYPE_CHECKING:
    from storage.domain.question import Question

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

reads = "number"
uses = frozenset({"unit", "low", "high"})
defaults: Mapping[str, Any] = {}


def check(question: "Question") -> list[Problem]:
    """Its bounds leave room for an answer."""
    low, high = question.low, question.high
    if low is None or high is None or low < high:
        return []
    return [Problem("low", "low_over_high", {"low": f"{low:g}", "high": f"{high:g}"})]


def picker(_question: "Question") -> str:
    """A field for a number."""
    return "number"


def pick(question: "Question", keys: Sequence[str]) -> int | float | None:
    """The one number entered, within the bounds."""
    try:
        value = float(keys[0]) if len(keys) == 1 else None
    except ValueError:
        return None
    if value is None or not isfinite(value) or not _within(question, value):
        return None
    return int(value) if value == int(value) else value


def _within(question: "Question", value: float) -> bool:
    low, high = question.low, question.high
    return (low is None or low <= value) and (high is None or value <= high)


def label(question: "Question", value: float) -> str:
    """The number with its unit."""
    written = f"{value:.12g}"
    return (
        f"{written} {question.unit}" if question.unit.isascii() and question.unit else written + question.unit
    )
