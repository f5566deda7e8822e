"""Days that a text names, and which of them is meant: 三月五号 is a day of every year."""

import calendar
import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

_SOON, _LONG_AGO = 7, 300  # days ahead and back: 11月25号 said on the 21st of a purchase may be a slip
_MONTH = 20
_FAR = 4  # how many times nearer one of two days must be, where the question does not tell which way


class Day(NamedTuple):
    """Words at a place that name a day: the days they may mean; none for 最近. Not ``sure``: 月底."""

    start: int
    end: int
    words: str
    days: tuple[dt.date, ...] = ()
    sure: bool = True

    def unsure(self) -> "Day":
        """The same, to be confirmed."""
        return self._replace(sure=False)


def on(year: int, month: int, day: int) -> dt.date | None:
    """The day, if there is such a one."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def yearly(year: int | None, today: dt.date | None, make: Callable[[int], dt.date | None]) -> list[dt.date]:
    """A day of the year named, else of last, this and next year."""
    if year is None and today is None:
        return []
    years = [year] if year is not None else [today.year - 1, today.year, today.year + 1] if today else []
    return [day for each in years if (day := make(each))]


def in_month(today: dt.date, offset: int, day: int) -> dt.date | None:
    """A day of the month that many months from this; 31 is the last of a shorter one."""
    months = today.year * 12 + today.month - 1 + offset
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    return on(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))


def monthly(today: dt.date | None, day: int) -> list[dt.date]:
    """That day of the months around today's."""
    if today is None:
        return []
    near = [in_month(today, offset, day) for offset in range(-3, 4)]
    return [each for each in near if each and each.day == day]


def weekly(today: dt.date | None, weekday: int) -> list[dt.date]:
    """That weekday, Monday 1, before today, today itself, and after."""
    if today is None:
        return []
    ahead = (weekday - today.isoweekday()) % 7
    return shifted(today, [ahead - 7, ahead] if ahead else [-7, 0, 7])


def shifted(day: dt.date, offsets: list[int]) -> list[dt.date]:
    """Days so many days from one; none beyond what a calendar holds."""
    numbers = [day.toordinal() + each for each in offsets]
    return [dt.date.fromordinal(each) for each in numbers if 1 <= each <= dt.date.max.toordinal()]


def choose(days: tuple[dt.date, ...], tense: str, today: dt.date | None) -> tuple[dt.date | None, bool]:
    """The day meant, and whether surely; None where none makes sense (明天 of a purchase)."""
    if today is None or not days:
        return (days[0] if len(days) == 1 else None), len(days) == 1
    past, future = [d for d in days if d <= today], [d for d in days if d >= today]
    if tense == "past":
        return _latest(past, future, today)
    if tense == "future":
        week = len(future) > 1 and min(future) == today and (max(future) - today).days == 7  # 周六, on one
        return (min(future), not week) if future else (None, False)
    return _nearest(days, today)


def _latest(past: list[dt.date], future: list[dt.date], today: dt.date) -> tuple[dt.date | None, bool]:
    if not past:
        return None, False
    latest = max(past)
    slip = future and (min(future) - today).days <= _SOON and (today - latest).days > _LONG_AGO
    week = len(past) > 1 and latest == today and (today - min(past)).days == 7  # 周六 said on a Saturday
    return latest, not slip and not week


def _nearest(days: tuple[dt.date, ...], today: dt.date) -> tuple[dt.date, bool]:
    near = sorted(days, key=lambda day: abs((day - today).days))
    first = abs((near[0] - today).days)
    sure = len(near) == 1 or (first * _FAR < abs((near[1] - today).days) and first > 0)
    return near[0], sure or (first == 0 and abs((near[1] - today).days) > _MONTH)
