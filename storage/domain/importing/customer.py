"""One row of a table of customers: a customer, or what is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from storage.domain.importing.columns import REQUIRED, Fault, Head, Ways, normal
from storage.domain.importing.places import address

LONGEST: Final[Mapping[str, int]] = {"name": 100, "address": 200, "segment": 60}
LONGEST_OWN: Final = 500


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
