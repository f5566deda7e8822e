"""The statistics of complaints, counted from their rows (C8, C9): a year of a hundred thousand in one go.

A complaint belongs to the period that it was received in, whatever becomes of it later.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from storage.domain.complaint import OPEN
from storage.domain.complaint_figures import STEPS, TIMED, Figures
from storage.queries.columns import NEVER, Columns
from storage.queries.complaint_columns import (
    WRITTEN,
    Selection,
    about,
    by_customers,
    flag,
    handling,
    number_of,
    of_period,
)
from storage.queries.complaint_law import Law
from storage.queries.complaint_running import Limits
from storage.queries.filters import Period

_MICROS = 1_000_000


def count(
    session: Session, selection: Selection, spans: Sequence[Period], law: Law, now: datetime
) -> list[Figures]:
    """The figures of each of these adjoining spans, oldest first, as they stand."""
    counted = Counted(session, selection, spans, law, now)
    return [counted.of(counted.span == number) for number in range(len(spans))]


class Counted:
    """The complaints that are wanted of these adjoining spans, with what each of them adds; `span` is the
    number of that which each is in."""

    def __init__(
        self, session: Session, selection: Selection, spans: Sequence[Period], law: Law, now: datetime
    ) -> None:
        rows = of_period(session, selection, Period(spans[0].start, spans[-1].end))
        self.n = rows.n
        self.span = number_of(rows.moments("received_at"), spans)
        self.kind = rows.coded("kind")
        if not rows.n:
            return
        limits = Limits(session, rows, law, now)
        self._ran = dict(
            zip(TIMED, (limits.acknowledging(), limits.answering(), limits.closing()), strict=True)
        )
        self._adds = {
            **_adds(rows),
            "reopened": limits.reopened_at != NEVER,
            "repeated": _repeated(session, selection, rows, spans, timedelta(days=law.policy.repeated)),
            **{f"{kind}_judged": each.judged for kind, each in self._ran.items()},
            **{f"{kind}_on_time": each.on_time for kind, each in self._ran.items()},
        }
        self._until = np.minimum.reduce([each.until for each in self._ran.values()])
        everyone = np.arange(rows.n)
        self._parts = {part: (*rows.coded(part), everyone) for part in WRITTEN}
        self._parts["category"] = _categories(session, rows)

    def of(self, here: Any) -> Figures:
        """The figures of these rows (a mask)."""
        if not here.any():
            return Figures()
        return Figures(
            {name: int(each[here].sum()) for name, each in self._adds.items()},
            {kind: took for kind, each in self._ran.items() if (took := _histogram(each.took[here]))},
            {part: self._tallied(part, here) for part in self._parts},
            _soonest(self._until[here]),
        )

    def those(self, part: str) -> Iterator[tuple[str, Any]]:
        """Each key of a part, and which rows it stands with (a mask)."""
        if self.n:
            keys, codes, rows = self._parts[part]
            for number, key in enumerate(keys):
                mask = np.zeros(self.n, bool)
                mask[rows[codes == number]] = True
                yield key, mask

    def _tallied(self, part: str, here: Any) -> dict[str, int]:
        keys, codes, rows = self._parts[part]
        found = np.bincount(codes[here[rows]], minlength=len(keys))
        return {keys[at]: int(found[at]) for at in np.flatnonzero(found)}


def _adds(rows: Columns) -> dict[str, Any]:
    """By COUNTS, what each row adds: all that the row itself tells."""
    referred, settled = flag(rows, "referred"), rows.among("state", ("accepted", "closed"))
    cost, marks = rows.numbers("cost"), handling(rows)
    return {
        "received": np.ones(rows.n, np.int64),
        "open": rows.among("state", OPEN),
        "settled": settled,
        # who refused, or was taken up again, was answered again or referred before it was closed
        "first_contact": settled & flag(rows, "once") & ~referred,
        "referred": referred,
        "cost": np.maximum(cost, 0),
        "costed": cost >= 0,
        "handling": marks,
        "handled": marks > 0,
        "stayed": flag(rows, "stayed"),
        "asked": flag(rows, "asked"),
    }


def _repeated(
    session: Session, selection: Selection, rows: Columns, spans: Sequence[Period], back: timedelta
) -> Any:
    """Which are recorded as recurrent, or of a customer who had complained of that product not long before,
    whichever department that went to and by whichever channel it came."""
    found = flag(rows, "recurrent")
    if not back:
        return found
    end = spans[-1].end if selection.chosen() else spans[0].start  # the rest is among the rows
    counted = Period(spans[0].start, spans[-1].end)
    earlier = by_customers(session, selection, counted, Period(spans[0].start - back, end))
    return found | _again(rows, earlier, back // timedelta(microseconds=1))


def _again(rows: Columns, others: Columns, within: int) -> Any:
    """Which of the rows follow one of the same customer, product and kind within so many microseconds, among
    the rows or the others; which may be the same."""
    both = (others, rows)
    who, keys = (np.concatenate([each.numbers(name) for each in both]) for name in ("customer_id", "id"))
    at = np.concatenate([each.moments("received_at") for each in both])
    what, kind = _common(both, "product"), _common(both, "kind")
    known = (who >= 0) & np.concatenate([~each.among("product", ("",)) for each in both])
    order = np.lexsort((keys, at, kind, what, who))
    order = order[known[order]]
    order = order[np.append(True, np.diff(keys[order]) != 0)] if len(order) else order
    one, other = order[:-1], order[1:]
    same = (who[one] == who[other]) & (what[one] == what[other]) & (kind[one] == kind[other])
    again = np.sort(keys[other[same & (at[other] - at[one] <= within)]])
    ids = rows.numbers("id")
    place = np.minimum(np.searchsorted(again, ids), max(0, len(again) - 1))
    return again[place] == ids if len(again) else np.zeros(rows.n, bool)


def _common(several: Sequence[Columns], name: str) -> Any:
    """A column of words of several, each word by one number."""
    numbers: dict[str, int] = {}
    found = []
    for each in several:
        keys, codes = each.coded(name)
        of = np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
        found.append(of[codes])
    return np.concatenate(found)


def _histogram(took: Any) -> dict[int, int]:
    """Buckets of `storage.domain.complaint_figures.edge`, with how many were done in each."""
    seconds = took[took >= 0] / _MICROS
    found = np.bincount(np.floor(STEPS * np.log2(1 + seconds / 60)).astype(np.int64))
    return {int(bucket): int(found[bucket]) for bucket in np.flatnonzero(found)}


def _categories(session: Session, rows: Columns) -> tuple[list[str], Any, Any]:
    """What they are about: the categories, and for each that is told which it is and of which row. One may
    tell of several; one in which none was found tells of the empty one."""
    ids = rows.numbers("id")
    told = about(session, int(ids.min()), int(ids.max()))
    order = np.argsort(ids)
    place = np.minimum(np.searchsorted(ids[order], told.numbers("id")), rows.n - 1)
    of = order[place]
    ours = ids[of] == told.numbers("id")
    keys, codes = told.coded("category")
    silent = np.setdiff1d(np.arange(rows.n), of[ours])
    return (
        [*keys, ""],
        np.concatenate([codes[ours], np.full(len(silent), len(keys), np.int64)]),
        np.concatenate([of[ours], silent]),
    )


def _soonest(until: Any) -> int | None:
    ends = until[until < np.iinfo(np.int64).max]
    return int(ends.min()) if len(ends) else None
