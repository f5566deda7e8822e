"""Festivals and lunar days as days of the Gregorian calendar.

The lunar calendar is borax's (MIT), loaded only when a text names a lunar day; its years are 1900 to 2100.
"""

import datetime as dt
from collections.abc import Callable
from functools import cache

from nlp.wording.dates.days import on
from nlp.wording.lexicon import load

_FIRST, _LAST = 1901, 2099
Maker = Callable[[int], dt.date | None]


@cache
def lunar(year: int, month: int, day: int, leap: bool = False) -> dt.date | None:
    """The day of this Gregorian year on which a lunar month and day fall: 2026, 8, 15 is 25 September."""
    for lunar_year in (year - 1, year):
        found = _solar(lunar_year, month, day, leap)
        if found and found.year == year:
            return found
    return None


def _solar(year: int, month: int, day: int, leap: bool) -> dt.date | None:
    from borax.calendars.lunardate import InvalidLunarDateError, LunarDate  # noqa: PLC0415 - 30 ms to load

    if not _FIRST <= year <= _LAST:
        return None
    try:
        return dt.date.fromordinal(LunarDate(year, month, day, int(leap)).to_solar_date().toordinal())
    except InvalidLunarDateError:
        return None


def _eve(year: int) -> dt.date | None:
    spring = lunar(year, 1, 1)
    return spring - dt.timedelta(days=1) if spring else None


def _term(name: str) -> Maker:
    def day(year: int) -> dt.date | None:
        from borax.calendars.lunardate import TermUtils  # noqa: PLC0415 - 30 ms to load

        if not _FIRST <= year <= _LAST:
            return None
        found = TermUtils.nth_term_day(year, TermUtils.name2index(name))
        return dt.date.fromordinal(found.toordinal())

    return day


def _nth(code: int) -> Maker:
    """527: the second Sunday of May."""
    month, nth, weekday = code // 100, code // 10 % 10, code % 10

    def day(year: int) -> dt.date | None:
        first = on(year, month, 1)
        return first and first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))

    return day


def festival(name: str) -> Maker | None:
    """Year → day, for a festival or solar term of the lists."""
    data = load("date")
    if name in data["solar"]:
        return lambda year: on(year, *divmod(data["solar"][name], 100))
    if name in data["lunar"]:
        return lambda year: lunar(year, *divmod(data["lunar"][name], 100))
    if name in data["nth"]:
        return _nth(data["nth"][name])
    if name in data["words"]["eve"]:
        return _eve
    return _term(name.removesuffix("节")) if name in data["words"]["terms"] else None
