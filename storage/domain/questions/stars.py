"""So many stars, five unless the definition brings other levels."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from storage.domain.questions.scale import check, label, options, pick, reads, score, uses

if TYPE_CHECKING:
    from storage.domain.question import Question

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

defaults: Mapping[str, Any] = {"weight": 1.0, "scheme": "stars5"}


def picker(_question: "Question") -> str:
    """A row of stars."""
    return "stars"
