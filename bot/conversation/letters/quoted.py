"""Which question a quoted line belongs to, however a mail program cut or marked it."""

import re
from collections.abc import Iterable
from typing import Final

from bot.conversation.letters.listing import Open
from bot.conversation.letters.parts import numbered
from storage.domain.question import Question

_LEFT: Final = re.compile(r"[\W_]+")
_FEWEST: Final = 4  # characters by which a line can be told


def question_of(line: str, asked: Iterable[Open]) -> int | None:
    """The position of the question that this line quotes, by number and words, or by words that no other
    question has; None where that is not sure."""
    number, rest = numbered(line)
    asked = list(asked)
    bare = _bare(rest)
    named = [each for each in asked if each.number == number]
    if named and (not bare or _alike(bare, named[0])):
        return named[0].place
    whole = _bare(line)
    found = [each for each in asked if _alike(bare, each) or _alike(whole, each)]
    return found[0].place if len(found) == 1 else None


def named(question: Question, words: str) -> bool:
    """Whether these words name the question, by two signs of its title."""
    title = question.title
    return any(title[at : at + 2] in words for at in range(len(title) - 1))


def _alike(bare: str, each: Open) -> bool:
    """Whether the line is a part of the question, or begins with it and goes on."""
    question = each.question
    told = [_bare(text) for text in (question.text, question.again, question.hint)]
    if len(bare) < _FEWEST:
        return bool(bare) and bare == _bare(question.title)
    return any(bare in text or (len(text) >= _FEWEST and text in bare) for text in told) or bare == _bare(
        question.title
    )


def _bare(text: str) -> str:
    return _LEFT.sub("", text).lower()
