"""Several questions named at once: 前三个5分，最后一个3分; 第一题和第二题5分."""

import re
from itertools import chain

from nlp.wording.late import late
from nlp.wording.text.numerals import number

_CHINESE = "一二三四五六七八九十"
_N = rf"(?:[1-9]|[{_CHINESE}两])"
_SAID = rf"(?=[\s:：,，]*(?:[是都均全给打各]|\d|{_N}分|[很非不满较]|一般))"  # 后三个工人 is no question
_THING = rf"(?:道题|个问题|个题|问题|题|[个项道条]{_SAID})"
_MORE = rf"(?:{_THING}?(?:[和跟与及、,，]第?|第)|(?<=[第一二三四五六七八九])(?=[二三四五六七八九]))"
_MARKER = late(
    rf"""前面?(?P<first>{_N}){_THING}
    |(?:最后面?的?|后面?)(?P<last>{_N}){_THING}
    |第?(?P<low>{_N}){_THING}?\s*[到至~～-]\s*第?(?P<high>{_N}){_THING}
    |(?P<each>第{_N}(?:{_MORE}{_N})*{_THING}|(?<!\d){_N}题)""",
    re.VERBOSE,
)
_BEFORE_PART = " \t\r\n,，;；、。:：是都均"
_EDGES = " \t\r\n,，;；、。"


def grouped(text: str, count: int) -> list[tuple[int, str]]:
    """(place from 0, words) for each question that is named, where some share their words; else empty."""
    found = list(_MARKER.finditer(text))
    ends = [*(marker.start() for marker in found), len(text)][1:]
    parts = [_part(text[m.end() : end]) for m, end in zip(found, ends, strict=False)]
    places = [_places(marker, count) for marker in found]
    named = list(chain.from_iterable(places))
    fits = len(named) == len(set(named)) and all(0 <= place < count for place in named) and all(parts)
    grouping = len(named) > len(found) or any(marker["last"] for marker in found)
    if not (fits and grouping) or found[0].start():
        return []
    return [(place, part) for several, part in zip(places, parts, strict=True) for place in several]


def _part(text: str) -> str:
    return text.lstrip(_BEFORE_PART).rstrip(_EDGES)


def _places(marker: re.Match[str], count: int) -> list[int]:
    if marker["first"]:
        return list(range(_number(marker["first"])))
    if marker["last"]:
        return list(range(count - _number(marker["last"]), count))
    if marker["low"]:
        return list(range(_number(marker["low"]) - 1, _number(marker["high"])))
    return [_number(each) - 1 for each in re.findall(_N, marker["each"])]


def _number(word: str) -> int:
    return int(number(word) or 0)
