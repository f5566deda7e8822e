"""A file. The value is its name; the file itself stands with the message that it came with."""

from typing import TYPE_CHECKING

from storage.domain.questions.text import check, defaults, label, options, pick, score, uses

if TYPE_CHECKING:
    from storage.domain.question import Question

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

reads = ""


def picker(_question: "Question") -> str:
    """A file at hand."""
    return "file"
