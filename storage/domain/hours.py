"""Whether somebody is there (工作时间), and when there will be."""

from datetime import datetime, timedelta

from storage.domain.calendar import Calendar
from storage.domain.working_time import add_working


def opens_at(calendar: Calendar, now: datetime) -> datetime:
    """The first working instant from `now` on, in UTC: now itself, while somebody is there."""
    return max(now, add_working(calendar, now, timedelta(0)))
