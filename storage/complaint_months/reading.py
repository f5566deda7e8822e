"""The figures of months as they are kept, where they still stand; all others counted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import hiding
from storage.complaint_months import remembering, standing
from storage.domain.complaint_figures import Figures, read, total
from storage.domain.handling import OUTCOMES
from storage.domain.many_times import micros
from storage.queries.complaint_columns import Selection
from storage.queries.complaint_figures import count
from storage.queries.complaint_law import Law
from storage.queries.filters import Period
from storage.tables import complaint_months

KEPT: Final = ("category", "department", "severity", "channel", "segment")
"""The parts by which each month is kept. Of products there are as many as customers find words."""

_T = complaint_months.c


def figures(
    session: Session, selection: Selection, spans: Sequence[Period], law: Law, now: datetime
) -> list[Figures]:
    """The figures of each of these adjoining spans, oldest first: those of whole months as they are kept, if
    they still hold, all others counted. For whom something is hidden from, all are."""
    if hiding.anything(session):
        return count(session, selection, spans, law, now)
    found = _kept(session, selection, spans, law, now)
    at = 0
    while at < len(spans):
        end = at
        while end < len(spans) and found[end] is None:
            end += 1
        if end > at:
            found[at:end] = _counted(session, selection, spans[at:end], law, now)
        at = end + 1
    return [each or Figures() for each in found]


def _counted(
    session: Session, selection: Selection, spans: Sequence[Period], law: Law, now: datetime
) -> list[Figures]:
    """Of a complaint tells, too, which were received not long before it."""

    def counting(some: Sequence[Period]) -> list[Figures]:
        return count(session, selection, some, law, now)

    def holds(each: Figures) -> bool:
        return (each.until or micros(now)) >= micros(now)

    what = ("figures", selection, standing.counted_by(session, law))
    back = timedelta(days=law.policy.repeated)
    return remembering.counted(session, what, spans, counting, back, holds)


def _kept(
    session: Session, selection: Selection, spans: Sequence[Period], law: Law, now: datetime
) -> list[Figures | None]:
    chosen = selection.chosen()
    mark = standing.mark(session)
    if len(chosen) > 1 or chosen.keys() - set(KEPT) or mark.get("law") != standing.counted_by(session, law):
        return [None] * len(spans)
    name, key = next(iter(chosen.items()), ("", ""))
    kinds = [selection.kind] if selection.kind is not None else [""] if not name else list(OUTCOMES)
    firsts = {number: first for number, each in enumerate(spans) if (first := standing.month(each))}
    there = _T.month.in_(firsts.values())
    stored = set(session.scalars(select(_T.month).where(there, _T.part == "", _T.key == "")))
    theirs = select(_T.month, _T.figures).where(
        there, _T.part.in_([standing.part(kind, name) for kind in kinds]), _T.key == key
    )
    rows: dict[date | None, list[Figures]] = {}
    for first, each in session.execute(theirs):
        rows.setdefault(first, []).append(read(each))
    touched = standing.touched(session, spans, mark)
    found: list[Figures | None] = []
    for number in range(len(spans)):
        month = firsts.get(number)
        kept = total(rows.get(month, [])) if month in stored and number not in touched else None
        found.append(kept if kept is not None and (kept.until or micros(now)) >= micros(now) else None)
    return found
