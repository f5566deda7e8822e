"""How far the index has come: of interest after an upgrade, while what was there before is read."""

from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from storage.search.pending import newest, upto
from storage.search.sources import SOURCES

WORTH_TELLING: Final = 1000
"""Fewer rows are read within seconds."""


class Progress(NamedTuple):
    """How many rows have been looked at, of how many."""

    done: int
    all: int

    @property
    def behind(self) -> bool:
        """Whether there is so much left that staff should know."""
        return self.all - self.done > WORTH_TELLING


def progress(session: Session) -> Progress:
    """By their numbers, without counting."""
    ends = {kind: newest(session, kind) for kind in SOURCES}
    return Progress(sum(min(upto(session, kind), end) for kind, end in ends.items()), sum(ends.values()))
