"""The search itself: the index says where to look, the rows say what stands there now."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from heapq import merge
from itertools import groupby, islice
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from storage.queries.filters import Period, within
from storage.search.folding import fold
from storage.search.grams import sought
from storage.search.matching import Snippet, matches, snippet
from storage.search.pending import behind, fresh
from storage.search.sources import PARTS, Live, of
from storage.search.withheld import Withheld
from storage.search.words import holding
from storage.tables import answers, messages, search

BLOCK: Final = 100
"""Rows that are read at once."""
FARTHEST: Final = 2000
"""Rows that are looked at, the newest first; who wants older ones names the time."""
FRESH: Final = 300
"""Rows of each table that are read though the index does not know them yet: so many new, so many changed."""
TOGETHER: Final = timedelta(hours=1)
"""Between what was said and its being an answer, at most: a reason comes later than what it is of."""


class Hit(NamedTuple):
    """A row in which all stands that was asked for, and the piece of it that is shown."""

    row: Live
    snippet: Snippet


class Found(NamedTuple):
    """The hits of one page. `more`: there are others; `far`: so many that the oldest were not looked at;
    `behind`: nor were the oldest of what the index does not know yet."""

    hits: list[Hit]
    more: bool
    far: bool
    behind: bool


class Wanted(NamedTuple):
    """What is looked for: folded `terms`, in one part or (empty) in all but the bot's, in a period."""

    terms: Sequence[str]
    part: str = ""
    period: Period | None = None

    @property
    def parts(self) -> Sequence[str]:
        """Those that are looked through."""
        return [self.part] if self.part else PARTS[:-1]


def find(session: Session, wanted: Wanted, limit: int = 20, offset: int = 0) -> Found:
    """The newest first."""
    withheld = Withheld(session)
    ids = _candidates(session, wanted)
    unknown = [fresh(session, kind, FRESH) for kind in behind(session)]
    new = _matching([row for each in unknown for row in each.rows], wanted, withheld)
    both = merge(
        sorted(new, key=_order, reverse=True),
        _indexed(session, ids, wanted, withheld),
        key=_order,
        reverse=True,
    )
    page = list(islice(_once(both, wanted.terms), offset, offset + limit + 1))
    hits = [Hit(row, snippet(row.texts, wanted.terms)) for row in page[:limit]]
    return Found(hits, len(page) > limit, len(ids) == FARTHEST, any(each.more for each in unknown))


def _order(row: Live) -> tuple[datetime, bool, str, int]:
    return row.at, row.kind == _ANSWERS, row.kind, row.id


_ANSWERS, _MESSAGES = answers.name, messages.name
_OTHER: Final = {_ANSWERS: _MESSAGES, _MESSAGES: _ANSWERS}


def _once(rows: Iterable[Live], terms: Sequence[str]) -> Iterator[Live]:
    """The newest first. What a customer said and what it answers are one sentence, shown where it is met."""
    seen: dict[str, dict[tuple[int, str], datetime]] = {kind: {} for kind in _OTHER}
    for row in rows:
        if row.talk is not None and row.kind in _OTHER:
            said = {(row.talk, text) for text in row.texts if any(term in fold(text) for term in terms)}
            shown = seen[_OTHER[row.kind]]
            if all(each in shown and shown[each] - row.at <= TOGETHER for each in said):
                continue
            seen[row.kind] |= dict.fromkeys(said, row.at)
        yield row


def _candidates(session: Session, wanted: Wanted) -> Sequence[tuple[str, int]]:
    """(kind, row_id) of what the index knows to hold all pieces, the newest first."""
    s = search.c
    query = holding(session, *sought(wanted.terms)).where(s.part.in_(wanted.parts))
    if wanted.period:
        query = query.where(*within(s.at, wanted.period))
    query = query.order_by(s.at.desc(), (s.kind == _ANSWERS).desc(), s.kind.desc(), s.row_id.desc())
    return [(row.kind, row.row_id) for row in session.execute(query.limit(FARTHEST))]


def _indexed(
    session: Session, ids: Sequence[tuple[str, int]], wanted: Wanted, withheld: Withheld
) -> Iterator[Live]:
    for first in range(0, len(ids), BLOCK):
        block = sorted(ids[first : first + BLOCK])
        rows = [
            row
            for kind, of_kind in groupby(block, key=lambda each: each[0])
            for row in of(session, kind, [row_id for _, row_id in of_kind])
        ]
        yield from sorted(_matching(rows, wanted, withheld), key=_order, reverse=True)


def _matching(rows: Sequence[Live], wanted: Wanted, withheld: Withheld) -> list[Live]:
    """As they stand now: in the part, in the period, with the words, and for staff to see."""
    found = [row for row in rows if _asked_for(row, wanted) and matches(row.texts, wanted.terms)]
    withheld.look(found)
    return [row for row in found if not withheld.hides(row)]


def _asked_for(row: Live, wanted: Wanted) -> bool:
    period = wanted.period
    return row.part in wanted.parts and (period is None or period.start <= row.at < period.end)
