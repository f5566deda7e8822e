"""The kinds of questions: one file, one kind. A file put here is a kind that surveys may use, by its name."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from storage.domain.problems import Problem
    from storage.domain.question import Question


class Kind(Protocol):
    """What each file offers. A value is what `nlp.Reading.value` is, as JSON: a key, a list of keys, a bool,
    a number, a text; a day is written 2026-11-20.

    `reads` is the kind of answer for `nlp.read_answer` (empty: a file is the answer, and the value its name);
    `uses` has the fields of a definition that not every question has; `defaults` what some of them are where
    the definition does not say, as weight, scheme (its key), low and high.
    """

    reads: str
    uses: frozenset[str]
    defaults: Mapping[str, Any]

    def check(self, question: "Question", /) -> "list[Problem]":
        """What is wrong with a question of this kind; `where` is relative to the question."""

    def options(self, question: "Question", /) -> list[tuple[str, str]]:
        """(key, label) of all that can be picked."""

    def picker(self, question: "Question", /) -> str:
        """How it is answered: none, buttons, levels, stars, numbers, or a picker that is this kind's own."""

    def pick(self, question: "Question", keys: Sequence[str], /) -> Any:
        """The value that these picked keys mean; None when they mean none. A day, a number is a key, too."""

    def score(self, question: "Question", value: Any, /) -> float | None:
        """0 to 100; None where this question has no score."""

    def label(self, question: "Question", value: Any, /) -> str:
        """The value as the question shows it."""


@cache
def names() -> tuple[str, ...]:
    """All kinds there are."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


@cache
def kind(name: str) -> Kind:
    """The kind of this name. Raises KeyError when there is none."""
    if name not in names():
        raise KeyError(f"no kind of question {name!r}; there are {', '.join(names())}")
    return cast(Kind, import_module(f"{__name__}.{name}"))
