"""How far the index has come: of interest after an upgrade, while what was there before is read."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import settled
from storage.search.pending import upto
from storage.search.sources import SOURCES
from storage.tables import search_stale


class Progress(NamedTuple):
    """How many rows have been looked at, of how many."""

    done: int
    all: int


def progress(session: Session) -> Progress:
    """By their numbers, without counting more than what has changed since."""
    ends = {kind: settled.newest(session, each.table) for kind, each in SOURCES.items()}
    done = sum(min(upto(session, kind), end) for kind, end in ends.items())
    changed = session.scalar(select(func.count()).select_from(search_stale)) or 0
    return Progress(max(0, done - changed), sum(ends.values()))
