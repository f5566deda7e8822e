"""What was counted of spans of complaints, remembered in a process as long as nothing has happened to them.

With it stands which of the last events, matters and analyses were there. Where others are there now, and one
is of a complaint that was received in the span, or not so long before it that it matters, it is counted anew:
as what is kept of months is (`standing.touched`), but at once and whichever of two snapshots is the older.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Select, func, select
from sqlalchemy.orm import Session

from storage import dialects
from storage.complaint_months import standing
from storage.queries.filters import Period
from storage.tables import analyses, complaints, events, matters

T = TypeVar("T")

MARGIN: Final = 500
"""So many of the last rows are compared: a transaction may still be open that took its number before."""

MANY: Final = 5_000
"""Where so many rows are new, all is counted anew."""

AT_MOST: Final = 256
"""Spans that are remembered, those that were asked for last."""

_C, _E, _M, _N = complaints.c, events.c, matters.c, analyses.c
_LOOKED: Final = "complaints_seen"


class Seen(NamedTuple):
    """The rows behind the number `after` in each table: table, number, complaint, what it says."""

    after: tuple[int, int, int]
    rows: frozenset[tuple[Any, ...]]


class _Memory:
    """Of one database; `forgotten`: how often something was erased by then (`standing.forget`)."""

    def __init__(self) -> None:
        self._told: OrderedDict[Hashable, tuple[Any, Seen]] = OrderedDict()
        self._forgotten, self._lock = 0, Lock()

    def of(self, keys: Iterable[Hashable], forgotten: int) -> dict[Hashable, tuple[Any, Seen]]:
        """Those of these that are remembered. After an erasing none is: they may have words in them."""
        with self._lock:
            if self._forgotten != forgotten:
                self._told.clear()
                self._forgotten = forgotten
            return {each: self._told[each] for each in keys if each in self._told}

    def remember(self, told: Iterable[tuple[Hashable, Any]], seen: Seen, forgotten: int) -> None:
        """These, as somebody who saw this has counted them."""
        with self._lock:
            if self._forgotten != forgotten:
                return
            for key, found in told:
                self._told[key] = (found, seen)
                self._told.move_to_end(key)
            while len(self._told) > AT_MOST:
                self._told.popitem(last=False)


_MEMORY: Final[WeakKeyDictionary[Dialect, _Memory]] = WeakKeyDictionary()
"""By the database: each engine has a dialect of its own."""


def counted(
    session: Session,
    what: Hashable,
    spans: Sequence[Period],
    count: Callable[[Sequence[Period]], Sequence[T]],
    back: timedelta = timedelta(),
    holds: Callable[[T], bool] = lambda _: True,
) -> list[T]:
    """What `count` says of each of these adjoining spans, asked only of those of which `what` it counts is
    not remembered. So long `back` from its beginning other complaints matter to a span; what is remembered is
    asked whether it `holds`."""
    if not spans:
        return []
    mark = standing.mark(session)
    if not mark or not session.get_bind().get_execution_options().get("reads"):
        return list(count(spans))  # nothing says what was erased; or it may not be written in the end
    memory = _MEMORY.setdefault(session.get_bind().dialect, _Memory())
    keys = {each: (what, *each) for each in spans}
    known = memory.of(keys.values(), mark["forgotten"])
    now, touched = _seen(session), _Touched(session)
    found: dict[Period, T] = {}
    for span, key in keys.items():
        if key in known:
            told, seen = known[key]
            if holds(told) and not touched.since(seen, Period(span.start - back, span.end)):
                found[span] = told
    for run in _runs(spans, found):
        found |= zip(run, count(run), strict=True)
    memory.remember([(keys[each], found[each]) for each in spans], now, mark["forgotten"])
    return [found[each] for each in spans]


def _runs(spans: Sequence[Period], found: dict[Period, T]) -> list[list[Period]]:
    """Those that are to be counted, in runs that adjoin."""
    runs: list[list[Period]] = []
    for each in spans:
        if each in found:
            continue
        if runs and runs[-1][-1].end == each.start:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


class _Touched:
    """When the complaints were received to which something has happened since this or that was seen."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[Seen, list[datetime] | None] = {}

    def since(self, seen: Seen, span: Period) -> bool:
        """Whether one is of this span."""
        if seen not in self._known:
            self._known[seen] = self._received(seen)
        received = self._known[seen]
        return received is None or any(span.start <= at < span.end for at in received)

    def _received(self, seen: Seen) -> list[datetime] | None:
        """None: it cannot be told, or not cheaply."""
        now = _seen(self._session)
        if now == seen:
            return []
        after = tuple(min(*both) for both in zip(now.after, seen.after, strict=True))
        there = now.rows if after == now.after else _rows(self._session, after, MANY)
        if len(there) >= MANY:
            return None
        ids = sorted({row[2] for row in there ^ seen.rows if row[1] > after[row[0]]})
        name = self._session.get_bind().dialect.name
        of_them = select(_C.received_at).where(dialects.among(name, _C.id, "ids"))
        received = list(self._session.scalars(of_them, {"ids": ids}))
        return received if len(received) == len(ids) else None


def _seen(session: Session) -> Seen:
    """As this snapshot has it."""
    if _LOOKED not in session.info:
        last = [session.scalar(select(func.max(each))) or 0 for each in (_E.id, _M.id, _N.id)]
        event, matter, analysis = (each - MARGIN for each in last)
        after = (event, matter, analysis)
        session.info[_LOOKED] = Seen(after, _rows(session, after, MANY))
    found: Seen = session.info[_LOOKED]
    return found


def _rows(session: Session, after: Sequence[int], limit: int) -> frozenset[tuple[Any, ...]]:
    # the subject as no index knows it: what is new is found by the number alone
    queries: tuple[Select[Any], ...] = (
        select(_E.id, _E.entity_id).where(_E.entity.concat("") == "complaint"),
        select(_M.id, _M.subject_id, _M.category, _M.polarity).where(_M.subject.concat("") == "complaint"),
        select(_N.id, _N.subject_id).where(_N.subject.concat("") == "complaint"),
    )
    tables = zip(queries, (_E.id, _M.id, _N.id), after, strict=True)
    return frozenset(
        (number, *row)
        for number, (query, key, first) in enumerate(tables)
        for row in session.execute(query.where(key > first).limit(limit))
    )
