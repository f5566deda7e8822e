"""Working time between moments and after them, exact to the microsecond (D5). Every result is in UTC.

The arithmetic goes by years that are added up once: a span of years costs as little as one of days.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta

from storage.domain.calendar import Calendar, published


def working(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The working time from `start` to `end`; below zero where `end` is the earlier."""
    if end < start:
        return -working(calendar, end, start)
    first, last = calendar.date_of(start).year, calendar.date_of(end).year
    whole = sum((calendar.year(number).total for number in range(first, last)), timedelta())
    return whole + calendar.year(last).until(end) - calendar.year(first).until(start)


def add_working(calendar: Calendar, start: datetime, duration: timedelta) -> datetime:
    """The first working instant with at least `duration` (zero or more) of working time since `start`."""
    number = calendar.date_of(start).year
    worked = calendar.year(number).until(start) + duration
    while (reached := calendar.year(number).reached(worked, start)) is None:
        worked -= calendar.year(number).total
        number += 1
    return reached


def end_of_working_day(calendar: Calendar, start: datetime, days: int) -> datetime:
    """The end of work on the `days`-th working day after the day of `start`, which does not count.

    So terms in days run by law (Civil Code of the PRC, articles 201 and 203); `days` is 1 or more.
    """
    day = calendar.date_of(start)
    return _close(calendar, day.year, bisect_right(calendar.year(day.year).days, day) + days - 1)


def end_of_natural_day(calendar: Calendar, start: datetime, days: int) -> datetime:
    """The end of the `days`-th day (自然日) after that of `start`: at the end of work, and where nobody works
    that day, on the next day that somebody does (Civil Code of the PRC, articles 201 and 203)."""
    day = calendar.date_of(start) + timedelta(days=days)
    return _close(calendar, day.year, bisect_left(calendar.year(day.year).days, day))


def provisional(calendar: Calendar, start: datetime, end: datetime) -> bool:
    """Whether a year is touched whose holidays are not announced yet, so that this span may still change."""
    first, last = calendar.date_of(start).year, calendar.date_of(end).year
    return not all(published(calendar, date(number, 1, 1)) for number in range(first, last + 1))


def _close(calendar: Calendar, number: int, place: int) -> datetime:
    """The end of work on the working day at this place of the year, counted on into the next ones."""
    while place >= len(calendar.year(number).days):
        place -= len(calendar.year(number).days)
        number += 1
    return calendar.year(number).closes[place]
