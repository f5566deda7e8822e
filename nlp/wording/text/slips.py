"""Slips of the thumb and of dictation, dialect spellings and pinyin, read as the words that were meant."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.text.english import in_figures
from nlp.wording.text.normal import normalise
from nlp.wording.words import Found, Words

_PIECES = 10  # syllable groups read as one saying: bounded, for they can be parted in many ways
_LATIN = late("[a-z]")


def mend(text: str, labels: Iterable[str] = ()) -> str:
    """A normalised text without dialect, and without slips but for spellings that a label holds; numbers in
    English words as figures."""
    kept = "\n".join(labels)

    def meant(found: Found) -> str:
        slip = found[0] not in load("slips")["dialect"]
        return found[0] if slip and found[0] in kept else _meaning()[found[0]]

    text = _slips().sub(meant, text)
    if not _LATIN.search(text):
        return text
    return _pinyin().sub(lambda found: _spoken(found[0], kept), in_figures(text))


@lru_cache(maxsize=1024)
def standard(text: str) -> str:
    """The words of a question or a label as answers to it are read: in normal form, without dialect."""
    plain = normalise(text)
    return mend(plain, (plain,))


@cache
def _meaning() -> dict[str, str]:
    """spelling -> word; what only looks like a slip means itself."""
    data: dict[str, dict[str, str]] = load("slips")
    return data["dialect"] | data["slips"] | {word: word for word in data["not_slips"]}


@cache
def _slips() -> Words:
    return Words(_meaning())


@cache
def _pinyin() -> re.Pattern[str]:
    """A run of letters that is nothing but pinyin known here, not beside other words in letters."""
    pieces = rf"(?:(?:{either(load('slips')['pinyin'])})[ ']?){{1,{_PIECES}}}"
    return re.compile(rf"(?<![a-z])(?<![a-z] ){pieces}(?! ?[a-z]|'[a-z])")


@cache
def _syllables() -> re.Pattern[str]:
    return re.compile(f"({either(load('slips')['pinyin'])})[ ']?")


def _spoken(letters: str, kept: str) -> str:
    if letters.strip() in kept:
        return letters
    return _syllables().sub(lambda found: load("slips")["pinyin"][found[1]], letters)
