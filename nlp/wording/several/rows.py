"""A text that is a row of answers, one for each question: 4 5 3 2; 五五四三; 4分5分3分; a line each."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.text.normal import normalise

_DIGIT = r"[\d零一二两三四五六七八九十]"
_UNIT = r"(?:分|颗星|颗|星)"
_GAP = r"(?:[\s,，;；、。!！|/\\~～_\ufe0f\u20e3-]|(?<!\d)[.．]|[.．](?!\d))"
_SCORES = (rf"(?:10|{_DIGIT})\s*{_UNIT}?", rf"{_DIGIT}\s*{_UNIT}?")  # 10 is one figure, or two
_ROW = late(rf"(?:{_SCORES[0]}{_GAP}*)+(?![\d./:：年月日号点个天次人元块小%])")
_PART = late(r"[\s,，;；、。/|]+")
_PLAIN_GAP = late(r"[\s,，;；]")
_DOUBT = late(r"\d{1,2}\s*[、/]\s*\d{1,2}\s*分?")  # 4/5, 3、4分: one answer
_YEAR = late(r"(?:19|20)\d\d")
_NUMBER = late(r"\d{2}(?<!10)")  # 11 21 is no row
_FEWEST = 3  # figures in one breath, or 4/5/3, are a row: 三四 and 4/5 are something else
_EDGES = " \t\r\n,，;；、。/|.．:："


class Row(NamedTuple):
    """One part for each question, and what is said behind them."""

    parts: list[str]
    rest: str = ""


def rows(text: str, count: int, labels: Iterable[str] = ()) -> Iterator[Row]:
    """The ways to take a text for ``count`` answers, the likeliest first: figures, lines, words, or labels in
    one breath (满意满意一般)."""
    figures = list(_figures(text))
    yield from (row for row in figures if len(row.parts) == count)
    if count < 2 or any(not row.rest for row in figures):
        return
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) >= count:
        yield Row(lines[:count], "\n".join(lines[count:]))
    yield from _words(text.strip(_EDGES), count)
    said = re.findall(either(map(normalise, labels)), normalise(text).strip(_EDGES))
    if len(said) == count and "".join(said) == normalise(text).strip(_EDGES):
        yield Row(said)


def only_figures(text: str) -> bool:
    """Whether a text is nothing but scores: with too many or too few of them nobody knows which is whose."""
    return any(not row.rest for row in _figures(text))


def _words(text: str, count: int) -> Iterator[Row]:
    """满意 一般 很差, or 5 3 师傅很热情: without figures only where nothing follows."""
    if _DOUBT.fullmatch(text):
        return
    gaps = [*_PART.finditer(text)]
    ends = [*(gap.start() for gap in gaps), len(text)]
    starts = [0, *(gap.end() for gap in gaps)]
    parts = [text[a:b] for a, b in zip(starts[:count], ends[:count], strict=True)]
    rest = text[ends[len(parts) - 1] :].lstrip(_EDGES)
    if len(parts) == count and (not rest or any(map(str.isdecimal, "".join(parts)))):
        yield Row(parts, rest)


def _figures(text: str) -> Iterator[Row]:
    """The scores that a text begins with, at least two; in one part where they are some other number."""
    lead = _lead().match(text)
    found = _ROW.match(text, lead.end() if lead else 0)
    said = found[0].strip(_EDGES) if found else ""
    ways = [re.findall(score, said) for score in (_SCORES if "10" in said else _SCORES[:1])]
    if not found or len(ways[0]) == 1:
        return
    units = all(part.endswith(("分", "星", "颗")) for part in ways[0])
    fewest = 2 if units or _PLAIN_GAP.search(said) or text.strip().isdecimal() else _FEWEST
    row = len(ways[0]) >= fewest and not _other_number(said)
    for parts in ways if row else [[said]]:
        yield Row(parts, text[found.end() :].strip(_EDGES))


def _other_number(said: str) -> bool:
    """A year, a hotline, 11 21."""
    if _PLAIN_GAP.search(said):
        return _NUMBER.search(said) is not None
    bare = normalise(re.sub(r"\W", "", said))
    return bare in load("several")["no_row"] or _YEAR.fullmatch(bare) is not None


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(load('several')['lead'])}|[\s:：,，])+")
