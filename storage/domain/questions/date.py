"""A day, kept as 2026-11-20."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from storage.domain.questions.text import check, defaults, label, options, score, uses

if TYPE_CHECKING:
    from storage.domain.question import Question

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

reads = "date"


def picker(_question: "Question") -> str:
    """A calendar."""
    return "date"


def pick(_question: "Question", keys: Sequence[str]) -> str | None:
    """The one day picked, as its date."""
    try:
        return date.fromisoformat(keys[0]).isoformat() if len(keys) == 1 else None
    except ValueError:
        return None
