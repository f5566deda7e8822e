"""Working time added up day by day: what the calendar's own arithmetic is held to."""

from datetime import datetime, timedelta

from storage.domain.calendar import Calendar


def working_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The working time from `start` to `end`."""
    first, last = calendar.date_of(start), calendar.date_of(end)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    parts = [min(ends, end) - max(begins, start) for day in days for begins, ends in calendar.blocks_on(day)]
    return sum((part for part in parts if part > timedelta()), timedelta())
