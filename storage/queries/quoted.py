"""In whose words a matter is spoken of: the plainest sentences of the texts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, func, literal
from sqlalchemy.orm import Session

from storage import hiding, written
from storage.days import day
from storage.domain import quoting
from storage.queries import texts
from storage.queries.filters import Filters, Period, Sought
from storage.queries.texts import Source
from storage.tables import analyses, complaints, customers, matters, responses

_N, _M, _R, _K = analyses.c, matters.c, responses.c, complaints.c

_CANDIDATES: Final = 60
"""Texts, those with the plainest words first, of which the quotes are chosen."""

_SHARES: Final = (64, 16, 4, 1)
"""Parts of the period that quotes are looked for in, the latest first: of very many texts not all are sorted
by how plain they are."""


class Quote(NamedTuple):
    """A sentence that somebody said: from `start` to `end` in it of the matter itself. Who says nothing of
    themselves has no `customer` and no `conversation_id`; a complaint has a `number`."""

    subject: str
    subject_id: int
    words: str
    start: int
    end: int
    polarity: float
    customer: str
    conversation_id: int | None
    number: str
    at: datetime


def typical(session: Session, filters: Filters, sought: Sought, limit: int = 3) -> list[Quote]:
    """What was said of the category that is sought most plainly, nothing twice in nearly the same words, and
    nobody twice."""
    rows = [row for source in texts.sources(filters) for row in _plain(session, source, filters, sought)]
    quotes = _quoted(session, sorted(rows, key=lambda row: -abs(row.polarity)))
    kept: list[Quote] = []
    speakers: set[Any] = set()
    for number in quoting.unlike(quote.words for quote, _ in quotes):
        quote, speaker = quotes[number]
        if speaker is None or speaker not in speakers:
            kept.append(quote)
            speakers.add(speaker)
    return kept[:limit]


def _plain(session: Session, source: Source, filters: Filters, sought: Sought) -> Sequence[Row[Any]]:
    """The plainest of the latest part of the period that has enough of them, else of all of it."""
    start, end = filters.period
    rows: Sequence[Row[Any]] = ()
    for share in _SHARES:
        latest = filters.during(Period(end - (end - start) / share, end))
        rows = session.execute(_plainest(session, source, latest, sought)).all()
        if len(rows) == _CANDIDATES:
            break
    return rows


def _plainest(session: Session, source: Source, filters: Filters, sought: Sought) -> Select[Any]:
    whose: Any = _K if source is texts.COMPLAINTS else _R
    number = _K.number if source is texts.COMPLAINTS else literal("")
    query = texts.told(
        source,
        filters,
        sought,
        *(_M.subject, _M.subject_id, _M.start, _M.end, _M.polarity, _N.personal, source.at.label("at")),
        *(
            number.label("number"),
            whose.anonymous,
            whose.customer_id,
            whose.conversation_id,
            customers.c.name,
        ),
    )
    query = query.where(_M.end > 0, hiding.shown_words(session, source.subject))
    query = query.join(customers, customers.c.id == whose.customer_id, isouter=True)
    return query.order_by(func.abs(_M.polarity).desc(), source.key.desc()).limit(_CANDIDATES)


def _quoted(session: Session, rows: list[Row[Any]]) -> list[tuple[Quote, int | None]]:
    """Each with who said it, where that is known."""
    whole = written.wholes(session, [(row.subject, row.subject_id) for row in rows])
    found = ((row, whole.get((row.subject, row.subject_id), "")) for row in rows)
    return [
        (_quote(row, words), None if row.anonymous else row.customer_id)
        for row, words in found
        if row.end <= len(words)
    ]


def _quote(row: Row[Any], words: str) -> Quote:
    first, last = quoting.sentence(words, (row.start, row.end))
    shown = quoting.masked(words, [(start, end) for _, start, end in row.personal or ()])[first:last]
    return Quote(
        subject=row.subject,
        subject_id=row.subject_id,
        words=shown,
        start=max(row.start, first) - first,
        end=min(row.end, last) - first,
        polarity=row.polarity,
        customer="" if row.anonymous else row.name or "",
        conversation_id=None if row.anonymous else row.conversation_id,
        number=row.number,
        at=day(row.at) if row.anonymous else row.at,
    )
