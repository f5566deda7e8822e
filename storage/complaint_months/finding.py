"""What the worker's round finds to be done about the months that are over: kept, kept anew, or let go."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from storage import db, jobs
from storage.complaint_months import standing
from storage.complaint_months.reading import KEPT
from storage.domain.many_times import micros
from storage.queries.complaint_columns import Selection
from storage.queries.complaint_figures import Counted
from storage.queries.complaint_law import Law, in_force
from storage.queries.filters import Period, month_of, months
from storage.settings import settings
from storage.tables import complaint_months, complaints, events, matters
from storage.tables import jobs as jobs_table

MARGIN: Final = 500
"""So many of the last events count as if they had just happened: a transaction may still be open that took
its number before."""

_T, _C, _E, _M, _J = complaint_months.c, complaints.c, events.c, matters.c, jobs_table.c


class Found(NamedTuple):
    """What the next round has to do, `seen` the mark that it looked at: begin anew, with these months gone
    (None: all of them), or keep this month; `more` is left to do at once."""

    seen: dict[str, Any]
    mark: dict[str, Any] | None
    gone: Sequence[date] | None
    rows: Sequence[dict[str, Any]]
    more: bool
    now: datetime


def find(engine: Engine, _: dict[str, Any], now: datetime) -> Found:
    """What is to be done next, counted where nobody waits. While texts are being read anew, nothing is."""
    with db.reading(engine) as session:
        mark, law = standing.mark(session), in_force(session)
        by = standing.counted_by(session, law)
        if session.scalar(select(_J.id).where(jobs.OPEN, _J.kind == jobs.REREAD).limit(1)):
            return Found(mark, None, (), (), False, now)
        over = _over(session, now)
        if mark.get("law") != by:
            return Found(mark, _here(session, by, mark), None, (), bool(over), now)
        stored = set(session.scalars(select(_T.month).where(_T.part == "")))
        missing = [each for each in over if standing.month(each) not in stored]
        if missing:
            rows = list(_rows(session, missing[-1], law, now))
            return Found(mark, None, (), rows, len(missing) > 1, now)
        stale = [standing.month(over[number]) for number in sorted(_stale(session, over, mark, now))]
        gone = [each for each in stale if each]
        return Found(mark, _here(session, by, mark), gone, (), bool(gone), now)


def _stale(session: Session, over: Sequence[Period], mark: dict[str, Any], now: datetime) -> set[int]:
    """Those to which something has happened, not counting what always might have, or where something has
    fallen due."""
    if not over:
        return set()
    place = {standing.month(each): number for number, each in enumerate(over)}
    stored = session.execute(select(_T.month, _T.figures).where(_T.part == ""))
    due = {
        place[first]
        for first, each in stored
        if first in place and (each["until"] or micros(now)) < micros(now)
    }
    return due | standing.touched(
        session, over, {**mark, "events": mark["events"] + MARGIN, "matters": mark["matters"] + MARGIN}
    )


def _here(session: Session, law: str, mark: dict[str, Any]) -> dict[str, Any]:
    last = {
        name: session.scalar(select(func.max(each))) or 0
        for name, each in (("events", _E.id), ("matters", _M.id))
    }
    return {
        **{name: max(0, at - MARGIN) for name, at in last.items()},
        "law": law,
        "forgotten": mark.get("forgotten", 0),
    }


def _over(session: Session, now: datetime) -> list[Period]:
    """The months from that of the first complaint on that are over, oldest first."""
    first = session.scalar(select(func.min(_C.received_at)).where(~_C.preview))
    this = month_of(now, settings().timezone)
    if first is None or first >= this.start:
        return []
    return months(Period(first, this.start), settings().timezone)


def _rows(session: Session, span: Period, law: Law, now: datetime) -> Iterator[dict[str, Any]]:
    counted, first = Counted(session, Selection(), [span], law, now), standing.month(span)
    all_of_them = counted.span == 0
    yield {"month": first, "part": "", "key": "", "figures": counted.of(all_of_them).stored()}
    names, kinds = counted.kind
    for number, kind in enumerate(names):
        of_kind = kinds == number
        yield {"month": first, "part": kind, "key": "", "figures": counted.of(of_kind).stored()}
        for name in KEPT:
            for key, mask in counted.those(name):
                if (mask & of_kind).any():
                    own = counted.of(mask & of_kind).stored()
                    yield {"month": first, "part": standing.part(kind, name), "key": key, "figures": own}
