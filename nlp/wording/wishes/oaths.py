"""Oaths and abuse: they colour what is said, and are no reason to stop listening."""

from functools import cache

from nlp.wording.lexicon import load
from nlp.wording.words import Words


@cache
def _oaths() -> Words:
    return Words(load("wishes")["oaths"])


def without_oaths(text: str) -> str:
    """他妈的 and its like colour what is said and mean nothing themselves; alone they stay."""
    return _oaths().sub("", text).strip() or text


@cache
def _swearing() -> Words:
    return Words(load("wishes")["mention"]["abuse"])


def swears(text: str) -> bool:
    """Whether the customer swears at somebody while saying something."""
    return _swearing().search(text) is not None
