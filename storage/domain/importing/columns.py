"""The head of a table of customers: which column is what, and the ways to write it."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

FIELDS: Final = ("name", "channel", "address", "segment", "kind", "high_value")
REQUIRED: Final = ("name", "channel", "address")
MOST_COLUMNS: Final = 60
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


class Ways(NamedTuple):
    """The ways to write a column, a channel, a kind, a yes or no: normal() of them -> what is meant."""

    columns: Mapping[str, str]
    channels: Mapping[str, str]
    kinds: Mapping[str, str]
    yes_no: Mapping[str, str]


def ways(written: Mapping[str, Mapping[str, Sequence[str]]], off: Collection[str] = ()) -> Ways:
    """From the data file. What is meant may itself be written. Whoever is to be reached by a channel that is
    `off` gets a personal link: the organisation sends it there itself."""

    def turned(section: str) -> dict[str, str]:
        table = written[section]
        return {normal(each): key for key, listed in table.items() for each in (key, *listed)}

    channels = {way: "link" if channel in off else channel for way, channel in turned("channels").items()}
    return Ways(turned("columns"), channels, turned("kinds"), turned("yes_no"))


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
