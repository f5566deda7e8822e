"""A table of customers, read row by row."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from storage.domain.importing.columns import Fault, Head, Ways, cell, head
from storage.domain.importing.customer import Customer, Row

MOST_ROWS: Final = 100_000


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
