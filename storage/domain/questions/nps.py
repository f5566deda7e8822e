"""How likely the customer is to recommend us, 0 to 10 (net promoter score)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from storage.domain.problems import Problem

if TYPE_CHECKING:
    from storage.domain.question import Question

reads = "nps"
uses = frozenset({"weight", "reason_below"})
defaults: Mapping[str, Any] = {}

_OPTIONS = [(str(number), str(number)) for number in range(11)]


def check(_question: "Question") -> list[Problem]:
    """Nothing can be wrong."""
    return []


def options(_question: "Question") -> list[tuple[str, str]]:
    """0 to 10."""
    return _OPTIONS


def picker(_question: "Question") -> str:
    """A row of numbers."""
    return "numbers"


def pick(question: "Question", keys: Sequence[str]) -> str | None:
    """The one number picked."""
    return keys[0] if len(keys) == 1 and keys[0] in question.labels else None


def score(_question: "Question", value: str) -> float:
    """Ten points each."""
    return int(value) * 10.0


def label(question: "Question", value: str) -> str:
    """The number."""
    return question.labels[value]
