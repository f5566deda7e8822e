"""A table read and compared with what is known: how many are new, which are known already, what is wrong."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, NotRequired, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import definitions, dialects
from storage.domain.customer import masked_address
from storage.domain.importing import FIELDS, Customer, Fault, Table, ways
from storage.tables import conversations

SHOWN = 1000
"""Faults that are kept, the first; of all there is a count."""

SAMPLE = 5
CHUNK = 1000


class Found(TypedDict):
    """What was found in a table. `columns` says which heading was taken for which field, `own` are the
    organisation's own; `faults` are the first ones, `kinds` how many there are of each kind; `sample` the
    first customers, with how they are reached masked. `answers` are the headings that are questions, `unused`
    those that are nothing; `left_out` are rows that are not taken, though nothing is wrong with them."""

    rows: int
    new: int
    known: int
    faulty: int
    columns: dict[str, str]
    own: list[str]
    kinds: dict[str, int]
    faults: list[list[Any]]
    sample: list[list[str]]
    answers: NotRequired[list[str]]
    unused: NotRequired[list[str]]
    left_out: NotRequired[int]


class Reading:
    """`for chunk in reading.chunks(rows)`: customers in order, so many at a time; faults are noted. What is
    `off` are channels that are not written to by us."""

    def __init__(self, off: Collection[str] = ()) -> None:
        self.table = Table(ways(definitions.importing(), off))
        self.kinds: Counter[str] = Counter()
        self.faults: list[Fault] = []
        self.faulty = self.new = self.known = 0
        self.sample: list[Customer] = []

    def chunks(self, rows: Iterator[Sequence[Any]]) -> Iterator[list[Customer]]:
        """Customers without fault. The last chunk may be empty."""
        read = self.table.read(rows)
        while some := list(islice(read, CHUNK)):
            good = [each for each in some if isinstance(each, Customer)]
            for each in some:
                if not isinstance(each, Customer):
                    self._note(each)
            self.sample += good[: SAMPLE - len(self.sample)]
            yield good

    def compare(self, session: Session, chunk: Sequence[Customer]) -> None:
        """Count those of the chunk who are known already, and those who are new."""
        there = len(known(session, chunk))
        self.known += there
        self.new += len(chunk) - there

    def _note(self, faults: list[Fault]) -> None:
        self.faulty += 1
        self.kinds.update(fault.kind for fault in faults)
        self.faults += faults[: SHOWN - len(self.faults)]

    def found(self) -> Found:
        """All that was found."""
        head = self.table.head
        return Found(
            rows=self.table.rows,
            new=self.new,
            known=self.known,
            faulty=self.faulty,
            columns={name: head.called(name) for name in FIELDS if name in head.at} if head else {},
            own=list(head.own) if head else [],
            kinds=dict(self.kinds),
            faults=[list(fault) for fault in self.faults],
            sample=[
                [each.name, each.channel, masked_address(each.address), each.segment or ""]
                for each in self.sample
            ],
        )


def known(session: Session, chunk: Sequence[Customer]) -> dict[tuple[str, str], tuple[int, int]]:
    """(channel, address): (conversation, customer) of those who are known there."""
    c, found = conversations.c, {}
    at = dialects.among(session.get_bind().dialect.name, c.address, "addresses")
    for channel in sorted({each.channel for each in chunk}):
        here = [each.address for each in chunk if each.channel == channel]
        query = select(c.address, c.id, c.customer_id).where(c.channel == channel, at)
        for address, key, customer in session.execute(query, {"addresses": here}):
            found[channel, address] = (key, customer)
    return found
