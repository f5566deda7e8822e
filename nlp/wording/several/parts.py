"""One text that answers several questions, cut by their numbers: 1. 4 2. 满意 3. 就是慢; 第二题改成3分."""

import re
from collections.abc import Sequence
from itertools import pairwise

from nlp.wording.late import late
from nlp.wording.text.numerals import number

_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STOP = r"[.、:：)）．]"
_MARKER = late(
    rf"""第(?P<named>\d{{1,2}}|[{_CHINESE}]{{1,2}})(?:个?问题|题|问|个|项|条)\s*[.、:：,，是)）．]?\s*
    |(?<!\d)(?P<title>\d{{1,2}})题\s*[.、:：,，是)）．]?\s*|题\s?(?P<headed>\d{{1,2}})\s*[.、:：,，是)）．]\s*
    |(?<![a-z\d])q\s?(?P<q>\d{{1,2}})\s*{_STOP}?\s*
    |(?P<circled>[{_CIRCLED}])\s*{_STOP}?\s*
    |(?<![\d.])[(（](?P<bracketed>\d{{1,2}})[)）]\s*
    |(?:(?<=[\s,，;；。!！?？])|^)(?P<plain>\d{{1,2}}|[{_CHINESE}](?={_STOP}))
        (?:\s*{_STOP}\s*(?!\s*$)|[=-](?=\d)|[ \t]+(?=[^\d\s]))
    |(?<=[\u4e00-\u9fff])(?P<close>\d{{1,2}})[、.:：)）．](?!\d)
    |(?:(?<=[\s\d,，;；。])|^)(?P<chinese>[{_CHINESE}])(?=\d)
    |(?:(?<=\n)|^)(?P<line>\d{{1,2}})[ \t]+""",
    re.IGNORECASE | re.VERBOSE,
)
_SAFE = ("named", "q", "title", "headed")  # forms that one alone is enough of


def numbered(text: str, count: int) -> list[tuple[int, str]]:
    """(place from 0, words) of each numbered part; empty where the text is not cut by rising numbers."""
    found = _alike(list(_MARKER.finditer(text)))
    numbers = [_number(marker) for marker in found]
    ends = [*(marker.start() for marker in found), len(text)][1:]
    parts = [text[m.end() : end].strip(" \t\r\n,，;；、。") for m, end in zip(found, ends, strict=False)]
    if not (_rising(numbers, count) and _sure(found, numbers) and all(parts)):
        return []
    return [(place - 1, part) for place, part in zip(numbers, parts, strict=True)]


def _alike(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Beside Q1 and 第一题 a bare 5 is an answer."""
    safe = [marker for marker in found if marker.lastgroup in _SAFE]
    return safe if found and found[0].lastgroup in _SAFE else found


def _rising(numbers: Sequence[int], count: int) -> bool:
    return all(a < b for a, b in pairwise(numbers)) and all(1 <= n <= count for n in numbers)


def _sure(found: Sequence[re.Match[str]], numbers: Sequence[int]) -> bool:
    """1. … 2. …, or one by name: 第二题. A lone 1.4 is a number."""
    return bool(found) and (str(found[0].lastgroup) in _SAFE or (numbers[0] == 1 and len(found) > 1))


def _number(marker: re.Match[str]) -> int:
    said = marker[str(marker.lastgroup)]
    if said in _CIRCLED:
        return _CIRCLED.index(said) + 1
    return int(number(said) or 0)  # 第二三题 is none
