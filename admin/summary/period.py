"""The period that is looked at, and the one it is held against: the one before it, or a year earlier."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from storage.queries.filters import Period, month_of

PERIODS: Final = {"half": 6, "year": 12, "quarter": 3, "month": 1}
"""How many calendar months each choice of a period goes back, this one included."""

SPAN: Final = "span"
"""The choice of a period from one day to another (`from`, `to`)."""

AGAINST: Final = ("before", "year")

_LONGEST: Final = timedelta(days=3660)
_DAYS: Final = 30
"""Without days that make a period, so many until today."""


class Days(NamedTuple):
    """From one to the other."""

    first: date
    last: date


class Chosen(NamedTuple):
    """`first` and `last` are its days, `until` is the one that it is told to end with, `gone` are those of
    what it is `compared` with: of what is not over yet as much as has passed. `wrong`: the days that were
    asked for make no period."""

    key: str
    period: Period
    against: str
    compared: Period
    first: date
    last: date
    until: date
    gone: Days
    wrong: bool = False

    @property
    def asked(self) -> dict[str, str]:
        """As an address has it."""
        days = {"from": f"{self.first}", "to": f"{self.last}"} if self.key == SPAN else {}
        return {"period": self.key, **days}


def chosen(query: Mapping[str, str], timezone: str, at: datetime) -> Chosen:
    """As the address asks; without a word the first of PERIODS, against the one before it."""
    zone, key = ZoneInfo(timezone), query.get("period", "")
    against = query.get("against", "")
    against = against if against in AGAINST else AGAINST[0]
    if key == SPAN:
        period, wrong = spanned(query, zone, at)
    else:
        key = key if key in PERIODS else next(iter(PERIODS))
        start = month_of(at, timezone, PERIODS[key] - 1).start
        period, wrong = Period(start, month_of(at, timezone).end), False
    passed = Period(period.start, max(period.start, min(period.end, _midnight(_tomorrow(at, zone), zone))))
    compared = _compared(passed, against, 0 if key == SPAN else PERIODS[key], zone)
    days = _days(period, zone)
    until = told_until(days, at.astimezone(zone).date())
    return Chosen(key, period, against, compared, *days, until, _days(compared, zone), wrong)


def told_until(days: Days, today: date) -> date:
    """The day that a period of these days is told to end with: today, while it goes on."""
    return today if days.first <= today < days.last else days.last


def spanned(query: Mapping[str, str], zone: ZoneInfo, at: datetime) -> tuple[Period, bool]:
    """From the day `from` to the day `to`, and whether these were wrong."""
    try:
        first, last = (date.fromisoformat(query.get(name, "")) for name in ("from", "to"))
        right = first <= last < first + _LONGEST and first.year > 1990 and last.year < date.max.year
    except ValueError:
        right = False
    if not right:
        last = at.astimezone(zone).date()
        first = last - timedelta(days=_DAYS - 1)
    wrong = not right and any(query.get(name) for name in ("from", "to"))
    return Period(_midnight(first, zone), _midnight(last + timedelta(days=1), zone)), wrong


def _compared(passed: Period, against: str, months: int, zone: ZoneInfo) -> Period:
    """As long as what has passed."""
    if against == AGAINST[0] and not months:
        return Period(_earlier(passed.start, passed, zone), passed.start)
    back = months if against == AGAINST[0] else 12
    start, end = (_back(each.astimezone(zone).date(), back) for each in passed)
    return Period(_midnight(start, zone), min(passed.start, _midnight(end, zone)))


def _earlier(moment: datetime, by: Period, zone: ZoneInfo) -> datetime:
    first, end = (each.astimezone(zone).date() for each in by)
    return _midnight(moment.astimezone(zone).date() - (end - first), zone)


def _back(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of a shorter month."""
    first = date(day.year + (day.month - 1 - months) // 12, (day.month - 1 - months) % 12 + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def _days(period: Period, zone: ZoneInfo) -> Days:
    last = (period.end - timedelta(seconds=1)).astimezone(zone).date()
    return Days(period.start.astimezone(zone).date(), last)


def _tomorrow(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date() + timedelta(days=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def asked(period: Period, timezone: str) -> dict[str, str]:
    """This period, as an address has it."""
    first, last = _days(period, ZoneInfo(timezone))
    return {"period": SPAN, "from": f"{first}", "to": f"{last}"}
