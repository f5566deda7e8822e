"""Customers from a table (顾客名单): its head names the columns, each further row is a customer or faults.

Pure. What a cell may say is data (storage/data/importing.toml).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

FIELDS: Final = ("name", "channel", "address", "segment", "kind", "high_value")
REQUIRED: Final = ("name", "channel", "address")
LONGEST: Final[Mapping[str, int]] = {"name": 100, "address": 200, "segment": 60}
LONGEST_OWN: Final = 500
MOST_COLUMNS: Final = 60
MOST_ROWS: Final = 100_000

_TELEGRAM: Final = re.compile(r"[1-9][0-9]{3,15}")
_NUMBER: Final = re.compile(r"\+?[0-9]{2,20}")
_SPACED: Final = re.compile(r"\+?[0-9][0-9 ()-]*")
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Fault(NamedTuple):
    """What is wrong in this row (as a spreadsheet counts, from 1) in this column, as it is headed there.

    `kind`: missing, unknown_channel, bad_address, unknown_kind, not_yes_no, too_long, too_many_cells, twice
    (`told` is the row that has it already); about the whole table no_head, no_column, column_twice,
    too_many_columns, too_many_rows, empty.
    """

    row: int
    column: str
    kind: str
    told: str = ""


class Customer(NamedTuple):
    """A customer as the table has them; None where it does not say. `own` are columns of its own."""

    row: int
    name: str
    channel: str
    address: str
    segment: str | None
    kind: str | None
    high_value: bool | None
    own: dict[str, str]

    @property
    def place(self) -> tuple[str, str]:
        """(channel, address): by these a customer is known."""
        return self.channel, self.address


class Ways(NamedTuple):
    """The ways to write a column, a channel, a kind, a yes or no: normal() of them -> what is meant."""

    columns: Mapping[str, str]
    channels: Mapping[str, str]
    kinds: Mapping[str, str]
    yes_no: Mapping[str, str]


def ways(written: Mapping[str, Mapping[str, Sequence[str]]]) -> Ways:
    """From the data file. What is meant may itself be written."""

    def turned(section: str) -> dict[str, str]:
        table = written[section]
        return {normal(each): key for key, listed in table.items() for each in (key, *listed)}

    return Ways(turned("columns"), turned("channels"), turned("kinds"), turned("yes_no"))


def normal(text: str) -> str:
    """As ways are compared: without case, width and spaces around."""
    return unicodedata.normalize("NFKC", text).strip().casefold().rstrip(":*")


def cell(value: Any) -> str:
    """A cell as text: a number without the .0 that spreadsheets put behind it, no more than one space."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _UNSEEN.sub(" ", str(value)).strip()


@dataclass(slots=True)
class Head:
    """Which column is what: `at` by field, `own` by heading; `headings` as they are written."""

    headings: tuple[str, ...]
    at: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def called(self, name: str) -> str:
        """How the table calls this field."""
        return self.headings[self.at[name]] if name in self.at else ""


def head(row: int, cells: Sequence[Any], known: Ways) -> Head:
    """The columns, in any order; what is not ours is the organisation's own."""
    headings = tuple(cell(each) for each in cells)
    found = Head(headings)
    for at, heading in enumerate(headings):
        name = known.columns.get(normal(heading), "")
        if name in found.at or (not name and heading in found.own):
            found.faults.append(Fault(row, heading, "column_twice"))
        elif name:
            found.at[name] = at
        elif heading:
            found.own[heading] = at
    if not found.at:
        found.faults = [Fault(row, "", "no_head")]
        return found
    found.faults += [Fault(row, "", "no_column", name) for name in REQUIRED if name not in found.at]
    if len(headings) > MOST_COLUMNS:
        found.faults.append(Fault(row, "", "too_many_columns", str(MOST_COLUMNS)))
    return found


