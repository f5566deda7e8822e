"""Kinds of questions that answers are read for and no survey has yet: stand-ins, to hold the talk against."""

import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from storage.domain import questions

READ = ("date", "number", "order", "phone", "ranking")


def stand_in(name: str) -> Any:
    """As short as a kind can be: its value is its own label."""
    return SimpleNamespace(
        reads=name,
        uses=frozenset({"option"}),
        default_weight=0.0,
        check=lambda question: [],
        options=lambda question: [(option.key, option.label) for option in question.options],
        picker=lambda question: "none",
        pick=lambda question, keys: None,
        score=lambda question, value: None,
        label=lambda question, value: str(value),
    )


@pytest.fixture
def all_kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Surveys may ask for everything that answers are read for."""
    known = questions.names()
    for name in READ:
        monkeypatch.setitem(sys.modules, f"{questions.__name__}.{name}", stand_in(name))
    monkeypatch.setattr(questions, "names", lambda: (*known, *READ))
    yield
    questions.kind.cache_clear()
