"""One of several options."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from storage.domain.problems import Problem

if TYPE_CHECKING:
    from storage.domain.question import Question

reads = "single"
uses = frozenset({"option"})
defaults: Mapping[str, Any] = {}


def check(question: "Question") -> list[Problem]:
    """It needs two options to choose between; each is chosen alone anyway."""
    if len(question.options) < 2:
        return [Problem("option", "few_options", {"least": 2})]
    return [
        Problem(f"option.{number}.exclusive", "exclusive_single")
        for number, option in enumerate(question.options, 1)
        if option.exclusive
    ]


def options(question: "Question") -> list[tuple[str, str]]:
    """The options, as defined."""
    return [(option.key, option.label) for option in question.options]


def picker(_question: "Question") -> str:
    """Buttons."""
    return "buttons"


def pick(question: "Question", keys: Sequence[str]) -> str | None:
    """The one option picked."""
    return keys[0] if len(keys) == 1 and keys[0] in question.labels else None


def score(_question: "Question", _value: str) -> None:
    """None: options have no order."""


def label(question: "Question", value: str) -> str:
    """The label of the option."""
    return question.labels[value]
