"""A cell of a table of responses, as the answer that it is: the key or the name of an option, several, the
number that stands beside one, yes or no, a number, a day, or words. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Final

from storage.domain import questions
from storage.domain.entering import Given, by_code
from storage.domain.form import LONGEST
from storage.domain.importing.columns import normal
from storage.domain.importing.sheet import day
from storage.domain.question import Question

BETWEEN: Final = "|"
"""Stands between several in what we export."""

COMMENT: Final = ".comment"
"""Behind the key of a question: the column of what was said beside its answer."""

_WORDED: Final = ("text", "phone", "order")
_SEVERAL: Final = ("multi", "ranking")
_PARTED: Final = re.compile(r"\s*[|,，;；、/\n>]\s*")


def given(question: Question, told: str, comment: str, yes_no: Mapping[str, str]) -> Given | None:
    """The answer as it is kept; None where the question may not be answered so."""
    if len(told) > LONGEST or len(comment) > LONGEST:
        return None
    if question.reads in _WORDED:
        return Given(question.key, told, told, comment)
    kind = questions.kind(question.kind)
    keys, behind = _keys(question, told, yes_no)
    value = kind.pick(question, keys) if keys else None
    if value is None:
        return None
    return Given(question.key, value, told, comment or behind)


def _keys(question: Question, told: str, yes_no: Mapping[str, str]) -> tuple[list[str], str]:
    """What `pick` takes, and what was written behind it."""
    if question.reads == "date":
        on = day(told)
        return [on.isoformat()] if on else [], ""
    if not question.choices:
        return [told.removesuffix(question.unit).strip()], ""
    known = {normal(each): key for key, label in reversed(question.choices) for each in (label, key)}
    whole = known.get(normal(told)) or _yes(question, yes_no.get(normal(told)))
    if whole:
        return [whole], ""
    parts = [known.get(normal(each)) for each in _PARTED.split(told) if each]
    if question.kind in _SEVERAL and all(parts):
        return [each for each in parts if each], ""
    return by_code(question, told) or ([], "")


def _yes(question: Question, meant: str | None) -> str | None:
    return meant if meant in dict(question.choices) else None


def cell(value: Any) -> str:
    """A value as `given` reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)
