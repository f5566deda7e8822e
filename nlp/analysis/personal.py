"""Personal data in a text: where it stands, for masking.

Kinds: phone, id, card, email, wechat, qq, plate, address, name. Order numbers, prices and hotlines are none.
Words that tell names and places are data: nlp/data/analysis/personal.toml.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from nlp.analysis.batch import Batch
from nlp.analysis.names import HAN, names
from nlp.wording.lexicon import either, load

Span = tuple[str, int, int]

_BEFORE = 8  # characters before a number in which 订单号 says what it is
_PLATE_HEADS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10x98765432"

_EMAIL = re.compile(r"(?<![a-z0-9._+-])[a-z0-9][a-z0-9._+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
_ID = re.compile(r"(?<![0-9a-z])\d{6}(?:19|20)\d{9}[0-9x](?![0-9a-z])")
_CARD = re.compile(r"(?<![0-9a-z-])[3-69]\d{3}(?:[ -]?\d{4}){2}(?:[ -]?\d{1,4}){1,2}(?![0-9a-z])")
_PHONE = re.compile(
    r"(?<![0-9a-z.])(?:"
    r"(?:\+?0{0,2}86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}"
    r"|(?:\+?86[ -]?)?\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]?[2-9]\d{2,3}[ -]?\d{4}(?:[ -]\d{1,4})?"
    r"|\+?(?:852|853)[ -]?\d{4}[ -]?\d{4}"
    r"|(?:\+?886[ -]?)?0?9\d{2}[ -]?\d{3}[ -]?\d{3}"
    r"|\(?0[2-8]\d?\)?-\d{3,4}-?\d{4}"
    r")(?![0-9a-z])"
)
_PLATE = re.compile(
    rf"[{_PLATE_HEADS}][a-hj-z][ ·•・.-]?(?:[a-hj-np-z0-9]{{4,5}}[a-hj-np-z0-9挂学警港澳])(?![a-z0-9])"
    r"|(?<=牌)(?:号码|号|是|为|:| )*(?P<own>[a-z]{2,3}-?\d{3,4}|\d{3,4}-?[a-z]{2,3})(?![a-z0-9])"
    r"|(?<=车号)(?:码|是|为|:| )*(?P<other>[a-z]{2,3}-?\d{3,4}|\d{3,4}-?[a-z]{2,3})(?![a-z0-9])"
)
_WECHAT = re.compile(
    r"(?:微信|wechat|wx(?<!\wwx)|薇信|威信|v信|vx)(?:号码|账号|号|id|是|为|:|=| |,|加|叫){0,4}"
    r"(?P<own>[a-z][a-z0-9_-]{5,19}|1[3-9]\d{9})(?![a-z0-9_@.])"
)
_QQ = re.compile(r"(?:qq|扣扣|企鹅号)(?:号码|账号|号|群|是|为|:|=| |,|加){0,4}(?P<own>[1-9]\d{4,10})(?!\d|@)")
_PLATED = re.compile(f"[{_PLATE_HEADS}牌车]")
_ROOM = (
    r"(?:[a-z]?\d{1,4}|[a-z]|[一二三四五六七八九十]{1,3})"
    r"(?:号楼|栋|幢|座|单元|室|楼|层|户|门|弄|巷|号|期|房|之\d)"
)
_ADDRESS = re.compile(
    rf"[{HAN}]{{0,24}}?[{HAN}](?:路|街|大道|道|巷|胡同|弄|里|村|坊|段|街道)(?:[一二三四五六七八九东西南北中]{{1,2}}段)?"
    rf"\d{{1,5}}(?:-\d{{1,4}})?(?:号|弄|號)(?:院)?(?:[{HAN}]{{2,8}}?(?={_ROOM}))?(?:{_ROOM}){{0,4}}\d{{0,4}}室?"
    rf"|\d{{1,4}}(?:栋|幢|号楼|座)(?:\d{{1,2}}单元)?\d{{3,4}}室?(?!元|块|米|平)"
)
_HOUSE = re.compile(r"\d[号弄號栋幢座]")
_DIGIT = re.compile(r"\d")
_FEWEST = 5  # digits of a number that reaches a person


def personal(text: str) -> list[Span]:
    """(kind, start, end) in the text as given, in order; none lies within another. Never raises."""
    return reaching(Batch([text]).folded(0))


def reaching(folded: str) -> list[Span]:
    """The same of a folded text. Few hold any, so what a kind must have is looked for before the kind."""
    spans: list[Span] = []
    for kind, start, end in _all(folded):
        if not any(start < other[2] and other[1] < end for other in spans):
            spans.append((kind, start, end))
    return sorted(spans, key=lambda span: span[1:])


def blanked(folded: str) -> str:
    """A folded text with spaces where it names or reaches a person."""
    for _, start, end in reaching(folded):
        folded = f"{folded[:start]}{' ' * (end - start)}{folded[end:]}"
    return folded


def _all(text: str) -> Iterator[Span]:
    """The surest first: what comes later and overlaps is left out."""
    if "@" in text:
        yield from (("email", *found.span()) for found in _EMAIL.finditer(text))
    yield from (("wechat", *found.span("own")) for found in _WECHAT.finditer(text))
    if digits := len(_DIGIT.findall(text)):
        yield from _numbers(text, long=digits >= _FEWEST)
    yield from (("name", *span) for span in names(text))


def _numbers(text: str, *, long: bool) -> Iterator[Span]:
    """``long``: whether there are digits enough for more than a plate or a house."""
    if long:
        yield from (("qq", *found.span("own")) for found in _QQ.finditer(text))
        yield from (("id", *span) for span in _ids(text))
    if _PLATED.search(text):
        yield from (("plate", *span) for span in _plates(text))
    if _HOUSE.search(text):
        yield from (("address", *span) for span in _addresses(text))
    if long:
        yield from (("phone", *span) for span in _phones(text))
        yield from (("card", *span) for span in _cards(text))


def _ids(text: str) -> Iterator[tuple[int, int]]:
    for found in _ID.finditer(text):
        if _checked(found[0]) or _told(text, found.start(), "id_words"):
            yield found.span()


def _plates(text: str) -> Iterator[tuple[int, int]]:
    for found in _PLATE.finditer(text):
        start, end = found.span(found.lastgroup or 0)
        if any(map(str.isdigit, text[start:end])):
            yield start, end


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for found in _PHONE.finditer(text):
        if not _told(text, found.start(), "others"):
            yield found.span()


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for found in _CARD.finditer(text):
        digits = re.sub("[ -]", "", found[0])
        known = _luhn(digits) or _told(text, found.start(), "card_words")
        if 15 <= len(digits) <= 19 and known and not _told(text, found.start(), "others"):
            yield found.span()


def _checked(number: str) -> bool:
    """Whether the last sign of an ID number is right."""
    return _CHECKS[sum(int(a) * b for a, b in zip(number, _WEIGHTS, strict=False)) % 11] == number[17]


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1."""
    values = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(value // 10 + value % 10 for value in values) % 10 == 0


def _told(text: str, start: int, words: str) -> bool:
    """Whether the words right before a number say what it is."""
    before = text[max(0, start - _BEFORE) : start].rstrip(" :是为改成#-no.")
    return before.endswith(tuple(_lists()[words]))


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for found in _ADDRESS.finditer(text):
        start, end = found.span()
        road = re.search(r"\d", found[0])
        head = found[0][: road.start()] if road else ""
        cut = max((found.end() for found in _cuts().finditer(head[:-2])), default=0)
        if cut < len(head) or not head:
            yield start + cut, end


@cache
def _cuts() -> re.Pattern[str]:
    """What stands before an address and is none of it."""
    return re.compile(either(_lists()["address_cuts"]))


@cache
def _lists() -> dict[str, Any]:
    return load("personal", "analysis")
