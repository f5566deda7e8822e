"""The normal form in which texts are compared: width, case, spaces, without what cannot be seen."""

import re
import unicodedata
from functools import cache

from nlp.wording.lexicon import either, load

LIMIT = 2000  # characters read of one text: an answer stands at its start, and time stays bounded

# Control, bidi and zero-width characters, lone surrogates, variation selectors, skin tones.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff"
    "\U0001f3fb-\U0001f3ff]"
)
_SPACE = re.compile(r"\s*\n\s*")
_BLANKS = re.compile(r"[^\S\n]+")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[分星颗级])")
_MARK = r"[\s,，。;；:：!！?？、~～…—\"'“”‘’「」()（）\[\]【】<>《》*_·^]|[.-](?!\d)"
PUNCTUATION = re.compile(f"(?:{_MARK})+")


def normalise(text: str, limit: int = LIMIT) -> str:
    """NFKC, lower case, single spaces, nothing invisible; at most ``limit`` characters."""
    if text.isascii() and text.isalnum() and len(text) <= limit:
        return text.lower()
    form = unicodedata.normalize("NFKC", text[:limit])[:limit].replace("\r", "\n")
    form = _BLANKS.sub(" ", _UNSEEN.sub("", form))
    return _BEFORE_UNIT.sub("", _SPACE.sub("\n", form)).strip().lower()


@cache
def _fillers(*, backwards: bool = False) -> re.Pattern[str]:
    """Polite, empty words and punctuation; possessive, so that no text takes long."""
    words = load("speech")["fillers"]
    return re.compile(f"(?:{either(word[::-1] for word in words) if backwards else either(words)}|{_MARK})*+")


def core(text: str) -> str:
    """The text without polite and empty words at both ends: 我觉得4分吧 → 4分."""
    rest = text[_end(_fillers(), text) :][::-1]
    return rest[_end(_fillers(backwards=True), rest) :][::-1]


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def says_nothing(text: str) -> bool:
    """Whether only polite and empty words are left."""
    return _end(_fillers(), text) == len(text)
