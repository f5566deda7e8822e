"""An answer in the customer's own words (A4)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from storage.domain.problems import Problem

if TYPE_CHECKING:
    from storage.domain.question import Question

reads = "text"
uses: frozenset[str] = frozenset()
defaults: Mapping[str, Any] = {}


def check(_question: "Question") -> list[Problem]:
    """Nothing can be wrong."""
    return []


def options(_question: "Question") -> list[tuple[str, str]]:
    """Nothing to pick."""
    return []


def picker(_question: "Question") -> str:
    """Nothing to pick."""
    return "none"


def pick(_question: "Question", _keys: Sequence[str]) -> None:
    """Nothing can be picked."""


def score(_question: "Question", _value: str) -> None:
    """None: words are not marked."""


def label(_question: "Question", value: str) -> str:
    """The words themselves."""
    return value
