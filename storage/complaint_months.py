"""The statistics of complaints by month of receipt, kept so that long spans need not be counted again.

A month is kept when it is over: of all complaints, of each kind, and in each kind of each key of KEPT. It
holds until something happens to one of its complaints, or falls due: then it is counted anew from the rows
by who asks, and kept again by the worker's next round. So what is kept says the same as what is counted.

Products are customers' own words: what is kept of a month goes when one of its complaints is erased.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Engine, delete, func, insert, select, update
from sqlalchemy.orm import Session

from storage import bulk, db, definitions, dialects, hiding, jobs, models, taxonomies
from storage.domain.complaint_figures import Figures, read, total
from storage.domain.handling import OUTCOMES
from storage.domain.many_times import micros
from storage.queries.complaint_columns import Wanted
from storage.queries.complaint_figures import Counted, count
from storage.queries.complaint_running import Law
from storage.queries.filters import Period, month_of, months
from storage.settings import settings
from storage.tables import complaint_months, complaints, events, matters
from storage.tables import jobs as jobs_table

JOB: Final = "complaint_months"
"""The kind of job that keeps months; payload: nothing."""

KEPT: Final = ("category", "department", "severity", "channel", "segment")
"""The parts by which each month is kept. Of products there are as many as customers find words."""

MARGIN: Final = 500
"""So many of the last events count as if they had just happened: a transaction may still be open that took
its number before."""

DAILY: Final = timedelta(days=1)

_T, _C, _E, _M, _J = complaint_months.c, complaints.c, events.c, matters.c, jobs_table.c
_MARK: Final = {"month": date(1970, 1, 1), "part": "mark", "key": ""}
"""Up to which event all is kept, and by which law."""


class Found(NamedTuple):
    """What the next round has to do, `seen` the mark that it looked at: begin anew, with these months gone
    (None: all of them), or keep this month; `more` is left to do at once."""

    seen: dict[str, Any]
    mark: dict[str, Any] | None
    gone: Sequence[date] | None
    rows: Sequence[dict[str, Any]]
    more: bool
    now: datetime


def figures(
    session: Session, wanted: Wanted, spans: Sequence[Period], law: Law, now: datetime
) -> list[Figures]:
    """The figures of each of these adjoining spans, oldest first: those of whole months as they are kept, if
    they still hold, all others counted. For whom something is hidden from, all are."""
    if hiding.anything(session):
        return count(session, wanted, spans, law, now)
    found = _kept(session, wanted, spans, law, now)
    at = 0
    while at < len(spans):
        end = at
        while end < len(spans) and found[end] is None:
            end += 1
        if end > at:
            found[at:end] = count(session, wanted, spans[at:end], law, now)
        at = end + 1
    return [each or Figures() for each in found]


def _kept(
    session: Session, wanted: Wanted, spans: Sequence[Period], law: Law, now: datetime
) -> list[Figures | None]:
    chosen = wanted.chosen()
    mark = _mark(session)
    if len(chosen) > 1 or chosen.keys() - set(KEPT) or mark.get("law") != _law(session, law):
        return [None] * len(spans)
    name, key = next(iter(chosen.items()), ("", ""))
    kinds = [wanted.kind] if wanted.kind is not None else [""] if not name else list(OUTCOMES)
    firsts = {number: first for number, each in enumerate(spans) if (first := _month(each))}
    there = _T.month.in_(firsts.values())
    stored = set(session.scalars(select(_T.month).where(there, _T.part == "", _T.key == "")))
    theirs = select(_T.month, _T.figures).where(
        there, _T.part.in_([_part(kind, name) for kind in kinds]), _T.key == key
    )
    rows: dict[date | None, list[Figures]] = {}
    for first, each in session.execute(theirs):
        rows.setdefault(first, []).append(read(each))
    touched = _touched(session, spans, mark)
    found: list[Figures | None] = []
    for number in range(len(spans)):
        month = firsts.get(number)
        kept = total(rows.get(month, [])) if month in stored and number not in touched else None
        found.append(kept if kept is not None and (kept.until or micros(now)) >= micros(now) else None)
    return found


def _month(span: Period) -> date | None:
    """The month that this span is, the whole of it; None where it is none."""
    local = span.start.astimezone(ZoneInfo(settings().timezone)).date()
    return local.replace(day=1) if month_of(span.start, settings().timezone) == span else None


def _part(kind: str, name: str) -> str:
    return f"{kind}/{name}" if name else kind


def _touched(session: Session, spans: Sequence[Period], mark: dict[str, Any]) -> set[int]:
    """The numbers of the spans with a complaint to which something has happened since."""
    name = session.get_bind().dialect.name
    changed = {
        # as no index knows them: what is new is found by the number alone
        *session.scalars(
            select(_E.entity_id).where(_E.id > mark["events"], _E.entity.concat("") == "complaint")
        ),
        *session.scalars(
            select(_M.subject_id).where(_M.id > mark["matters"], _M.subject.concat("") == "complaint")
        ),
    }
    received = session.scalars(
        select(_C.received_at).where(dialects.among(name, _C.id, "ids")), {"ids": sorted(changed)}
    )
    ends = [each.end for each in spans]
    return {bisect_right(ends, at) for at in received if spans[0].start <= at < ends[-1]}


def _mark(session: Session, lock: bool = False) -> dict[str, Any]:
    """Empty before the first round."""
    query = select(_T.figures).where(_is_mark())
    return session.scalar(query.with_for_update() if lock else query) or {}


def _is_mark() -> ColumnElement[bool]:
    return (_T.month == _MARK["month"]) & (_T.part == _MARK["part"])


def _law(session: Session, law: Law) -> str:
    """By what the figures were counted: where it changes, all are counted anew."""
    policy, calendar = law.policy, law.calendar
    overrides = [(sorted(each.severities), sorted(each.customers), each.limits) for each in policy.overrides]
    days = [sorted(calendar.holidays), sorted(calendar.working_days.items()), calendar.blocks]
    region = calendar.region
    public = (
        [sorted(region.off), sorted((day, made.weekday) for day, made in region.work.items())]
        if region
        else []
    )
    where = [calendar.timezone.key, settings().timezone, calendar.make_up_as]
    understood = [models.in_force(session), getattr(taxonomies.current(session), "id", 0)]
    told = repr([policy.limits, overrides, policy.repeated, days, public, where, understood])
    return hashlib.sha256(told.encode()).hexdigest()


def forget(session: Session, complaint_ids: Collection[int]) -> None:
    """Nothing is kept any more of the months that these complaints were received in; nor is what is being
    counted of them now."""
    received = session.scalars(select(_C.received_at).where(_C.id.in_(complaint_ids)))
    zone = ZoneInfo(settings().timezone)
    theirs = {each.astimezone(zone).date().replace(day=1) for each in received}
    mark = _mark(session, lock=True)
    if theirs and mark:
        session.execute(delete(complaint_months).where(_T.month.in_(theirs)))
        again = {**mark, "forgotten": mark["forgotten"] + 1}
        session.execute(update(complaint_months).where(_is_mark()).values(figures=again))


def begin(session: Session, now: datetime) -> None:
    """See to it that months go on being kept by themselves."""
    _put(session, now, now.date().isoformat(), now)


def _put(session: Session, due_at: datetime, key: str, now: datetime) -> None:
    jobs.put(session, [jobs.Job(kind=JOB, key=key, payload={}, due_at=due_at, created_at=now)])


def find(engine: Engine, _: dict[str, Any], now: datetime) -> Found:
    """What is to be done next, counted where nobody waits. While texts are being read anew, nothing is."""
    law = Law(definitions.policy(), definitions.calendar())
    with db.reading(engine) as session:
        mark = _mark(session)
        named = _law(session, law)
        if session.scalar(select(_J.id).where(jobs.OPEN, _J.kind == jobs.REREAD).limit(1)):
            return Found(mark, None, (), (), False, now)
        over = _over(session, now)
        if mark.get("law") != named:
            return Found(mark, _here(session, named, mark), None, (), bool(over), now)
        stored = set(session.scalars(select(_T.month).where(_T.part == "")))
        missing = [each for each in over if _month(each) not in stored]
        if missing:
            rows = list(_rows(session, missing[-1], law, now))
            return Found(mark, None, (), rows, len(missing) > 1, now)
        stale = [_month(over[number]) for number in sorted(_stale(session, over, mark, now))]
        gone = [each for each in stale if each]
        return Found(mark, _here(session, named, mark), gone, (), bool(gone), now)


def _stale(session: Session, over: Sequence[Period], mark: dict[str, Any], now: datetime) -> set[int]:
    """Those to which something has happened, not counting what always might have, or where something has
    fallen due."""
    if not over:
        return set()
    place = {_month(each): number for number, each in enumerate(over)}
    stored = session.execute(select(_T.month, _T.figures).where(_T.part == ""))
    due = {
        place[first]
        for first, each in stored
        if first in place and (each["until"] or micros(now)) < micros(now)
    }
    return due | _touched(
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
    counted, first = Counted(session, Wanted(), [span], law, now), _month(span)
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
                    yield {"month": first, "part": _part(kind, name), "key": key, "figures": own}


def keep(session: Session, found: Sequence[Found]) -> None:
    """Write it, unless something was forgotten meanwhile; and put the next round."""
    for each in found:
        if _mark(session, lock=True) == each.seen:
            _write(session, each)
        due_at = each.now if each.more else each.now + DAILY
        key = due_at.isoformat() if each.more else due_at.date().isoformat()
        _put(session, due_at, key, each.now)


def _write(session: Session, found: Found) -> None:
    if found.gone is None:
        session.execute(delete(complaint_months))
    elif found.gone:
        session.execute(delete(complaint_months).where(_T.month.in_(found.gone)))
    if found.mark is not None:
        new = dialects.insert(session, complaint_months)
        unique = ["month", "part", "key"]
        changed = new.on_conflict_do_update(index_elements=unique, set_={"figures": new.excluded.figures})
        session.execute(changed, [{**_MARK, "figures": found.mark}])
    if found.rows:
        session.execute(delete(complaint_months).where(_T.month == found.rows[0]["month"]))
        bulk.execute(session, insert(complaint_months), found.rows)
