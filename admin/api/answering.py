"""An answer as a program sends it: the keys of options, a number, a day; words are read as on paper."""

from datetime import date
from typing import Final

from admin import typing_in
from storage.domain import questions
from storage.domain.entering import Given
from storage.domain.question import Question

Value = str | int | float | bool | list[str]

_WORDED: Final = ("text", "phone", "order")
_SEVERAL: Final = ("multi", "ranking")


def given(question: Question, value: Value, comment: str, on: date, timezone: str) -> Given | None:
    """The answer as it is kept; None where the question may not be answered so."""
    if question.reads in _WORDED:
        return typing_in.read(question, value, on, timezone).given if isinstance(value, str) else None
    kind = questions.kind(question.kind)
    if isinstance(value, list) != (question.kind in _SEVERAL):
        return None
    picked = kind.pick(question, value if isinstance(value, list) else [_key(value)])
    if picked is None:
        return None
    return Given(question.key, picked, comment or kind.label(question, picked), comment)


def _key(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
