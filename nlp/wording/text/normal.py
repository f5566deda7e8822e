"""The normal form in which texts are compared: width, case, spaces, without what cannot be seen."""

import unicodedata
from functools import cache, lru_cache
from typing import Any, cast

from nlp.wording.late import late
from nlp.wording.lexicon import load
from nlp.wording.words import Words

LIMIT = 2000  # characters read of one text: an answer stands at its start, and time stays bounded

# Control, bidi and zero-width characters, lone surrogates, variation selectors, skin tones.
_UNSEEN = (
    *((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E)),
    *((0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xD800, 0xDFFF), (0x1F3FB, 0x1F3FF)),
)
# What GB 2312 can write is simplified, but for these.
_BOTH_SCRIPTS = frozenset("乾菸薹拚捱摺吒後徵夥榘於袷麴醣麽")
# Digits that NFKC leaves in their discs and on their keys: ❹ ➃ ➍ ⓸ 4⃣ 🔟.
_DISCS = (0x2776, 0x2780, 0x278A, 0x24F5)
_DIGITS = {first + i: str(i + 1) for first in _DISCS for i in range(10)} | {
    0x24FF: "0",
    0x1F51F: "10",
    0x20E3: "",
}
_TYPED = {char: None for first, last in _UNSEEN for char in range(first, last + 1)} | _DIGITS | {0x0D: "\n"}
_SPACE = late(r"\s*\n\s*")
_BLANKS = late(r"[^\S\n]+")
_APOSTROPHE = late(r"(?<=[a-z])’(?=[a-z])")  # don’t, as telephones write it
_BEFORE_UNIT = late(r"(?<=\d) (?=[分星颗级])")
_MARK = r"[\s,，。;；:：!！?？、~～…—\"'“”‘’「」()（）\[\]【】<>《》*_·^]|[.-](?!\d)"
PUNCTUATION = late(f"(?:{_MARK})+")


def unpunctuated(text: str) -> str:
    """Without spaces and punctuation."""
    return PUNCTUATION.sub("", text)


def normalise(text: str, limit: int = LIMIT) -> str:
    """NFKC, simplified, lower case, single spaces, nothing invisible; at most ``limit`` characters."""
    if text.isascii() and text.isalnum() and len(text) <= limit:
        return text.lower()
    form = simplified(unicodedata.normalize("NFKC", text[:limit])[:limit].translate(_TYPED))
    if form.split() != [form]:
        form = _BEFORE_UNIT.sub("", _SPACE.sub("\n", _BLANKS.sub(" ", form))).strip()
    form = form.lower()
    return _APOSTROPHE.sub("'", form) if "’" in form else form


def simplified(text: str) -> str:
    """Traditional characters as simplified ones; a text that has none is left alone."""
    return _to_simplified(text) if _has_traditional(text) else text


def _has_traditional(text: str) -> bool:
    """Whether a text holds Chinese characters that the simplified script may write otherwise."""
    plain = text.encode("gb2312", "ignore").decode("gb2312")
    if plain == text and _BOTH_SCRIPTS.isdisjoint(text):
        return False
    other = {*text}.difference(plain) | _BOTH_SCRIPTS.intersection(text)
    return any("\u3400" <= char <= "\u9fff" for char in other)


def _to_simplified(text: str) -> str:
    return cast(str, _opencc().convert(text))


@cache
def _opencc() -> Any:
    """Loaded by the first text in traditional script: 18 ms that few answers need."""
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC("t2s")


@cache
def _fillers(*, backwards: bool = False) -> Words:
    """Polite, empty words."""
    words = load("speech")["fillers"]
    return Words(word[::-1] for word in words) if backwards else Words(words)


@lru_cache(maxsize=64)  # one answer asks for the same clause several times
def core(text: str) -> str:
    """The text without polite and empty words at both ends: 我觉得4分吧 → 4分."""
    rest = text[_end(_fillers(), text) :][::-1]
    return rest[_end(_fillers(backwards=True), rest) :][::-1]


def _end(fillers: Words, text: str) -> int:
    """Where the polite and empty words and the punctuation at the beginning end."""
    place = 0
    while place < len(text):
        mark = PUNCTUATION.match(text, place)
        end = mark.end() if mark else place + len(fillers.longest(text, place))
        if end == place:
            break
        place = end
    return place


def says_nothing(text: str) -> bool:
    """Whether only polite and empty words are left."""
    return _end(_fillers(), text) == len(text)
