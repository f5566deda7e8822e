"""A region's public holidays and make-up working days (调休上班), by the notices that announce them.

For the mainland of China: the yearly notice of the General Office of the State Council, after the Regulation
on Public Holidays for National Annual Festivals and Memorial Days (全国年节及纪念日放假办法).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from storage.domain.fields import Fields, closest
from storage.domain.problems import Invalid, Problem

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A working day that makes up for a holiday. `weekday` (0 is Monday) is the one whose hours are worked,
    where the notice says so; else None."""

    holiday: str
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What was announced for one year, and where: title, number and date of the notice. `off` names the
    holiday of each day off, `work` has the days that are made up."""

    year: int
    title: str
    number: str
    issued: date
    off: Mapping[date, str]
    work: Mapping[date, MakeUp]


class Holidays:
    """All that is known of a region, by year; `off` and `work` have the days of all years. A year without a
    notice is not announced yet, or longer ago than anybody asks."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices: Mapping[int, Notice] = {notice.year: notice for notice in notices}
        self.off = {day: name for notice in self.notices.values() for day, name in notice.off.items()}
        self.work = {day: made for notice in self.notices.values() for day, made in notice.work.items()}


def parse(definition: Mapping[str, Any]) -> Notice:
    """The notice of one year from its definition (storage/data/holidays). Raises Invalid with all that is
    wrong."""
    problems: list[Problem] = []
    fields = Fields(definition, problems)
    off: dict[date, str] = {}
    work: dict[date, MakeUp] = {}
    for holiday in fields.each("holiday"):
        name = holiday.text("name")
        off |= dict.fromkeys(_span(holiday), name)
        work |= {day: MakeUp(name, weekday) for day, weekday in _made_up(holiday)}
        holiday.done()
    notice = Notice(
        year=fields.whole("year", 1949, 9999) or 0,
        title=fields.text("title"),
        number=fields.text("number"),
        issued=read_date(fields, "date", fields.text("date")) or date.min,
        off=off,
        work=work,
    )
    fields.done()
    if problems:
        raise Invalid(problems)
    return notice


def read_date(fields: Fields, key: str, text: str) -> date | None:
    """The date of this field, written "2027-01-01"; a problem is noted where something else is written."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fields.problem(key, "not_date", value=text)
        return None


def read_weekday(fields: Fields, key: str, default: str = "") -> int | None:
    """The weekday of this field as a number; None where there is none."""
    name = fields.text(key, default)
    if name in WEEKDAYS:
        return WEEKDAYS.index(name)
    if name:
        fields.problem(key, "unknown_key", key=name, nearest=closest(name, WEEKDAYS))
    return None


def _span(fields: Fields) -> Iterator[date]:
    """All days from `from` to `to`, both among them; `to` is left out for a single day."""
    text = fields.text("from")
    first = read_date(fields, "from", text)
    last = read_date(fields, "to", fields.text("to", text))
    if first and last:
        if last < first:
            fields.problem("to", "not_date", value=str(last))
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _made_up(fields: Fields) -> Iterator[tuple[date, int | None]]:
    """The make-up days, each with the weekday it is worked like; most notices say none (`as`)."""
    like = fields.inner("as")
    for text in fields.texts("work"):
        if day := read_date(fields, "work", text):
            yield day, read_weekday(like, text)
    like.done()
