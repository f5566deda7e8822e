"""A signature: the customer writes their name."""

from typing import TYPE_CHECKING

from storage.domain.questions.text import check, defaults, label, options, pick, score, uses

if TYPE_CHECKING:
    from storage.domain.question import Question

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

reads = "signature"


def picker(_question: "Question") -> str:
    """A line to sign on."""
    return "signature"
