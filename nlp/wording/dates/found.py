"""Dates in a text: 昨天, 上周三, 三月五号, 2026-11-3, 去年国庆, 农历八月十五, 3 days ago.

A text is read by one rule after another, the most telling first; what a rule has read is blanked out, so that
十一 is read in 十一月三号 only once.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise

from nlp.wording.dates.days import Day
from nlp.wording.dates.feasts import days_of_new_year, feast_names, feasts, lunar_days
from nlp.wording.dates.of_span import in_their_span
from nlp.wording.dates.parts import Reader, Rules
from nlp.wording.dates.relative import from_today, parts_of_dates, plain_words, years_alone
from nlp.wording.dates.written import english_dates, figures, months_and_days, whole_dates
from nlp.wording.late import late

_DIGITS, _LETTERS = "0123456789", "abcdefghijklmnopqrstuvwxyz"
_NUMERALS = f"{_DIGITS}零〇一二三四五六七八九十廿卅"
# Groups of rules with the characters of which a text must hold one (None: any text may do): most texts need
# few of the rules, and a rule takes a millisecond to compile.
_ORDER = (
    ("月初", lunar_days),
    (f"{_DIGITS}年-/.", whole_dates),
    (None, feasts),
    ("月", months_and_days),
    (f"年月周期拜前后过{_LETTERS}", from_today),
    (_LETTERS, english_dates),
    ("初", days_of_new_year),
    (None, plain_words),
    (f"年月日号周期拜{_NUMERALS}{_LETTERS}", parts_of_dates),
    (_DIGITS, figures),
    (f"年{_DIGITS}", years_alone),
)
# What has figures and is no date: hours, long numbers, prices and counts.
_MINUTES = r"半|一刻|三刻|\d{1,2}分?|[一二三四五]?十[一二三四五六七八九]?分?"
_HOURS = (
    rf"(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?:点钟|点|时|:\d\d(?::\d\d)?)(?!\d*月)(?:{_MINUTES})?"
)
_COUNTED = (
    "[元块件次斤折米%台人岁双箱包瓶套]|分(?!钟[之以]?前)|公里"
    "|号[楼店线桌柜房]|个(?!月|星期|礼拜|小时|钟头|半月)"
)
_NO_YEAR = r"\d{5,}年(?:\d+月)?(?:\d+[日号])?"  # 12026年1月1日
_NO_DATE = late(rf"{_HOURS}|{_NO_YEAR}|\d{{9,}}|\d+(?:\.\d+)?(?:{_COUNTED})")


@cache
def _rules(group: Callable[[], Rules]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((re.compile(form), read) for form, read in group())


def dates_in(text: str, today: dt.date | None) -> list[Day]:
    """The days that a text in normal form names, in order."""
    found: list[Day] = []
    left = _NO_DATE.sub(lambda m: "\0" * len(m[0]), text)
    for marks, group in _ORDER:
        if _may_hold(left, marks, group):
            days, left = _read(_rules(group), left, today)
            found += days
    return _doubted(in_their_span(sorted(found, key=lambda day: day.start), text, today), text)


def _doubted(found: list[Day], text: str) -> list[Day]:
    """A day right behind a span is one of that span, and of which is not told: 前两周的周五."""
    spans = [not day.days and text[day.end : after.start] in ("", "的") for day, after in pairwise(found)]
    return [day.unsure() if span else day for day, span in zip(found, [False, *spans], strict=False)]


def _may_hold(left: str, marks: str | None, group: Callable[[], Rules]) -> bool:
    if group is feasts:
        return feast_names().search(left) is not None
    return marks is None or not frozenset(marks).isdisjoint(left)


def _read(
    rules: Iterable[tuple[re.Pattern[str], Reader]], left: str, today: dt.date | None
) -> tuple[list[Day], str]:
    """What these rules find, and the text without it."""
    found: list[Day] = []
    for pattern, read in rules:
        for match in list(pattern.finditer(left)):
            made = read(match, today)
            if made is not None:
                found.append(Day(match.start(), match.end(), match[0], tuple(made[0]), made[1]))
                left = left[: match.start()] + "\0" * len(match[0]) + left[match.end() :]
    return found, left
