"""A photo. The value is its name; the photo itself stands with the message that it came with."""

from typing import TYPE_CHECKING

from storage.domain.questions.text import check, defaults, label, options, pick, score, uses

if TYPE_CHECKING:
    from storage.domain.question import Question

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

reads = ""


def picker(_question: "Question") -> str:
    """The camera, or a picture at hand."""
    return "photo"
