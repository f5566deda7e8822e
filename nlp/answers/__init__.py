"""What an answer to a question means. One file, one kind of question: adding a kind is adding a file.

A reader is a module of this folder with ``quoted(key)``, what an option named exactly stands for (None:
options are read as words), and ``read(asked, said) -> Reading``.
"""

import datetime as dt
import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, Protocol, cast

from nlp.reading import Reading, Value
from nlp.wording.asked import Asked, Said
from nlp.wording.clauses import Clause, split
from nlp.wording.normal import normalise
from nlp.wording.wishes import clause_wish, crisis, whole_wish

__all__ = ["Reading", "kinds", "read_answer"]

_NO_RULES: Mapping[str, Any] = MappingProxyType({})


class Reader(Protocol):
    """The interface of the modules in this folder."""

    def quoted(self, key: str) -> Value | None:
        """The value of an option that was named exactly."""

    def read(self, asked: Asked, said: Said) -> Reading:
        """The meaning of an answer without the wishes in it; never raises."""


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of question that have a reader."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@cache
def _reader(kind: str) -> Reader:
    if kind not in kinds():
        raise ValueError(f"no reader for questions of kind {kind!r}; there are: {', '.join(kinds())}")
    return cast(Reader, import_module(f"{__name__}.{kind}"))


def read_answer(
    kind: str,
    question: str,
    options: Sequence[tuple[str, str]],
    text: str,
    today: dt.date | None = None,
    *,
    rules: Mapping[str, Any] | None = None,
) -> Reading:
    """Read one answer. ``options``: [(key, label)] as shown to the customer; ``rules``: see the readers.

    Never raises for any text; ValueError for a kind without a reader.
    """
    reader = _reader(kind)
    key = _quoted_key(options, text)
    if key is not None:
        value = reader.quoted(key)
        if value is not None:
            return Reading("answer", value, None, None, "", (text,))
    shown = tuple((str(key), str(label)) for key, label in options)
    return _read(reader, Asked(kind, question, shown, today, rules or _NO_RULES), text)


def _quoted_key(options: Sequence[tuple[str, str]], text: str) -> str | None:
    """The key of the option whose label, or else key, is exactly the text."""
    same = None
    for key, label in options:
        if text == label:
            return key
        # A label with another number in it ("1": "5分") is what the customer saw: read it properly.
        if text == key and (text in label or label.isalpha()):
            same = key
    return same


def _read(reader: Reader, asked: Asked, text: str) -> Reading:
    plain = normalise(text)
    danger = crisis(plain)
    if danger:
        return Reading("intent", comment=text, because=(danger,), intent="crisis")
    intent = whole_wish(plain)
    if intent:
        return Reading("intent", because=(plain,), intent=intent)
    clauses = split(plain)
    wishes = [clause_wish(clause, plain, story=asked.kind == "text") for clause in clauses]
    said = Said(text, plain, tuple(c for c, wish in zip(clauses, wishes, strict=True) if not wish))
    found = next((wish for wish in wishes if wish), None)
    return _beside(reader.read(asked, said), found, clauses, said) if found else reader.read(asked, said)


def _beside(reading: Reading, intent: str, clauses: tuple[Clause, ...], said: Said) -> Reading:
    """A wish beside an answer keeps the answer; beside anything else it is what the customer wants."""
    words = tuple(clause.text for clause in clauses if clause not in said.clauses)
    value = reading.value if reading.outcome == "answer" else None
    return Reading(
        "intent" if value is None else "answer",
        value,
        guess=reading.guess,
        comment=said.written if said.clauses and value != said.written else "",
        because=words if value is None else (*reading.because, *words),
        intent=intent,
    )
