"""The year or month of a day, said apart from it: 五月二号，去年的; 2025年的，五月二号; 上个月国庆."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

from nlp.wording.dates.days import Day, in_month, on
from nlp.wording.dates.parts import year, year_of
from nlp.wording.late import late
from nlp.wording.lexicon import load

_BETWEEN = late(r"\s*的?[\s,(]*(?:就?是|在)?\s*")
_BEHIND = late(r"的?\s*(?:$|[,。;!)、])")  # not 3月5号，去年也买过
_APART = 300  # days between those that a day without its year may be


@cache
def _year() -> re.Pattern[str]:
    return re.compile(year())


def year_alone(day: Day, today: dt.date | None) -> int | None:
    """The year that these words name, where they name nothing else."""
    return year_of(day.words, today) if not day.days and _year().fullmatch(day.words) else None


def in_their_span(found: Sequence[Day], text: str, today: dt.date | None) -> list[Day]:
    """The days with the year or month that was said right before or right behind them."""
    whole: list[Day] = []
    for day in found:
        both = _together(whole[-1], day, text, today) if whole else None
        whole[-1:] = [both] if both else [*whole[-1:], day]
    return whole


def _together(one: Day, other: Day, text: str, today: dt.date | None) -> Day | None:
    if not _BETWEEN.fullmatch(text, one.end, other.start):
        return None
    span, day = (other, one) if one.days else (one, other)
    if one.days and not _BEHIND.match(text, other.end):
        return None
    days = _of_span(span, day, today)
    words = text[one.start : other.end]
    return day._replace(start=one.start, end=other.end, words=words, days=days) if days else None


def _of_span(span: Day, day: Day, today: dt.date | None) -> tuple[dt.date, ...]:
    """Those of the days that lie in the year or month; none where these words name neither."""
    if not day.days or (max(day.days) - min(day.days)).days < _APART:
        return ()
    offset = load("date")["months"].get(span.words)
    if offset is not None and today and (first := in_month(today, offset, 1)):
        return tuple(each for each in day.days if (each.year, each.month) == (first.year, first.month))
    named = year_alone(span, today)
    in_year = tuple(each for each in day.days if each.year == named)
    same = len({(each.month, each.day) for each in day.days}) == 1  # a feast of the moon is not
    long_ago = on(named, day.days[0].month, day.days[0].day) if named and same else None
    return in_year or ((long_ago,) if long_ago else ())
