"""Texts as they are compared: what people write alike is alike here.

Half width, lower case, simplified script, without accents; only letters, digits and pictures are left.
Where something else stood nothing stays, so that 退 货, 退，货 and a line that a mail program broke read
退货, and a telephone number is found with its dashes or without; but words of letters stay apart.
"""

import unicodedata
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

HAN: Final = range(0x3400, 0xA000)
PICTURES: Final = "\u2100-\u2bff\U0001f000-\U0001faff"
"""Where symbols and emoji stand, as a class of a regular expression has it."""

_GONE: Final = frozenset(("Cf", "Cs", "Mn", "Me", "Co", "Cn"))
"""Unseen, or part of the sign before: not even a gap."""
_TONES: Final = range(0x1F3FB, 0x1F400)
_BEFORE_HAN: Final = "\u2e80"


class Folded(NamedTuple):
    """`text` and, of each of its characters, the `places` where the text as written has it."""

    text: str
    places: list[int]


def fold(text: str) -> str:
    """The text as it is compared."""
    return _closed(text.translate(_FORMS)) if text else ""


def placed(text: str) -> Folded:
    """The same, with where each character comes from."""
    signs: list[str] = []
    places: list[int] = []
    gap = False
    for place, char in enumerate(text):
        for sign in _FORMS[ord(char)]:
            if sign == " ":
                gap = True
                continue
            if gap and signs and _is_letter(signs[-1]) and _is_letter(sign):
                signs.append(" ")
                places.append(place)
            gap = False
            signs.append(sign)
            places.append(place)
    return Folded("".join(signs), places)


def _closed(text: str) -> str:
    """Gaps stay between letters alone."""
    words = text.split()
    if len(words) < 2:
        return "".join(words)
    closed = words[:1]
    for before, word in pairwise(words):
        if _is_letter(before[-1]) and _is_letter(word[0]):
            closed.append(" ")
        closed.append(word)
    return "".join(closed)


def _is_letter(sign: str) -> bool:
    """Of a script that parts words by spaces."""
    return sign < _BEFORE_HAN and sign.isalpha()


class _Forms(dict[int, str]):
    """Code point -> what stands for it, worked out once: nothing, a gap, or one character or more."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        forms = unicodedata.normalize("NFKD", char).lower()
        self[code] = form = "".join(_form(sign) for sign in forms)
        return form


_FORMS: Final = _Forms()


def _form(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in _GONE or ord(sign) in _TONES:
        return ""
    if category == "So" or sign.isalnum():
        return _simplified().get(sign, sign)
    return " "


@cache
def _simplified() -> dict[str, str]:
    """Traditional characters -> simplified ones, one by one: what a character is folded to depends on nothing
    that stands beside it."""
    from opencc import OpenCC  # noqa: PLC0415 - for who searches; the doors of customers never do

    script = [chr(code) for code in HAN]
    forms = OpenCC("t2s").convert("\n".join(script)).split("\n")
    return {sign: form for sign, form in zip(script, forms, strict=True) if sign != form and len(form) == 1}
