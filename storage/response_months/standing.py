"""Which days and months are kept and still stand."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.queries.filters import Period
from storage.settings import settings
from storage.tables import response_spans, response_stale

_S = response_spans.c
_DAY = timedelta(days=1)


class Span(NamedTuple):
    """A day, or where `day` is 0 a whole month."""

    month: date
    day: int

    @property
    def period(self) -> Period:
        """From midnight to midnight of the organisation's clock."""
        if self.day:
            return Period(self.start, midnight(self.month + self.day * _DAY))
        return Period(self.start, midnight((self.month + 31 * _DAY).replace(day=1)))

    @property
    def start(self) -> datetime:
        """The midnight that it begins with."""
        return midnight(self.month + max(0, self.day - 1) * _DAY)


def midnight(day: date) -> datetime:
    """With which this day begins."""
    return datetime.combine(day, time(), ZoneInfo(settings().timezone))


def local(moment: datetime) -> date:
    """The day that it is then."""
    return moment.astimezone(ZoneInfo(settings().timezone)).date()


def span(day: date) -> Span:
    """Of a day."""
    return Span(day.replace(day=1), day.day)


def days(period: Period) -> Iterator[date]:
    """Those that the period touches."""
    day, last = local(period.start), local(period.end - timedelta.resolution)
    while day <= last:
        yield day
        day += _DAY


def stale(session: Session) -> dict[int, date]:
    """What has been noted as changed: id, day in UTC."""
    rows = session.execute(select(response_stale.c.id, response_stale.c.day))
    return {row.id: row.day for row in rows}


def touched(noted: Iterable[date]) -> set[date]:
    """The days of the organisation's clock that something of these days in UTC is in."""
    found: set[date] = set()
    for day in set(noted):
        begins = datetime.combine(day, time(), UTC)
        found |= {local(begins), local(begins + _DAY - timedelta.resolution)}
    return found


def kept(session: Session, months: Iterable[date]) -> Mapping[Span, datetime]:
    """What is kept of these months and still stands, by the time zone that is in force, each with since when:
    what is kept anew is so since another moment."""
    rows = session.execute(
        select(_S.month, _S.day, _S.start, _S.freed_at).where(_S.kept, _S.month.in_(list(months)))
    )
    there = {Span(row.month, row.day): (row.start, row.freed_at) for row in rows}
    if not there:
        return {}
    changed = touched(stale(session).values())
    months_changed = {day.replace(day=1) for day in changed}
    return {
        each: since
        for each, (start, since) in there.items()
        if start == each.start
        and (
            each.month + (each.day - 1) * _DAY not in changed
            if each.day
            else each.month not in months_changed
        )
    }
