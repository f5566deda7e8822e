"""What an answer to a question means. One file, one kind of question: adding a kind is adding a file.

A reader is a module of this folder with ``quoted(key)``, what an option named exactly stands for (None:
options are read as words), and ``read(asked, said) -> Reading``.
"""

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from functools import cache, partial
from importlib import import_module
from typing import Any, Protocol, cast

from nlp.reading import Reading, Value
from nlp.wording.asked import Asked, Said, in_standard_words
from nlp.wording.scores.ladder import Options
from nlp.wording.text.english import in_places
from nlp.wording.text.normal import normalise
from nlp.wording.text.slips import mend, standard
from nlp.wording.text.written import as_written
from nlp.wording.whole import day_of, options_of, rules_of, text_of
from nlp.wording.wishes.listening import listen

__all__ = ["Reading", "kinds", "read_answer"]

_SHOWN = ("scale", "single", "multi", "ranking")  # kinds of which an option may be called the second one


class Reader(Protocol):
    """The interface of the modules in this folder."""

    def quoted(self, key: str) -> Value | None:
        """The value of an option that was named exactly."""

    def read(self, asked: Asked, said: Said) -> Reading:
        """The meaning of an answer without the wishes in it; never raises."""


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of question that have a reader."""
    files = os.listdir(__path__[0])  # noqa: PTH208 - pathlib and pkgutil take milliseconds to load
    return tuple(sorted(name[:-3] for name in files if name.endswith(".py") and not name.startswith("_")))


@cache
def _reader(kind: str) -> Reader:
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

    Never raises, whatever comes: what has the wrong type is made whole or left out, and an answer to a kind
    of question without a reader is asked for again.
    """
    if kind not in kinds():
        return Reading("ask")
    reader, shown, text, known = _reader(kind), options_of(options), text_of(text), rules_of(rules)
    key = _quoted_key(shown, text)
    if key is not None:
        value = reader.quoted(key)
        if value is not None:
            return Reading("answer", value, None, None, "", (text,))
    day = day_of(today, known.get("timezone"))
    asked = Asked(kind, standard(text_of(question)), in_standard_words(shown), day, known)
    return as_written(listen(asked, reader.read, text, _plain(asked, text)), text, partial(_plain, asked))


def _quoted_key(options: Options, text: str) -> str | None:
    """The key of the option whose label, or else key, is exactly the text."""
    same = None
    for key, label in options:
        if text == label:
            return key
        # A label with another number in it ("1": "5分") is what the customer saw: read it properly.
        if text == key and (text in label or label.isalpha()):
            same = key
    return same


def _plain(asked: Asked, text: str) -> str:
    plain = normalise(text)
    plain = in_places(plain) if asked.kind in _SHOWN else plain
    return plain if _lists_letters(asked, plain) else mend(plain, (label for _, label in asked.options))


def _lists_letters(asked: Asked, plain: str) -> bool:
    """DE, where several may be chosen of five, is no pinyin."""
    shown = set("abcdefghij"[: len(asked.options)])
    several = asked.kind in ("multi", "ranking") and len(plain) > 1
    return several and len(plain) == len(set(plain)) and shown.issuperset(plain)
