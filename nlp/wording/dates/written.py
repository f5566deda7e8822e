"""Dates in figures and numerals: 2026-11-3, 二〇二六年十一月三号, 11/3, 20261103, Nov 3rd."""

import datetime as dt
from collections.abc import Callable

from nlp.wording.dates.days import on, yearly
from nlp.wording.dates.festivals import lunar
from nlp.wording.dates.parts import Made, Match, N, Rules, full_year, small, year, year_of
from nlp.wording.lexicon import either, load

_YEARS = 3  # from today, within which two figures are likely a year
_SEP = r"\s*[-/.年–—]\s*"
_CHINESE = "[零〇一二三四五六七八九]"
_YEAR = rf"(?:19|20)\d\d|民国1?\d\d|1[01]\d(?=年)|\d\d|{_CHINESE}{{4}}|{_CHINESE}{{2}}(?=年)"


def whole_dates() -> Rules:
    """With the year."""
    day = rf"(?P<d>{N})(?:\s*[日号]|(?!\d))"
    yield rf"(?<!\d)(?P<y>{_YEAR}){_SEP}(?P<m>{N})(?:\s*[-/.月–—]\s*){day}", _full
    yield r"(?<!\d)(?P<y>(?:19|20)\d\d) (?P<m>\d\d?) (?P<d>\d\d?)(?!\d)", _full
    yield r"(?<!\d)(?P<a>\d\d?)[-/.](?P<b>\d\d?)[-/.](?P<y>20\d\d)(?!\d)", _day_last
    yield r"(?<!\d)(?:19|20)\d{6}(?!\d)", _compact


def months_and_days() -> Rules:
    """三月五号, 去年10月2日."""
    month = rf"{year()}(?<!\d)(?P<m>{N})\s*月份?\s*的?"
    to = r"(?P<to>\s*[-~–—/]\s*\d\d?(?![\d点:月/.-]))?"  # 11月18-19
    yield rf"{month}(?P<d>{N})(?:\s*[日号]|(?![\d十个天元块点几多来])){to}", _month_day


def english_dates() -> Rules:
    """Nov 3rd, 3 November 2026."""
    month = either(load("date")["english"])
    to = r"(?P<to>\s*(?:[-~/]|to|or|and|&)\s*\d\d?(?!\d))?"  # Nov 3-5
    first = rf"(?P<m>{month})\.? ?(?P<d>\d\d?)(?:st|nd|rd|th)?"
    last = rf"(?P<d2>\d\d?)(?:st|nd|rd|th)? ?(?:of )?(?P<m2>{month})"
    yield rf"(?<![a-z])(?:{first}|{last})(?![a-z\d])(?:,? ?(?P<y>(?:19|20)\d\d))?{to}", _named


def figures() -> Rules:
    """11/3, 11.3, 1103: only where nothing better was read."""
    month = r"(?<![\d.a-z-])(?P<m>1[0-2]|0?[1-9])"
    yield rf"{month}(?P<to>[-/.–—])(?P<d>[0-3]?\d)(?P<day>号|日)?(?![\d./%a-z-]|天|个|折|元)", _figures
    yield r"(?<![\d.a-z])(?:\d{4}|\d{6})(?![\d.a-z年])", _short


def _full(match: Match, today: dt.date | None) -> Made:
    named, month, day = year_of(match["y"], today), small(match["m"]), small(match["d"])
    found = on(named, month, day) if named and month and day else None
    if not found:
        return [], False
    # 26/11/25 may begin with its year or end with it.
    short = len(match["y"]) == 2 and match["y"].isdecimal() and "年" not in match[0]
    return [found], not (short and today and abs(2000 + found.day - today.year) <= _YEARS)


def _compact(match: Match, _today: dt.date | None) -> Made:
    found = on(int(match[0][:4]), int(match[0][4:6]), int(match[0][6:]))
    return ([found], True) if found else None


def _short(match: Match, today: dt.date | None) -> Made:
    """1103 is a month and a day; 261103 with its year is asked back, for it may be any number."""
    digits = match[0]
    if len(digits) == 4:
        days = yearly(None, today, lambda year: on(year, int(digits[:2]), int(digits[2:])))
        return (days, True) if days else None
    year = full_year(int(digits[:2]), 2, today)
    found = on(year, int(digits[2:4]), int(digits[4:]))
    return ([found], False) if found else None


def _day_last(match: Match, _today: dt.date | None) -> Made:
    """13/11/2026 and 11/13/2026 are plain; 3/11/2026 is a day of March or of November."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    days = [day for day in (on(year, b, a), on(year, a, b)) if day]
    return (days[:1], len(set(days)) == 1) if days else None


def _month_day(match: Match, today: dt.date | None) -> Made:
    month, day = small(match["m"]), small(match["d"])
    named = year_of(match["year"], today)
    if (match["year"] and named is None) or not month or not day:
        return [], False
    habit = match[0] in load("date")["words"]["lunar_by_habit"]
    make: Callable[[int, int, int], dt.date | None] = lunar if habit else on
    days = yearly(named, today, lambda each: make(each, month, day))
    return days, bool(days) and not habit and not match["to"]


def _figures(match: Match, today: dt.date | None) -> Made:
    """11/3, 11.3, 11-3; 11-13号 may be two days."""
    month, day = int(match["m"]), int(match["d"])
    days = yearly(None, today, lambda year: on(year, month, day))
    two = match["day"] and match["to"] not in "/." and month < day
    return (days, not two) if days or on(2024, month, day) else None


def _named(match: Match, today: dt.date | None) -> Made:
    """Nov 3rd, 3 November 2026."""
    month = load("date")["english"][match["m"] or match["m2"]]
    day, year = int(match["d"] or match["d2"]), match["y"]
    return yearly(int(year) if year else None, today, lambda y: on(y, month, day)), not match["to"]
