"""What the rules for dates share: small numbers, years, and what a rule makes of a match."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cache

from nlp.wording.lexicon import either, load

Match = re.Match[str]
Made = tuple[list[dt.date], bool] | None  # the days meant and whether surely; None: these words are no date
Reader = Callable[[Match, dt.date | None], Made]
Rules = Iterator[tuple[str, Reader]]

N = r"(?:\d{1,2}|[零〇一二三四五六七八九十廿卅]{1,3})"
CHINESE = "[一二三四五六七八九十]"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}


@cache
def year() -> str:
    """The pattern of a year before a month or a festival, which may be left out."""
    digit = "[零〇一二三四五六七八九]"
    figures = r"(?:19|20)\d\d年?|\d\d年|(?:民国)1?\d\d年|1[01]\d年"
    return rf"(?:(?P<year>{either(load('date')['years'])}|{figures}|(?:{digit}{{4}}|{digit}{{2}})年)的?\s*)?"


def small(text: str) -> int | None:
    """A number up to 99: 12, 十二, 廿五, 三十, 〇五; None for a range such as 两三."""
    if text.isdecimal():
        return int(text)
    plain = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = plain.rpartition("十")
    if not ten:
        return _DIGITS.get(plain.lstrip("零〇") if len(plain) == 2 else plain)
    if not all(each in _DIGITS for each in (tens, ones) if each):
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def year_of(text: str | None, today: dt.date | None) -> int | None:
    """去年, 2025年, 25年, 二〇二五年, 民国114年."""
    if not text:
        return None
    offset = load("date")["years"].get(text)
    if offset is not None:
        return today.year + offset if today else None
    digits = "".join(str(_DIGITS.get(c, c)) for c in text if c.isdecimal() or c in _DIGITS)
    if digits and text.startswith("民国"):
        return int(digits) + 1911
    return full_year(int(digits), len(digits), today) if digits else None


def full_year(year: int, length: int, today: dt.date | None) -> int:
    """26 is 2026, 98 is 1998, and 115 is the year 115 of the Republic (Taiwan)."""
    if length == 3 or (length == 2 and year > 100):
        return year + 1911
    if length > 2:
        return year
    return 2000 + year if today is None or 2000 + year <= today.year + 1 else 1900 + year
