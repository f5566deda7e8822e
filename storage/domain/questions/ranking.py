"""Options put in order, the best first: all of them, or the first few (`least`, `most`)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storage.domain.questions.multi import check, defaults, options, score, uses

if TYPE_CHECKING:
    from storage.domain.question import Question

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

reads = "ranking"


def picker(_question: "Question") -> str:
    """A list to put in order."""
    return "ranking"


def pick(question: "Question", keys: Sequence[str]) -> list[str] | None:
    """The order picked, where no place is shared and as many are placed as are asked for."""
    known = set(keys) <= question.labels.keys() and len(set(keys)) == len(keys)
    least, most = bounds(question)
    return list(keys) if keys and known and least <= len(keys) <= most else None


def bounds(question: "Question") -> tuple[int, int]:
    """How many are put in order, as `nlp.read_answer` has it: all of them unless the definition says
    otherwise; at most 3 are 2 or 3."""
    count = len(question.options)
    most = question.most or count
    return question.least or (count if most >= count else min(2, most)), most


def label(question: "Question", value: list[str]) -> str:
    """The labels in their order."""
    return " > ".join(question.labels[key] for key in value)
