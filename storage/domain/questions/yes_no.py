"""Yes or no, each with a label that answers the question (解决了 / 还没有): options `yes` and `no`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from storage.domain.problems import Problem

if TYPE_CHECKING:
    from storage.domain.question import Question

reads = "yes_no"
uses = frozenset({"option", "weight", "reason_below"})
defaults: Mapping[str, Any] = {}


def check(question: "Question") -> list[Problem]:
    """It needs just these two options, in this order."""
    keys = [option.key for option in question.options]
    return [] if keys == ["yes", "no"] else [Problem("option", "yes_and_no")]


def options(question: "Question") -> list[tuple[str, str]]:
    """Yes, then no."""
    return [(option.key, option.label) for option in question.options]


def picker(_question: "Question") -> str:
    """Buttons."""
    return "buttons"


def pick(question: "Question", keys: Sequence[str]) -> bool | None:
    """True for yes, False for no."""
    return keys[0] == "yes" if len(keys) == 1 and keys[0] in question.labels else None


def score(question: "Question", value: bool) -> float | None:
    """100 or 0 where the question counts or asks for reasons: such a one is worded so that yes is good."""
    counts = question.weight or question.reason_below is not None
    return 100.0 * value if counts else None


def label(question: "Question", value: bool) -> str:
    """The label of yes or of no."""
    return question.labels["yes" if value else "no"]
