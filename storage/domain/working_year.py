"""The working time of one year, added up: a long span costs two look-ups, not a walk over its days."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import accumulate

Moments = tuple[datetime, datetime]


class WorkingYear:
    """`days` are the dates with work, `closes` when work ends on each; `begins` and `ends` are those of the
    blocks, `after` is the working time of the year by the end of each. All in order, moments in UTC."""

    __slots__ = ("after", "begins", "closes", "days", "ends", "total")

    def __init__(self, year: int, blocks_on: Callable[[date], list[Moments]]) -> None:
        first = date(year, 1, 1)
        dates = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
        worked = [(day, blocks) for day in dates if (blocks := blocks_on(day))]
        blocks = [block for _, of_day in worked for block in of_day]
        self.days = [day for day, _ in worked]
        self.closes = [of_day[-1][1] for _, of_day in worked]
        self.begins = [begin for begin, _ in blocks]
        self.ends = [end for _, end in blocks]
        self.after = list(accumulate(end - begin for begin, end in blocks))
        self.total = self.after[-1] if blocks else timedelta()

    def until(self, moment: datetime) -> timedelta:
        """The working time of this year that lies before the moment."""
        last = bisect_right(self.begins, moment) - 1
        if last < 0:
            return timedelta()
        return self.after[last] - max(self.ends[last] - moment, timedelta())

    def reached(self, worked: timedelta, since: datetime) -> datetime | None:
        """The first working instant from `since` on by which so much of this year is worked; None where it is
        not reached within the year."""
        block = bisect_left(self.after, worked, lo=bisect_left(self.ends, since))
        if block == len(self.after):
            return None
        return self.ends[block] - (self.after[block] - worked)
