"""The period that statistics are asked for, and the one before it that they are held against."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from admin.summary.period import Days, told_until
from storage.queries.filters import Period, month_of, months

CHOICES: Final = ("year", "quarter", "month", "last_month", "last_quarter", "last_year", "span")
"""This year, quarter or month so far; those that are over; from one day to another."""

LONGEST: Final = 3660
"""Days of a span of one's own."""

OVER: Final = 12
"""Months that are drawn at least."""

_MONTHS: Final = {"year": 12, "quarter": 3, "month": 1}


class Chosen(NamedTuple):
    """`first` and `last` are its days, `until` the one that it is told to end with; `wrong`: those that were
    asked for make no period."""

    key: str
    period: Period
    before: Period
    first: date
    last: date
    until: date
    wrong: bool = False


def chosen(query: Mapping[str, str], timezone: str, now: datetime) -> Chosen:
    """As the address asks; without a word this year. What is not over yet is held against the same part of
    the one before."""
    key = query.get("period", CHOICES[0])
    key = key if key in CHOICES else CHOICES[0]
    zone = ZoneInfo(timezone)
    if key == "span":
        return _span(query, zone, now)
    length = _MONTHS[key.removeprefix("last_")]
    this = month_of(now, timezone, (now.astimezone(zone).month - 1) % length)
    back = length if key.startswith("last_") else 0
    start = month_of(this.start, timezone, back).start
    end = month_of(start, timezone, 1 - length).end
    before = month_of(start, timezone, length).start
    until = min(end, _midnight(now.astimezone(zone).date() + timedelta(days=1), zone))
    gone = start if end <= now else min(start, before + (until - start))
    days = _days(Period(start, end), zone)
    ends = told_until(days, now.astimezone(zone).date())
    return Chosen(key, Period(start, end), Period(before, gone), *days, ends)


def _span(query: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Chosen:
    today = now.astimezone(zone).date()
    try:
        first, last = (date.fromisoformat(query.get(name, "")) for name in ("from", "to"))
        right = first <= last < first + timedelta(days=LONGEST) and first.year > LONGEST // 365 + 1
        right = right and last.year < date.max.year
    except ValueError:
        right = False
    if not right:
        first, last = today - timedelta(days=29), today
    start, end = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
    before = _midnight(first - (last + timedelta(days=1) - first), zone)
    wrong = not right and any(query.get(name) for name in ("from", "to"))
    until = told_until(Days(first, last), today)
    return Chosen("span", Period(start, end), Period(before, start), first, last, until, wrong)


def _days(period: Period, zone: ZoneInfo) -> Days:
    last = (period.end - timedelta(seconds=1)).astimezone(zone).date()
    return Days(period.start.astimezone(zone).date(), last)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def drawn(period: Period, timezone: str) -> list[Period]:
    """The months to draw: those of the period, and as many before it as it takes for a year."""
    last = month_of(period.end - timedelta(seconds=1), timezone)
    first = min(period.start, month_of(last.start, timezone, OVER - 1).start)
    return months(Period(first, last.end), timezone)
