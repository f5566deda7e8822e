"""What was kept of a talk, read back: each part is held to what it may be."""

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, Final

from bot.conversation.draft import PURPOSES, Draft
from bot.conversation.guess import Guess
from bot.conversation.life import LIFE


def _state(kept: Any) -> str:
    if kept not in LIFE.states:
        raise ValueError("no such state")
    return str(kept)


def _words(kept: Any) -> str:
    if not isinstance(kept, str):
        raise TypeError("not a text")
    return kept


def _number(kept: Any) -> int:
    if type(kept) is not int or kept < 0:
        raise TypeError("not a number of something")
    return kept


def _flag(kept: Any) -> bool:
    if type(kept) is not bool:
        raise TypeError("not a yes or no")
    return kept


def _scores(kept: Any) -> dict[str, float | None]:
    if not isinstance(kept, dict) or not all(each is None or _measured(each) for each in kept.values()):
        raise TypeError("not scores")
    return kept


def _measured(kept: Any) -> bool:
    return type(kept) is int or (type(kept) is float and isfinite(kept))


def _guess(kept: Any) -> Guess:
    value, text, comment, because = kept
    return Guess(value, _words(text), _words(comment), tuple(map(_words, because)))


def _ahead(kept: Any) -> dict[str, Guess]:
    return {_words(question): _guess(row) for question, row in kept.items() if row is not None}


def _values(kept: Any) -> dict[str, Any]:
    if not isinstance(kept, dict) or not all(map(_value, kept.values())):
        raise TypeError("not values")
    return kept


def _value(kept: Any) -> bool:
    """As `nlp.Reading.value` is kept: a key, keys, yes or no, a number."""
    keys = isinstance(kept, list) and all(isinstance(each, str) for each in kept)
    return keys or isinstance(kept, str | bool) or _measured(kept)


def _said(kept: Any) -> dict[str, str]:
    return {question: _words(words) for question, words in kept.items()}


def _draft(kept: Any) -> Draft:
    told = {"story": _words(kept.pop("story")), "begun": _words(kept.pop("begun", ""))}
    told["purpose"] = _purpose(kept.pop("purpose", ""))
    return Draft(**told, **{fact: _fact(words) for fact, words in kept.items()})  # type: ignore[arg-type]


def _purpose(kept: Any) -> str:
    if kept not in ("", *PURPOSES):
        raise ValueError("no such purpose")
    return str(kept)


def _fact(kept: Any) -> str | None:
    return None if kept is None else _words(kept)


def _versions(kept: Any) -> tuple[int, ...]:
    return tuple(map(_number, kept))


def _keys(kept: Any) -> tuple[str, ...]:
    return tuple(map(_words, kept))


READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "state": _state,
    "consent": _words,
    "version_id": _number,
    "at": _number,
    "about": _number,
    "scores": _scores,
    "values": _values,
    "words": _said,
    "full": _versions,
    "seed": _number,
    "nameless": _flag,
    "amends": _flag,
    "unnamed": _flag,
    "guess": _guess,
    "ahead": _ahead,
    "done": _versions,
    "draft": _draft,
    "fact": _words,
    "cases": _number,
    "tries": _number,
    "start": _words,
    "album": _words,
    "invitation": _number,
    "back": _words,
    "when": _words,
    "reminded": _number,
    "tongue": _words,
    "listed": _keys,
    "files": _keys,
    "given": _words,
}
"""Part of a talk -> how what was kept of it is read. What is damaged raises `ValueError` or `TypeError`."""
