"""When a weekly report is due: after its weekday and hour, as soon as somebody works. Pure."""

from datetime import date, datetime, time, timedelta

from storage.domain.calendar import Calendar

WEEK = timedelta(days=7)


def passed(weekday: int, hour: int, calendar: Calendar, now: datetime) -> datetime:
    """The last time that it was this weekday (0 Monday) at this hour, of the organisation's clock."""
    today = calendar.date_of(now)
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    at = datetime.combine(day, time(hour), calendar.timezone)
    return at if at <= now else datetime.combine(day - WEEK, time(hour), calendar.timezone)


def reported(weekday: int, hour: int, calendar: Calendar, now: datetime) -> date:
    """The Monday of the week that is reported: the last that was over then."""
    return over(calendar.date_of(passed(weekday, hour, calendar, now)))


def over(day: date) -> date:
    """The Monday of the last week that was over on this day."""
    return day - timedelta(days=day.weekday()) - WEEK


def working(calendar: Calendar, now: datetime) -> bool:
    """Whether somebody works now."""
    return any(start <= now < end for start, end in calendar.blocks_on(calendar.date_of(now)))
