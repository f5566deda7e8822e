"""One level of a level scheme (B3)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from storage.domain.problems import Problem

if TYPE_CHECKING:
    from storage.domain.question import Question

reads = "scale"
uses = frozenset({"scheme", "weight", "reason_below"})
defaults: Mapping[str, Any] = {"weight": 1.0}


def check(question: "Question") -> list[Problem]:
    """It needs a scheme."""
    return [] if question.scheme else [Problem("scheme", "no_scheme")]


def options(question: "Question") -> list[tuple[str, str]]:
    """The levels, worst first."""
    return [(level.key, level.label) for level in question.scheme.levels] if question.scheme else []


def picker(question: "Question") -> str:
    """As its scheme likes to be shown."""
    return question.scheme.picker if question.scheme else "none"


def pick(question: "Question", keys: Sequence[str]) -> str | None:
    """The one level picked."""
    return keys[0] if len(keys) == 1 and keys[0] in question.labels else None


def score(question: "Question", value: str) -> float | None:
    """The score of the level."""
    return question.scheme.scores[value] if question.scheme else None


def label(question: "Question", value: str) -> str:
    """The label of the level."""
    return question.labels[value]
