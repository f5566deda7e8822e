"""Several of several options."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from storage.domain.problems import Problem

if TYPE_CHECKING:
    from storage.domain.question import Question

reads = "multi"
_HAN = re.compile(r"[\u3400-\u9fff]")
uses = frozenset({"option", "least", "most"})
defaults: Mapping[str, Any] = {}


def check(question: "Question") -> list[Problem]:
    """It needs two options, and bounds that can be kept."""
    count = len(question.options)
    if count < 2:
        return [Problem("option", "few_options", {"least": 2})]
    problems = [
        Problem(name, "more_than_options", {"value": bound, "options": count})
        for name, bound in (("least", question.least), ("most", question.most))
        if bound is not None and bound > count
    ]
    if question.least and question.most and question.least > question.most:
        problems.append(Problem("least", "least_over_most", {"least": question.least, "most": question.most}))
    return problems


def options(question: "Question") -> list[tuple[str, str]]:
    """The options, as defined."""
    return [(option.key, option.label) for option in question.options]


def picker(_question: "Question") -> str:
    """Buttons."""
    return "buttons"


def pick(question: "Question", keys: Sequence[str]) -> list[str] | None:
    """The options picked, in the order of the definition, where their number and company allow it."""
    chosen = [option for option in question.options if option.key in keys]
    if not set(keys) <= question.labels.keys() or (
        len(chosen) > 1 and any(option.exclusive for option in chosen)
    ):
        return None
    enough = len(chosen) >= (question.least or 1) or (len(chosen) == 1 and chosen[0].exclusive)
    few = question.most is None or len(chosen) <= question.most
    return [option.key for option in chosen] if enough and few else None


def score(_question: "Question", _value: list[str]) -> None:
    """None: options have no order."""


def label(question: "Question", value: list[str]) -> str:
    """The labels, one after another, as the script they are written in lists things."""
    labels = [question.labels[key] for key in value]
    return ("、" if _HAN.search("".join(labels)) else ", ").join(labels)
