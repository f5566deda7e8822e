"""Working time (工作时间), day by day: the blocks of each weekday in the organisation's own zone, less the
holidays of a region and the organisation's own, with the days that are made up (调休上班). D5.

A working instant lies in a block, its two ends included. Everything is measured in elapsed time, so a change
of the clocks neither adds nor takes away.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from storage.domain.fields import Fields, closest
from storage.domain.holidays import WEEKDAYS, Holidays, read_date, read_weekday
from storage.domain.problems import Invalid, Problem
from storage.domain.working_year import WorkingYear

Block = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Calendar:
    """`blocks` of Monday to Sunday, in order and apart.

    `region` has the public holidays; a make-up day is worked like the weekday that its notice names, else
    like `make_up_as` (0 is Monday). Above it stands what the organisation has of its own: `holidays`, dates
    without any blocks, and above those `working_days`, dates with blocks of their own.
    """

    timezone: ZoneInfo
    blocks: tuple[tuple[Block, ...], ...]
    holidays: frozenset[date] = frozenset()
    working_days: Mapping[date, tuple[Block, ...]] = field(default_factory=dict, hash=False)
    region: Holidays | None = None
    make_up_as: int = 0
    _years: dict[int, WorkingYear] = field(default_factory=dict, init=False, repr=False, compare=False)

    def blocks_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """The blocks of this date, as moments in UTC; none on a day off."""
        ends = ((self._moment(day, start), self._moment(day, end)) for start, end in self._hours(day))
        return [(start, end) for start, end in ends if start < end]

    def date_of(self, moment: datetime) -> date:
        """The date of a moment where the organisation is."""
        return moment.astimezone(self.timezone).date()

    def year(self, number: int) -> WorkingYear:
        """All blocks of a year, added up once."""
        if number not in self._years:
            self._years[number] = WorkingYear(number, self.blocks_on)
        return self._years[number]

    def _hours(self, day: date) -> tuple[Block, ...]:
        """The blocks of this date by the clock on the wall."""
        if (own := self.working_days.get(day)) is not None:
            return own
        if day in self.holidays:
            return ()
        if self.region and (made := self.region.work.get(day)):
            return self.blocks[self.make_up_as if made.weekday is None else made.weekday]
        if self.region and day in self.region.off:
            return ()
        return self.blocks[day.weekday()]

    def _moment(self, day: date, at: time) -> datetime:
        """When the clock shows this; a time that the clocks skip is the moment at which they skip it."""
        early, late = (
            datetime.combine(day, at.replace(fold=fold), self.timezone).astimezone(UTC) for fold in (1, 0)
        )
        return _put_forward(self.timezone, early, late) if early < late else late


def _put_forward(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """When the clocks were put forward between these moments."""
    offset = late.astimezone(zone).utcoffset()
    seconds = range(int((late - early).total_seconds()))
    return early + timedelta(
        seconds=bisect_left(
            seconds,
            True,
            key=lambda second: (early + timedelta(seconds=second)).astimezone(zone).utcoffset() == offset,
        )
    )


def published(calendar: Calendar, day: date) -> bool:
    """Whether the holidays of this day's year have been announced. Until then only the weekly pattern, and
    what the organisation has entered itself, is known of it."""
    return calendar.region is None or day.year in calendar.region.notices


def parse(definition: Mapping[str, Any], regions: Mapping[str, Holidays] | None = None) -> Calendar:
    """A calendar from its definition (storage/data/calendars). Raises Invalid with all that is wrong."""
    problems: list[Problem] = []
    fields = Fields(definition, problems)
    fields.key()
    fields.text("title")
    zone = fields.name("timezone", available_timezones())
    holidays = [read_date(fields, "holidays", text) for text in fields.texts("holidays")]
    week, extra = fields.inner("week"), fields.inner("working_days")
    blocks = tuple(_blocks(week, day) for day in WEEKDAYS)
    working_days = {read_date(fields, "working_days", text): _blocks(extra, text) for text in extra.table}
    region = _region(fields, regions or {})
    make_up_as = read_weekday(fields, "make_up_as", "monday") or 0
    for each in (week, extra, fields):
        each.done()
    if not any(blocks):
        fields.problem("week", "no_working_time")
    if problems:
        raise Invalid(problems)
    return Calendar(
        ZoneInfo(zone),
        blocks,
        frozenset(day for day in holidays if day),
        {day: own for day, own in working_days.items() if day},
        region,
        make_up_as,
    )


def _region(fields: Fields, regions: Mapping[str, Holidays]) -> Holidays | None:
    """The region whose holidays are taken; without one, the weekly pattern alone holds."""
    name = fields.text("holidays_of", "")
    if name and name not in regions:
        fields.problem("holidays_of", "unknown_key", key=name, nearest=closest(name, regions))
    return regions.get(name)


def _blocks(week: Fields, day: str) -> tuple[Block, ...]:
    """The blocks of one day, written "09:00-12:00"; they must not run backwards or into each other."""
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
