"""A telephone number: 13812345678, 010-62781234, 010-62781234-801, +85291234567.

``rules["timezone"]`` of Hong Kong, Macau or Taipei tells that a number without area code is one of there.
"""

import re
from functools import cache

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, ask
from nlp.wording.exact.giving import absent, full, recorded
from nlp.wording.exact.phones import Phone, phones_in
from nlp.wording.exact.standing import hedged, told
from nlp.wording.lexicon import either, load

_BEFORE = 8  # characters before a number in which 订单号 says that it is none
_BEHIND = 6  # characters behind a number in which 停用了 says that it is old


def quoted(_key: str) -> None:
    """A number has no options."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """The one number told; several, or one that is a digit short, are asked back."""
    zone = str(asked.rules.get("timezone") or "")
    text = full(said)
    found, standing = told(text, lambda text: phones_in(text, zone))
    found = [phone for phone in found if not _other(text, phone)]
    current = [phone for phone in found if not _old(text, phone, found)] or found
    whole = [phone for phone in current if phone.number]
    if not whole:
        return _without(asked, said, text, found)
    words = tuple(phone.words for phone in whole)
    numbers = {phone.number for phone in whole}
    plain = all(phone.sure and not hedged(text, phone) for phone in whole)
    plain = plain and not any(word in text for word in load("phone")["words"]["ends"])
    if len(numbers) > 1 or len(whole) < len(current) or not standing or not plain:
        return ask(said, whole[0].number, *words)
    return recorded(said, "phone", whole[0].number, words)


def _without(asked: Asked, said: Said, text: str, found: list[Phone]) -> Reading:
    """打我女儿的 still wants the number."""
    if found or _of_another().search(text):
        return ask(said, None, *(phone.words for phone in found))
    return absent(said, asked) or ask(said)


@cache
def _of_another() -> re.Pattern[str]:
    return re.compile(rf"(?:打|留|用|联系|找)给?我?(?:{either(load('phone')['words']['people'])})")


def _other(text: str, phone: Phone) -> bool:
    """订单号20261103…"""
    before = text[max(0, phone.start - _BEFORE) : phone.start].rstrip(" :是")
    return before.endswith(tuple(load("phone")["words"]["others"]))


def _old(text: str, phone: Phone, found: list[Phone]) -> bool:
    """Whether the words before this number, after the one before it, say that it is no longer in use."""
    before = text[max((each.end for each in found if each.end <= phone.start), default=0) : phone.start]
    before = before.rpartition(",")[2] if len(found) > 1 else before
    behind = text[phone.end : phone.end + _BEHIND].lstrip(" ,，的")
    old = load("phone")["words"]["old"]
    return len(found) > 1 and (any(word in before for word in old) or behind.startswith(tuple(old)))
