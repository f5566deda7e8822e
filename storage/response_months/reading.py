"""The figures of spans: of days and months as they are kept, where they still stand; all others counted."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from storage.domain.response_figures import Group, Heard, together
from storage.queries.filters import Filters, Period
from storage.queries.response_figures import count, fitting
from storage.response_months import adding
from storage.response_months.adding import Kept
from storage.response_months.standing import Span, days, kept, span

_LOOKED_UP: Final = "responses_heard"


class Piece(NamedTuple):
    """A part of the period of this number: one that is kept (`of`), else one to be counted."""

    number: int
    period: Period
    of: Span | None = None


def heard(session: Session, filters: Filters, periods: Sequence[Period]) -> list[Heard]:
    """The groups of each of these periods; the one of the filters is not asked."""
    there = kept(session, {day.replace(day=1) for period in periods for day in days(period)})
    pieces = [piece for number, period in enumerate(periods) for piece in cut(number, period, there)]
    known = _known(session, filters)
    loose = [piece for piece in pieces if not piece.of and piece.period not in known]
    for run in runs(loose):
        spans = [each.period for each in run]
        known |= dict(zip(spans, count(session, filters, spans), strict=True))
    fits, whole = fitting(session, filters), list(_by_month(pieces, there))
    sums = adding.added(session, [spans for _, spans in whole])
    return [
        together(
            [
                *(_fitting(sums[spans], fits) for of, spans in whole if of == number),
                *(known[piece.period] for piece in pieces if piece.number == number and not piece.of),
            ]
        )
        for number in range(len(periods))
    ]


def _by_month(pieces: Sequence[Piece], there: Mapping[Span, datetime]) -> Iterator[tuple[int, Kept]]:
    """What is kept of each period, what is of one month together."""
    stand = [(piece.number, piece.of) for piece in pieces if piece.of]
    for (number, _), some in groupby(stand, lambda each: (each[0], each[1].month)):
        yield number, tuple((of, there[of]) for _, of in some)


def _fitting(heard: Heard, fits: Callable[[Group], bool]) -> Heard:
    return {group: figures for group, figures in heard.items() if fits(group)}


def _known(session: Session, filters: Filters) -> dict[Period, Heard]:
    """What this session has counted of it already, as long as it sees one moment (`db.reading`)."""
    if not session.get_bind().get_execution_options().get("reads"):
        return {}
    found = session.info.setdefault(_LOOKED_UP, {})
    return found.setdefault((filters.survey, filters.channel, filters.segment), {})  # type: ignore[no-any-return]


def cut(number: int, period: Period, there: Container[Span]) -> Iterator[Piece]:
    """The period in as few pieces as can be."""
    loose: Period | None = None
    for month, some in groupby(days(period), lambda day: day.replace(day=1)):
        for each in _spans(month, list(some), period, there):
            if each.of is None:
                loose = Period(loose.start if loose else each.period.start, each.period.end)
                continue
            if loose:
                yield Piece(number, loose)
                loose = None
            yield each._replace(number=number)
    if loose:
        yield Piece(number, loose)


def _spans(month: date, some: list[date], period: Period, there: Container[Span]) -> Iterator[Piece]:
    whole = Span(month, 0)
    if whole in there and period.start <= whole.period.start and whole.period.end <= period.end:
        yield Piece(0, whole.period, whole)
        return
    for day in some:
        each, its = span(day), span(day).period
        stands = each in there and period.start <= its.start and its.end <= period.end
        yield Piece(
            0, Period(max(its.start, period.start), min(its.end, period.end)), each if stands else None
        )


def runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Those that adjoin, to be counted together."""
    run: list[Piece] = []
    for piece in pieces:
        if run and run[-1].period.end != piece.period.start:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run
