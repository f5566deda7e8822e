"""A table of records: its head names the columns, each further row is what stands in them. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, Final, NamedTuple

from storage.domain.importing.columns import MOST_COLUMNS, Fault, Head, cell, normal
from storage.domain.importing.places import harmless
from storage.domain.importing.table import MOST_ROWS


class Line(NamedTuple):
    """A row: `told` by field, `own` by heading; empty cells are left out."""

    row: int
    told: dict[str, str]
    own: dict[str, str]


class Sheet:
    """Reads row by row. `known`: normal() of a heading -> its field; one of each of `needed` has to be there;
    only where there may be columns of their `own` they are kept, and never those that are `passed` over.
    `unused` are the headings that nothing was made of. A column that is called as its field is goes before
    one that is called some other way: so are the columns of what we export told apart."""

    def __init__(
        self,
        known: Mapping[str, str],
        needed: Sequence[Collection[str]],
        *,
        own: bool,
        passed: Collection[str] = (),
    ) -> None:
        self._known, self._needed, self._own, self._passed = known, needed, own, passed
        self.head: Head | None = None
        self.unused: list[str] = []
        self.rows = 0

    def read(self, rows: Iterable[Sequence[Any]]) -> Iterator[Line | list[Fault]]:
        """A line, or what is wrong with the row. Empty rows are passed over."""
        for number, cells in enumerate(rows, 1):
            told = [_cell(each) for each in cells]
            if not any(told):
                continue
            if self.head is None:
                self.head = self._headed(number, told)
                if self.head.faults:
                    yield self.head.faults
                    return
            elif self.rows >= MOST_ROWS:
                yield [Fault(number, "", "too_many_rows", str(MOST_ROWS))]
                return
            else:
                self.rows += 1
                yield self._line(number, told)
        if not self.rows:
            yield [Fault(1, "", "empty")]

    def fault(self, row: int, name: str, kind: str, told: str = "") -> Fault:
        """What is wrong with this field of this row."""
        return Fault(row, self.head.called(name) if self.head else "", kind, told)

    def _headed(self, number: int, headings: Sequence[str]) -> Head:
        found = Head(tuple(headings))
        exact = {normal(each) for each in headings} & set(self._known.values())
        for at, heading in enumerate(headings):
            self._head(found, number, at, heading, exact)
        if not found.at:
            found.faults = [Fault(number, "", "no_head")]
            return found
        for some in self._needed:
            if not found.at.keys() & set(some):
                found.faults.append(Fault(number, "", "no_column", next(iter(some))))
        if len(headings) > MOST_COLUMNS:
            found.faults.append(Fault(number, "", "too_many_columns", str(MOST_COLUMNS)))
        return found

    def _head(self, found: Head, number: int, at: int, heading: str, exact: Collection[str]) -> None:
        """What the column `at` is; `exact` are the fields that a column is called as."""
        name = self._known.get(normal(heading), "")
        if normal(heading) in self._passed or (name in exact and normal(heading) != name):
            return
        if name in found.at or (not name and heading in found.own):
            found.faults.append(Fault(number, heading, "column_twice"))
        elif name:
            found.at[name] = at
        elif heading and self._own:
            found.own[heading] = at
        elif heading:
            self.unused.append(heading)

    def _line(self, number: int, cells: Sequence[str]) -> Line | list[Fault]:
        assert self.head is not None
        if any(cells[len(self.head.headings) :]):
            return [Fault(number, "", "too_many_cells")]
        told = {name: cells[at] for name, at in self.head.at.items() if at < len(cells) and cells[at]}
        own = {name: cells[at] for name, at in self.head.own.items() if at < len(cells) and cells[at]}
        return Line(number, told, own)


def _cell(value: Any) -> str:
    """As text; a day as 2026-11-20, a moment with its time. What was written so that a spreadsheet does not
    run it (`harmless`) is what it was."""
    if isinstance(value, datetime) and value.time() != time():
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    text = "\n".join(map(cell, value.splitlines())).strip() if isinstance(value, str) else cell(value)
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


_DAYS: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


def day(text: str) -> date | None:
    """The day that is written so; None where it is none."""
    for form in _DAYS:
        try:
            return datetime.strptime(text.split(" ", maxsplit=1)[0], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])(?:[:：]([0-5][0-9]))?")


def moment(text: str, zone: tzinfo) -> datetime | None:
    """The moment that is written so, in UTC: with its zone (2026-11-20T01:30:00+00:00), or as the clocks of
    `zone` have it; of a day alone its beginning. None where it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        on, _, clock = text.partition(" ")
        told = _CLOCK.fullmatch(clock.strip()) if clock else None
        of = day(on)
        if of is None or (clock and told is None):
            return None
        hour, minute, second = (int(each or 0) for each in told.groups()) if told else (0, 0, 0)
        found = datetime.combine(of, time(hour, minute, second))
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return None
