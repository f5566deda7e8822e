"""What is kept of a month, or of some of its days, added up once in a process and remembered: reading and
adding takes the time, and a page asks for the same months again and again.

What is remembered goes by since when each span is kept (`standing.kept`), so whatever is kept anew is read
anew; what does not stand any more is not asked for here.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import datetime
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, and_, or_, select
from sqlalchemy.orm import Session

from storage.domain.response_figures import Group, Heard, added_up
from storage.response_months.standing import Span
from storage.tables import response_months

_T = response_months.c

Kept = tuple[tuple[Span, datetime], ...]
"""Spans of one month, with since when each is kept."""

GROUPS: Final = 10_000
"""So many groups are remembered of all sums together, some kilobytes each."""


class _Remembered:
    """The sums of one database, those that were asked for last."""

    def __init__(self) -> None:
        self._sums: OrderedDict[Kept, Heard] = OrderedDict()
        self._groups, self._lock = 0, Lock()

    def of(self, spans: Iterable[Kept]) -> dict[Kept, Heard]:
        """Those of these that are remembered."""
        with self._lock:
            found = {each: self._sums[each] for each in spans if each in self._sums}
            for each in found:
                self._sums.move_to_end(each)
        return found

    def remember(self, sums: Mapping[Kept, Heard]) -> None:
        """And forget those that nobody has asked for the longest."""
        with self._lock:
            for each, heard in sums.items():
                self._groups += len(heard) - len(self._sums.pop(each, ()))
                self._sums[each] = heard
            while self._groups > GROUPS:
                self._groups -= len(self._sums.popitem(last=False)[1])


_MEMORY: Final[WeakKeyDictionary[Dialect, _Remembered]] = WeakKeyDictionary()
"""By the database: each engine has a dialect of its own."""


def added(session: Session, spans: Iterable[Kept]) -> dict[Kept, Heard]:
    """All groups of each of these. Remembered is what a snapshot says (`db.reading`), nothing unwritten."""
    wanted = set(spans)
    if not session.get_bind().get_execution_options().get("reads"):
        return _read(session, wanted)
    memory = _MEMORY.setdefault(session.get_bind().dialect, _Remembered())
    found = memory.of(wanted)
    fresh = _read(session, wanted - found.keys())
    memory.remember(fresh)
    return found | fresh


def _read(session: Session, wanted: set[Kept]) -> dict[Kept, Heard]:
    if not wanted:
        return {}
    spans = {span for each in wanted for span, _ in each}
    whole = sorted({each.month for each in spans if not each.day})
    parts = sorted({each.month for each in spans if each.day})
    query = select(_T.month, _T.day, _T.version_id, _T.channel, _T.segment, _T.figures).where(
        or_(and_(_T.month.in_(whole), _T.day == 0), and_(_T.month.in_(parts), _T.day > 0))
    )
    rows: dict[Span, list[tuple[Group, Any]]] = {}
    for month, day, version, channel, segment, figures in session.execute(query):
        rows.setdefault(Span(month, day), []).append((Group(version, channel, segment), figures))
    return {each: added_up(row for span, _ in each for row in rows.get(span, ())) for each in wanted}
