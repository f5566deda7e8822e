"""What the worker's round finds to be done: days that are over, what has changed, what can be kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from storage import db, jobs, settled
from storage.domain.response_figures import Group, Heard, read, together
from storage.queries.filters import Filters, Period
from storage.queries.response_figures import count
from storage.response_months import standing
from storage.response_months.reading import Piece, runs
from storage.response_months.standing import Span
from storage.tables import answers, response_months, response_spans, responses
from storage.tables import jobs as jobs_table

SETTLED: Final = timedelta(minutes=10)
"""Freeing a day takes no longer. Who began to write later than that after it notes what they change; all who
wrote before have to end first: what they have changed of that day may not be noted."""

WAIT: Final = timedelta(minutes=1)
"""Until it is looked again whether they have."""

_T, _S, _J = response_months.c, response_spans.c, jobs_table.c


class Freed(NamedTuple):
    """A span of which nothing is kept, since when."""

    span: Span
    freed_at: datetime


class Found(NamedTuple):
    """What a round has to do: `anew`, all is forgotten first; these days are watched from now on (`new`), of
    these (`changed`) what is kept goes, with what was `noted` of them; `rows` are the figures of the days
    that are `counted`, or of a `whole` month. `again`: when there is more to do."""

    now: datetime
    anew: bool = False
    new: Sequence[Span] = ()
    changed: Sequence[date] = ()
    noted: Sequence[int] = ()
    counted: Sequence[Freed] = ()
    whole: Span | None = None
    rows: Sequence[dict[str, Any]] = ()
    again: datetime | None = None


def find(engine: Engine, _: dict[str, Any], now: datetime) -> Found:
    """What is to be done next, counted where nobody waits. While texts are being read anew, nothing is."""
    with db.reading(engine) as session:  # before the snapshot that is counted
        before = min(now, settled.writing_since(session) or now) - SETTLED
    with db.reading(engine) as session:
        if session.scalar(select(_J.id).where(jobs.OPEN, _J.kind == jobs.REREAD).limit(1)):
            return Found(now)
        rows = session.execute(select(_S.month, _S.day, _S.start, _S.freed_at, _S.kept)).all()
        marks = {Span(row.month, row.day): row for row in rows}
        if any(row.start != each.period.start for each, row in marks.items()):
            return Found(now, anew=True, again=now)  # another time zone
        return _found(session, marks, now, before)


def _found(session: Session, marks: Mapping[Span, Any], now: datetime, before: datetime) -> Found:
    over = list(_over(session, now))
    noted = standing.stale(session)
    changed = standing.touched(noted.values())
    new = [each for each in over if each not in marks]
    free = {each: row.freed_at for each, row in marks.items() if not row.kept and not _among(each, changed)}
    ready = [Freed(each, at) for each, at in sorted(free.items(), reverse=True) if at <= before]
    month = ready[0].span.month if ready else None
    counted = sorted(each for each in ready if each.span.month == month)
    made = list(_counted(session, counted))
    whole = None if counted else _month(over, marks, changed)
    if whole:
        made = list(rows(whole, _added(session, whole.month)))
    waits = [at for at in free.values() if at > before] + ([now] if new or changed else [])
    return Found(
        now=now,
        new=new,
        changed=sorted(changed),
        noted=sorted(noted),
        counted=counted,
        whole=whole,
        rows=made,
        again=now if counted or whole else max(min(waits) + SETTLED, now + WAIT) if waits else None,
    )


def _among(each: Span, changed: set[date]) -> bool:
    return each.day > 0 and each.month + timedelta(days=each.day - 1) in changed


def _over(session: Session, now: datetime) -> Iterator[Span]:
    """The days from the first of which there is something that are over."""
    columns = (responses.c.begun_at, responses.c.completed_at, answers.c.answered_at)
    firsts = [first for each in columns if (first := session.scalar(select(func.min(each)))) is not None]
    today = standing.midnight(standing.local(now))
    if firsts and min(firsts) < today:
        yield from map(standing.span, standing.days(Period(min(firsts), today)))


def _counted(session: Session, counted: Sequence[Freed]) -> Iterator[dict[str, Any]]:
    """Rows of these days."""
    pieces = [Piece(number, each.span.period, each.span) for number, each in enumerate(counted)]
    for run in runs(pieces):
        spans = [piece.period for piece in run]
        everything = Filters(Period(spans[0].start, spans[-1].end))
        for piece, found in zip(run, count(session, everything, spans), strict=True):
            yield from rows(counted[piece.number].span, found)


def _month(over: Sequence[Span], marks: Mapping[Span, Any], changed: set[date]) -> Span | None:
    """The newest month that is over, is not kept, and all of whose days are."""
    stands = {each for each, mark in marks.items() if mark.kept and each.day and not _among(each, changed)}
    by_month: dict[date, list[Span]] = {}
    for each in over:
        by_month.setdefault(each.month, []).append(each)
    for month in sorted(by_month, reverse=True):
        whole, its = Span(month, 0), by_month[month]
        ends = its[-1].period.end >= whole.period.end
        if ends and whole not in marks and stands.issuperset(its):
            return whole
    return None


def _added(session: Session, month: date) -> Heard:
    """The figures of its days."""
    query = select(_T.version_id, _T.channel, _T.segment, _T.figures)
    days = session.execute(query.where(_T.month == month, _T.day > 0))
    return together({Group(each.version_id, each.channel, each.segment): read(each.figures)} for each in days)


def rows(span: Span, heard: Heard) -> Iterator[dict[str, Any]]:
    """As they are kept."""
    for group, figures in heard.items():
        yield {"month": span.month, "day": span.day, **group._asdict(), "figures": figures.stored()}
