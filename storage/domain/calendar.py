"""Working time (工作时间): the blocks of each weekday in the organisation's own zone, less holidays.

A working instant lies in a block, its two ends included. Everything is measured in elapsed time, so a change
of the clocks neither adds nor takes away.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from storage.domain.fields import Fields
from storage.domain.problems import Invalid, Problem

Block = tuple[time, time]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Calendar:
    """`blocks` of Monday to Sunday, in order and apart; `holidays` are dates without any."""

    timezone: ZoneInfo
    blocks: tuple[tuple[Block, ...], ...]
    holidays: frozenset[date] = frozenset()

    def blocks_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """The blocks of this date, as moments in UTC; none on a day off."""
        if day in self.holidays:
            return []
        ends = (
            (self._moment(day, start), self._moment(day, end)) for start, end in self.blocks[day.weekday()]
        )
        return [(start, end) for start, end in ends if start < end]

    def date_of(self, moment: datetime) -> date:
        """The date of a moment where the organisation is."""
        return moment.astimezone(self.timezone).date()

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.timezone).astimezone(UTC)


def blocks_from(calendar: Calendar, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """All blocks that end at the moment or later, in order, without end."""
    day = calendar.date_of(moment)
    while True:
        yield from (block for block in calendar.blocks_on(day) if block[1] >= moment)
        day += timedelta(days=1)


def add_working(calendar: Calendar, start: datetime, duration: timedelta) -> datetime:
    """The first working instant, in UTC, with at least `duration` of working time since `start`."""
    left = duration
    for begins, ends in blocks_from(calendar, start):
        begin = max(begins, start)
        if ends - begin >= left:
            return begin.astimezone(UTC) + left
        left -= ends - begin
    raise AssertionError("a calendar has blocks without end")


def end_of_working_day(calendar: Calendar, start: datetime, days: int) -> datetime:
    """The end of work, in UTC, on the `days`-th working day after the day of `start`, which does not count.

    So terms in days run by law (Civil Code of the PRC, articles 201 and 203); `days` is 1 or more.
    """
    day, left = calendar.date_of(start), days
    while left:
        day += timedelta(days=1)
        left -= bool(calendar.blocks_on(day))
    return calendar.blocks_on(day)[-1][1]


def parse(definition: Mapping[str, Any]) -> Calendar:
    """A calendar from its definition (storage/data/calendars). Raises Invalid with all that is wrong."""
    problems: list[Problem] = []
    fields = Fields(definition, problems)
    fields.key()
    fields.text("title")
    zone = fields.name("timezone", available_timezones())
    holidays = [_date(fields, text) for text in fields.texts("holidays")]
    week = fields.inner("week")
    blocks = tuple(_blocks(week, day) for day in WEEKDAYS)
    week.done()
    fields.done()
    if not any(blocks):
        fields.problem("week", "no_working_time")
    if problems:
        raise Invalid(problems)
    return Calendar(ZoneInfo(zone), blocks, frozenset(day for day in holidays if day))


def _blocks(week: Fields, day: str) -> tuple[Block, ...]:
    """The blocks of one weekday, written "09:00-12:00"; they must not run backwards or into each other."""
    try:
        blocks = tuple(_block(text) for text in week.texts(day))
    except ValueError:
        week.problem(day, "not_blocks")
        return ()
    ends = [at for block in blocks for at in block]
    if any(later <= earlier for earlier, later in pairwise(ends)):
        week.problem(day, "blocks_out_of_order")
    return blocks


def _block(text: str) -> Block:
    start, end = text.split("-")
    return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())


def _date(fields: Fields, text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fields.problem("holidays", "not_date", value=text)
        return None
