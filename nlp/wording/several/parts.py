"""One text that answers several questions, cut by their numbers: 1. 4 2. 满意 3. 就是慢; 第二题改成3分."""

import re
from collections.abc import Sequence
from itertools import pairwise

_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STOP = r"[.、:：)）．]"
_MARKER = re.compile(
    rf"""第(?P<named>\d{{1,2}}|[{_CHINESE}]{{1,2}})(?:个?问题|题|问|个|项|条)\s*[.、:：,，是)）．]?\s*
    |(?<![a-z\d])q\s?(?P<q>\d{{1,2}})\s*{_STOP}?\s*
    |(?P<circled>[{_CIRCLED}])\s*{_STOP}?\s*
    |(?<![\d.])[(（](?P<bracketed>\d{{1,2}})[)）]\s*
    |(?:(?<=[\s,，;；。!！?？])|^)(?P<plain>\d{{1,2}}|[{_CHINESE}](?={_STOP}))
        (?:\s*{_STOP}\s*(?!\s*$)|[ \t]+(?=[^\d\s]))
    |(?:(?<=\n)|^)(?P<line>\d{{1,2}})[ \t]+""",
    re.IGNORECASE | re.VERBOSE,
)
_BREAKS = re.compile(r"[\s,，;；、。/|]+")
_SAFE = ("named", "q")  # forms that one alone is enough of


def numbered(text: str, count: int) -> list[tuple[int, str]]:
    """(place from 0, words) of each numbered part; empty where the text is not cut by rising numbers."""
    found = list(_MARKER.finditer(text))
    numbers = [_number(marker) for marker in found]
    ends = [*(marker.start() for marker in found), len(text)][1:]
    parts = [text[m.end() : end].strip(" \t\r\n,，;；、。") for m, end in zip(found, ends, strict=False)]
    if not (_rising(numbers, count) and _sure(found, numbers) and all(parts)):
        return []
    return [(number - 1, part) for number, part in zip(numbers, parts, strict=True)]


def _rising(numbers: Sequence[int], count: int) -> bool:
    return all(a < b for a, b in pairwise(numbers)) and all(1 <= n <= count for n in numbers)


def _sure(found: Sequence[re.Match[str]], numbers: Sequence[int]) -> bool:
    """1. … 2. …, or one by name: 第二题. A lone 1.4 is a number."""
    return bool(found) and (str(found[0].lastgroup) in _SAFE or (numbers[0] == 1 and len(found) > 1))


def _number(marker: re.Match[str]) -> int:
    said = marker[str(marker.lastgroup)]
    if said in _CIRCLED:
        return _CIRCLED.index(said) + 1
    if said.isdecimal():
        return int(said)
    tens, _, ones = said.rpartition("十")
    digit = _CHINESE.index(ones) + 1 if ones else 0
    return (10 + digit if said.startswith("十") and not tens else digit) if "十" in said else digit


def listed(text: str, count: int, *, open_end: bool) -> list[str]:
    """As many parts as questions, in order: 4，5，满意; one line each; 453. Else empty.

    With an ``open_end`` the last part is whatever is left.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    digits = list(text.strip()) if text.strip().isdecimal() else []
    pieces = [(m.start(), m.end()) for m in _BREAKS.finditer(text.strip())]
    words = [word for word in _BREAKS.split(text.strip()) if word]
    even: Sequence[list[str]] = [parts for parts in (lines, words, digits) if len(parts) == count > 1]
    if even:
        return even[0]
    if open_end and len(words) > count > 1 and pieces:
        return [*words[: count - 1], text.strip()[pieces[count - 2][1] :]]
    return []
