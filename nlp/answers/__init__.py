"""What an answer to a question means. One file, one kind of question: adding a kind is adding a file.

A reader is a module of this folder with ``quoted(key)``, what an option named exactly stands for (None:
options are read as words), and ``read(asked, said) -> Reading``.
"""

import datetime as dt
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, Protocol, cast

from nlp.reading import Reading, Value
from nlp.wording.asked import Asked, Said
from nlp.wording.exact.giving import nothing_to_give
from nlp.wording.lexicon import pattern
from nlp.wording.phrases import bare
from nlp.wording.scores.ladder import Options
from nlp.wording.text.clauses import Clause, split
from nlp.wording.text.normal import normalise, says_nothing
from nlp.wording.text.slips import mend
from nlp.wording.wishes.asides import asks, lone_wish, mentioned
from nlp.wording.wishes.danger import crisis
from nlp.wording.wishes.earlier import about_earlier
from nlp.wording.wishes.intents import (
    Wish,
    clause_wish,
    first,
    mends_itself,
    promised,
    swears,
    whole_wish,
    without_oaths,
)
from nlp.wording.wishes.missing import why
from nlp.wording.yes_no.question import question_of
from nlp.wording.yes_no.retold import tells

__all__ = ["Reading", "kinds", "read_answer"]

_OR_NOTHING = (None, "refuse_consent", "human")  # what 不想留 and 没有电话 sound like
_BY_THE_QUESTION = ("later", "cancel", "unsubscribe", "help", "language")  # 愿意吗 - 没时间 is a no
_CHOSEN = ("scale", "nps", "yes_no", "single", "multi")
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
    plain = mend(normalise(text), (label for _, label in asked.options))
    danger = crisis(plain)
    if danger:
        return Reading("intent", comment=text, because=(danger,), intent="crisis")
    if bare(plain) in _labels(asked.options):  # one may be named 投诉
        return reader.read(asked, Said(text, plain, split(plain)))
    intent = whole_wish(plain, asked)
    if intent in _BY_THE_QUESTION and asked.kind == "yes_no":
        reading = _told(reader, asked, Said(text, plain, split(plain)))
        if reading:
            return reading
    nothing = nothing_to_give(asked, Said(text, plain, ())) if intent in _OR_NOTHING else None
    if intent or nothing:
        return nothing or Reading("intent", because=(plain,), intent=intent)
    earlier = about_earlier(plain, story=asked.kind == "text")
    if earlier:
        return Reading("intent", comment=text, because=(earlier,), intent="edit")
    return _among_wishes(reader, asked, text, plain if asked.kind == "text" else without_oaths(plain))


@lru_cache(maxsize=256)
def _labels(options: Options) -> frozenset[str]:
    return frozenset(bare(normalise(label)) for _, label in options)


def _told(reader: Reader, asked: Asked, said: Said) -> Reading | None:
    """What sounds like a wish and yet answers: 听明白了吗 - 没听清; but 不想答了 stays one."""
    if pattern("yes_no", "of_the_survey").search(said.text) or not tells(question_of(asked.text), said.text):
        return None
    reading = reader.read(asked, said)
    return reading if reading.outcome == "answer" and reading.value is not None else None


def _among_wishes(reader: Reader, asked: Asked, text: str, plain: str) -> Reading:
    """Clause by clause: what is no wish is the answer."""
    clauses = split(plain)
    story = asked.kind == "text" and _tells(asked, plain, clauses)
    heard = [clause_wish(clause, plain, asked, story=story) for clause in clauses]
    heard = [None if mends_itself(wish, place) else wish for place, wish in enumerate(heard)]
    wishes = [wish for wish in heard if wish]
    said = Said(text, _without(plain, wishes), tuple(_left(clauses, heard)))
    wish = first(wishes)
    if wish and wish.intent == "human":
        wish = promised(plain) or wish
    if not wish:
        return _or_aside(reader.read(asked, said), asked, text, plain)
    words = tuple(wish.words for wish in wishes)
    if says_nothing(said.text):
        return Reading("intent", comment=said.comment(), because=words, intent=wish.intent)
    reading = reader.read(asked, said)
    if reading.outcome == "answer" and all(any(word in each for each in reading.because) for word in words):
        return reading  # 62781234 转 801: the value itself holds what looked like a wish
    return _beside(reading, wish.intent, words, said)


def _tells(asked: Asked, plain: str, clauses: Sequence[Clause]) -> bool:
    """Whether any clause of an open answer says more than a wish, or that there is nothing to say."""
    return not all(
        says_nothing(each.text) or why(each.text) or clause_wish(each, plain, asked, story=False)
        for each in clauses
    )


def _left(clauses: Sequence[Clause], heard: Sequence[Wish | None]) -> Iterator[Clause]:
    for clause, wish in zip(clauses, heard, strict=True):
        if not wish:
            yield clause
        elif wish.rest:
            yield replace(clause, text=wish.rest)


def _without(plain: str, wishes: Sequence[Wish]) -> str:
    for wish in wishes:
        plain = plain.replace(wish.words, "", 1)
    return plain.strip(" ,.;!?\n") if wishes else plain


def _or_aside(reading: Reading, asked: Asked, text: str, plain: str) -> Reading:
    """What answers nothing may still ask, chat or swear."""
    if reading.outcome == "answer" and asked.kind != "text":
        return replace(reading, intent="abuse") if swears(plain) else reading
    aside = lone_wish(plain) if asked.kind == "text" else mentioned(plain)
    unheard = reading.guess is None and not reading.because
    if aside and (unheard or aside[0] == "help"):
        return Reading("intent", comment=text, because=(aside[1],), intent=aside[0])
    if reading.outcome == "ask" and reading.guess is None and asked.kind in _CHOSEN and asks(plain):
        return Reading("intent", comment=text, because=(plain,), intent="question")
    return reading


def _beside(reading: Reading, intent: str, words: tuple[str, ...], said: Said) -> Reading:
    """A wish beside an answer keeps the answer; beside anything else it is what the customer wants."""
    if intent == "abuse" and (reading.missing or reading.guess is not None):
        return reading  # no reason to stop listening
    value = reading.value if reading.outcome == "answer" else None
    return Reading(
        "intent" if value is None else "answer",
        value,
        guess=reading.guess,
        comment=said.written if value != said.written else "",
        because=words if value is None else (*reading.because, *words),
        intent=intent,
    )