class Table:
    """Reads row by row: `read` gives each its customer or its faults, and knows what came before."""

    def __init__(self, known: Ways) -> None:
        self._known = known
        self._seen: dict[tuple[str, str], int] = {}
        self.head: Head | None = None
        self.rows = 0

    def read(self, rows: Iterable[Sequence[Any]]) -> Iterator[Customer | list[Fault]]:
        """A customer, or what is wrong with the row. Empty rows are passed over, and counted."""
        number = 0
        for number, cells in enumerate(rows, 1):
            if not any(cell(each) for each in cells):
                continue
            if self.head is None:
                self.head = head(number, cells, self._known)
                if self.head.faults:
                    yield self.head.faults
                    return
            elif self.rows >= MOST_ROWS:
                yield [Fault(number, "", "too_many_rows", str(MOST_ROWS))]
                return
            else:
                self.rows += 1
                yield self._read(number, cells)
        if not self.rows:
            yield [Fault(number, "", "empty")]

    def _read(self, number: int, cells: Sequence[Any]) -> Customer | list[Fault]:
        assert self.head is not None
        row = Row(number, [cell(each) for each in cells], self.head, self._known)
        found = row.customer()
        if found is None:
            return row.faults
        before = self._seen.setdefault(found.place, number)
        if before != number:
            return [Fault(number, self.head.called("address"), "twice", str(before))]
        return found


class Row:
    """One row being read."""

    def __init__(self, number: int, cells: Sequence[str], columns: Head, known: Ways) -> None:
        self._number, self._cells, self._columns, self._known = number, cells, columns, known
        self.faults: list[Fault] = []

    def customer(self) -> Customer | None:
        """The customer; None where there are faults."""
        name = self._text("name")
        channel = self._one_of("channel", self._known.channels, "unknown_channel")
        address = self._address(channel or "")
        segment = self._text("segment") if "segment" in self._columns.at else None
        kind = self._one_of("kind", self._known.kinds, "unknown_kind")
        valued = self._one_of("high_value", self._known.yes_no, "not_yes_no")
        own = {heading: self._own(heading, at) for heading, at in self._columns.own.items()}
        if any(self._cells[len(self._columns.headings) :]):
            self._fault("", "too_many_cells")
        if self.faults:
            return None
        own = {heading: told for heading, told in own.items() if told}
        yes = None if valued is None else valued == "yes"
        return Customer(self._number, name, channel or "", address, segment, kind, yes, own)

    def _cell(self, at: int) -> str:
        return self._cells[at] if at < len(self._cells) else ""

    def _text(self, name: str) -> str:
        told = self._cell(self._columns.at[name])
        if not told and name in REQUIRED:
            self._fault(name, "missing")
        elif len(told) > LONGEST[name]:
            self._fault(name, "too_long", str(LONGEST[name]))
        return told

    def _one_of(self, name: str, known: Mapping[str, str], otherwise: str) -> str | None:
        """What the cell means; None where it says nothing."""
        if name not in self._columns.at:
            return None
        told = self._cell(self._columns.at[name])
        meant = known.get(normal(told)) if told else None
        if told and meant is None:
            self._fault(name, otherwise, told[:40])
        elif not told and name in REQUIRED:
            self._fault(name, "missing")
        return meant

    def _address(self, channel: str) -> str:
        told = self._text("address")
        if not told or not channel:
            return told
        found = address(channel, told)
        if not found:
            self._fault("address", "bad_address", channel)
        return found

    def _own(self, heading: str, at: int) -> str:
        told = self._cell(at)
        if len(told) > LONGEST_OWN:
            self.faults.append(Fault(self._number, heading, "too_long", str(LONGEST_OWN)))
        return told

    def _fault(self, name: str, kind: str, told: str = "") -> None:
        self.faults.append(Fault(self._number, self._columns.called(name), kind, told))


def address(channel: str, told: str) -> str:
    """The address as it is kept, so that the same is the same; empty where it can be none there.

    telegram: the number of the chat. link: whatever tells the customer to the organisation, most of all a
    phone number or a mail address, which are to look like one.
    """
    text = unicodedata.normalize("NFKC", told).strip()
    if channel == "telegram":
        return text if _TELEGRAM.fullmatch(text) else ""
    if _SPACED.fullmatch(text):
        digits = re.sub(r"[ ()-]", "", text)
        return digits if _NUMBER.fullmatch(digits) else ""
    if "@" in text and not text.startswith("@"):
        return text.casefold() if _MAIL.fullmatch(text) else ""
    return text if len(text) > 1 else ""


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """A cell for a file that spreadsheets open: what they would take for a formula is made a text."""
    return f"'{text}" if text.startswith(_FORMULA) else text
