"""A telephone number, kept in its canonical form: 13812345678, 010-62781234, +85291234567."""

from typing import TYPE_CHECKING

from storage.domain.questions.text import check, defaults, label, options, pick, score, uses

if TYPE_CHECKING:
    from storage.domain.question import Question

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

reads = "phone"


def picker(_question: "Question") -> str:
    """A field for a number, or the number that the customer's app knows."""
    return "phone"
