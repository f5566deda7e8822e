"""What a customer may want in the middle of any question: a person, to stop, to complain …

A wish counts as the whole message, or as a clause that is an order of its own ("2分，我要投诉"); a story in
which the word merely occurs ("我打客服电话没人接") is none. Words of someone in danger count anywhere.
"""

import re
from collections.abc import Iterator
from functools import cache

from nlp.wording.clauses import Clause
from nlp.wording.lexicon import either, load
from nlp.wording.normal import PUNCTUATION

_LONGEST = 24  # characters of a wish
_SHORT = 20  # characters up to which a message is no story


@cache
def _intents() -> dict[str, str]:
    return {_bare(word): intent for intent, words in load("wishes")["wishes"].items() for word in words}


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Openings, and endings spelled backwards."""
    data = load("wishes")
    return re.compile(either(data["openings"])), re.compile(either(word[::-1] for word in data["endings"]))


@cache
def _danger() -> re.Pattern[str]:
    data = load("wishes")["crisis"]
    return re.compile(f"(?P<harmless>{either(data['unless'])})|{either(data['words'])}")


def _bare(text: str) -> str:
    return PUNCTUATION.sub("", text) or text


def crisis(text: str) -> str:
    """The words of someone in danger, else ''."""
    return next((found[0] for found in _danger().finditer(text) if not found["harmless"]), "")


def whole_wish(text: str) -> str | None:
    """The intent of a message that is nothing but a wish."""
    return _wish(_bare(text))[0]


def _wish(bare: str) -> tuple[str | None, bool]:
    """The intent, and whether it was put as an order (我要…, 请…)."""
    intents = _intents()
    if bare in intents:
        return intents[bare], len(bare) > 3
    if len(bare) > _LONGEST:
        return None, False
    return next(((intents[form], True) for form in _forms(bare) if form in intents), (None, False))


def _forms(bare: str) -> Iterator[str]:
    """The text with fewer and fewer of the words around an order: 请帮我转人工吧."""
    opening, ending = _around()
    for front in _peeled(bare, opening):
        yield from (form[::-1] for form in _peeled(front[::-1], ending))


def _peeled(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    yield text
    while found := pattern.match(text):
        text = text[found.end() :]
        yield text


def clause_wish(clause: Clause, message: str, *, story: bool) -> str | None:
    """The intent of one clause among others; in a story only one that is put as an order."""
    bare = _bare(clause.text)
    complaining = tuple(load("wishes")["complaining"])
    if bare.startswith(complaining) or bare.endswith(complaining):
        return "complaint"
    intent, order = _wish(bare)
    return intent if order or (len(message) <= _SHORT and not story) else None
