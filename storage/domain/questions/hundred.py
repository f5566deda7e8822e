"""A mark from 0 to 100 (百分制)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from storage.domain.questions.number import check, label, options, pick, picker, reads

if TYPE_CHECKING:
    from storage.domain.question import Question

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

uses = frozenset({"weight", "reason_below", "unit"})
defaults: Mapping[str, Any] = {"weight": 1.0, "low": 0.0, "high": 100.0}


def score(_question: "Question", value: float) -> float:
    """The mark itself."""
    return float(value)
