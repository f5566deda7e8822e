"""How much working time is left until something is due, as people say it: in days, hours, minutes (D5)."""

from datetime import datetime, timedelta
from functools import cache
from typing import Final, NamedTuple

from storage.domain.calendar import Block, Calendar
from storage.domain.working_time import working

_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)


class Left(NamedTuple):
    """Working time, rounded down; a day is the longest that the calendar's week has. `late`: it is so much
    past."""

    late: bool
    days: int
    hours: int
    minutes: int


def left(calendar: Calendar, now: datetime, due_at: datetime) -> Left:
    """From `now` on until it is due; where that is past, since then."""
    span = abs(working(calendar, now, due_at))
    days, rest = divmod(span, longest_day(calendar))
    hours, rest = divmod(rest, _HOUR)
    return Left(due_at < now, days, hours, rest // _MINUTE)


def longest_day(calendar: Calendar) -> timedelta:
    """The working time of the longest day of its week, more than none (`calendar.parse` sees to that)."""
    return _longest(calendar.blocks)


@cache
def _longest(week: tuple[tuple[Block, ...], ...]) -> timedelta:
    return max(sum(map(_span, blocks), timedelta()) for blocks in week)


def _span(block: Block) -> timedelta:
    start, end = (timedelta(hours=each.hour, minutes=each.minute, seconds=each.second) for each in block)
    return end - start
