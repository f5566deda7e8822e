"""Working time and deadlines of very many moments at once (D5): what `working_time` and `deadline.due` say of
each, held to them by a test. A year of a hundred thousand complaints has to be counted while somebody waits.

Moments are numpy arrays of microseconds since 1970, in UTC.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storage.domain.calendar import Calendar
from storage.domain.limit import Limit

Moments = NDArray[Any]
"""Whole numbers of 64 bits."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_HOUR = 3_600_000_000


def micros(moment: datetime) -> int:
    """A moment as it stands in such an array."""
    return (moment - _EPOCH) // _MICRO


def moment(micros: int) -> datetime:
    """And back."""
    return _EPOCH + micros * _MICRO


class Pace:
    """The working time of a calendar, added up over the years from `first` to `last`."""

    def __init__(self, calendar: Calendar, first: int, last: int) -> None:
        years = [calendar.year(number) for number in range(first, last + 1)]
        before = np.cumsum([0, *(each.total // _MICRO for each in years)])
        self._begins = _moments([begin for each in years for begin in each.begins])
        self._ends = _moments([end for each in years for end in each.ends])
        within = [[after // _MICRO for after in each.after] for each in years]
        self._after = np.concatenate(
            [np.array(some, np.int64) + so_far for some, so_far in zip(within, before, strict=False)]
        )
        self._closes = _moments([close for each in years for close in each.closes])
        start, end = date(first, 1, 1), date(last, 12, 31)
        dates = [start + timedelta(days=n) for n in range((end - start).days + 1)]
        self._midnights = _moments(
            [datetime(d.year, d.month, d.day, tzinfo=calendar.timezone) for d in dates]
        )
        self._worked: Moments = np.array(
            [(day - start).days for each in years for day in each.days], np.int64
        )

    def worked(self, moments: Moments) -> Moments:
        """The working time, in microseconds, from the beginning of the first year to each moment."""
        block = np.searchsorted(self._begins, moments, "right") - 1
        at = np.maximum(block, 0)
        until = self._after[at] - np.maximum(self._ends[at] - moments, 0)
        return np.where(block < 0, 0, until)

    def due(self, limit: Limit, since: Moments) -> Moments:
        """When the time allowed, counted from each of these moments, ends."""
        if limit.clock_hours is not None:
            return since + round(limit.clock_hours * _HOUR)
        if limit.natural_days is not None:
            return self._closes[np.searchsorted(self._worked, self._day(since) + limit.natural_days, "left")]
        if limit.days is not None:
            return self._closes[np.searchsorted(self._worked, self._day(since), "right") + limit.days - 1]
        worked = self.worked(since) + round(limit.hours * _HOUR)
        block = np.maximum(
            np.searchsorted(self._after, worked, "left"), np.searchsorted(self._ends, since, "left")
        )
        reached: Moments = self._ends[block] - (self._after[block] - worked)
        return reached

    def _day(self, moments: Moments) -> Moments:
        days: Moments = np.searchsorted(self._midnights, moments, "right") - 1
        return days


def reaching(calendar: Calendar, limits: Sequence[Limit], first: datetime, last: datetime) -> Pace:
    """A pace that reaches from the one moment to wherever these limits end that begin by the other."""
    ahead = max((_years(calendar, limit, last.year) for limit in limits), default=0)
    return Pace(calendar, first.year - 1, last.year + 1 + ahead)


def _years(calendar: Calendar, limit: Limit, year: int) -> int:
    """More than enough, should the next years have half as much work as this one."""
    hours, days = calendar.year(year).total / timedelta(hours=1), len(calendar.year(year).days)
    worked = limit.hours / max(1, hours) + (limit.days or 0) / max(1, days)
    return 1 + int(2 * worked + (limit.natural_days or 0) / 365)


def _moments(moments: Sequence[datetime]) -> Moments:
    return np.array([micros(each) for each in moments], np.int64)
