"""Customers, their contacts, orders, responses and complaints from a table that is for no round: read whole,
shown with all its faults, then taken in one transaction, or not at all."""

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, Final, Protocol

from sqlalchemy.orm import Session

from storage import definitions
from storage.domain.form import FIELDS
from storage.domain.importing import Fault, normal
from storage.domain.importing.sheet import Line, Sheet
from storage.importing import complaints, contacts, customers, orders
from storage.importing.reading import CHUNK, SHOWN, Found
from storage.importing.responses import NAME as RESPONSES
from storage.importing.responses import Responses
from storage.importing.ways import called


class Kind(Protocol):
    """What each kind of record offers."""

    @property
    def NEEDED(self) -> Sequence[Collection[str]]:  # noqa: N802 - a constant of what offers it
        """One of each of these fields has to be there."""

    @property
    def TAKES_OWN(self) -> bool:  # noqa: N802 - as above
        """Whether other columns are kept."""

    def faults(self, line: Line, sheet: Sheet) -> list[Fault]:
        """What is wrong with a line, whatever is known."""

    def left_out(self, line: Line) -> bool:
        """Whether it is one that is not taken, though nothing is wrong with it."""

    def key(self, line: Line) -> Any:
        """What no two lines have in common; None where a line has none."""

    def known(self, session: Session, lines: Sequence[Line], sheet: Sheet) -> tuple[int, list[Fault]]:
        """How many of these are known already, and what does not fit what is known."""

    def keep(
        self, session: Session, lines: Sequence[Line], user_id: int | None, now: datetime
    ) -> Mapping[str, int] | None:
        """Keep these, those that are known too; of customers who is called by a reference, by that."""


KINDS: Final = ("customers", "contacts", "orders", "responses", "complaints")
"""What can be brought in. Of responses the subject names the survey, too: `responses/satisfaction`."""

_PLAIN: Final[Mapping[str, Any]] = {
    "customers": customers,
    "contacts": contacts,
    "orders": orders,
    "complaints": complaints,
}


FACTS: Final = (
    *(name for name in FIELDS if name != "cost"),
    "segment",
    "department",
    "outcome",
    "referred_to",
)
"""What the pages have a name for, too."""


@cache
def headings(kind: str) -> Mapping[str, str]:
    """normal() of each way to call a field -> the field."""
    found = tomllib.loads((definitions.DATA / "importing_records.toml").read_text("utf-8"))[kind]
    own = called("page.complaints.fact", FACTS) if kind == "complaints" else {}
    return {**own} | {
        normal(each): field for field, listed in found.items() if field != PASSED for each in (field, *listed)
    }


@cache
def passed(kind: str) -> frozenset[str]:
    """normal() of the headings that are passed over."""
    found = tomllib.loads((definitions.DATA / "importing_records.toml").read_text("utf-8"))[kind]
    return frozenset(map(normal, found.get(PASSED, ())))


PASSED: Final = "-"
"""In the file of headings: those that we write ourselves, and that nothing is made of."""


class Reading:
    """`for chunk in reading.chunks(rows)`: lines in order, so many at a time; faults are noted."""

    def __init__(self, session: Session, subject: str) -> None:
        name, _, survey = subject.partition("/")
        self.kind: Kind = Responses(session, survey) if name == RESPONSES else _PLAIN[name]
        asked: Mapping[str, str] = self.kind.headings if isinstance(self.kind, Responses) else {}
        known = {**asked, **headings(name)}
        self.sheet = Sheet(known, self.kind.NEEDED, own=self.kind.TAKES_OWN, passed=passed(name))
        self.kinds: Counter[str] = Counter()
        self.kept: list[Fault] = []
        self.known = self.good = self.left_out = 0
        self._faulty: set[int] = set()
        self._seen: dict[Any, int] = {}

    def chunks(self, rows: Iterator[Sequence[Any]]) -> Iterator[list[Line]]:
        """Lines to be taken, without fault of their own. The last chunk may be empty."""
        read = self.sheet.read(rows)
        while some := list(islice(read, CHUNK)):
            yield [each for each in some if isinstance(each, Line) and self._fits(each)]
            for each in some:
                if not isinstance(each, Line):
                    self._note(each)

    def _fits(self, line: Line) -> bool:
        if self.kind.left_out(line):
            self.left_out += 1
            return False
        found, key = self.kind.faults(line, self.sheet), self.kind.key(line)
        if not found and key is not None:
            before = self._seen.setdefault(key, line.row)
            if before != line.row:
                found = [self.sheet.fault(line.row, "number", "twice_number", str(before))]
        self._note(found)
        return not found

    def compare(self, session: Session, chunk: Sequence[Line]) -> None:
        """Count those who are known already; note what does not fit what is known."""
        known, found = self.kind.known(session, chunk, self.sheet)
        self.known += known
        self.good += len(chunk) - len({fault.row for fault in found})
        self._note(found)

    def _note(self, faults: Sequence[Fault]) -> None:
        self._faulty |= {fault.row for fault in faults}
        self.kinds.update(fault.kind for fault in faults)
        self.kept += faults[: max(0, SHOWN - len(self.kept))]

    @property
    def faulty(self) -> int:
        """Rows with a fault."""
        return len(self._faulty)

    def found(self) -> Found:
        """All that was found."""
        head = self.sheet.head
        return Found(
            rows=self.sheet.rows,
            new=self.good - self.known,
            known=self.known,
            left_out=self.left_out,
            faulty=self.faulty,
            columns={name: head.called(name) for name in head.at if "." not in name} if head else {},
            answers=[head.called(name) for name in head.at if "." in name] if head else [],
            unused=self.sheet.unused,
            own=list(head.own) if head else [],
            kinds=dict(self.kinds),
            faults=[list(fault) for fault in self.kept],
            sample=[],
        )
