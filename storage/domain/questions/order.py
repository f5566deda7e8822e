"""An order number, kept in the form that `pattern` wants (a regular expression for the whole of it)."""

from typing import TYPE_CHECKING

from storage.domain.pattern import usable
from storage.domain.problems import Problem
from storage.domain.questions.text import defaults, label, options, pick, picker, score

if TYPE_CHECKING:
    from storage.domain.question import Question

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

reads = "order"
uses = frozenset({"pattern"})


def check(question: "Question") -> list[Problem]:
    """The pattern is one that can be matched in bounded time: any number would be taken for one else."""
    return (
        [] if not question.pattern or usable(question.pattern) else [Problem("pattern", "unusable_pattern")]
    )
