"""What customers' texts are about: how often, in which mood, what grows, and in whose words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, func, literal
from sqlalchemy.orm import Session

from storage import hiding, written
from storage.days import day
from storage.domain import growth, quoting
from storage.domain.growth import Change
from storage.queries import texts
from storage.queries.filters import ALL, Filters, Period, Sought, months, number_of
from storage.queries.texts import Source
from storage.queries.words import MonthlyMood, Mood, moods
from storage.tables import analyses, complaints, customers, matters, responses

_N, _M, _R, _K = analyses.c, matters.c, responses.c, complaints.c

_CANDIDATES: Final = 60
"""Texts, those with the plainest words first, of which the quotes are chosen."""

_NONE: Final = Mood(0, 0, 0)


class Tallied(NamedTuple):
    """In how many texts of the period something is spoken of, in which mood; `before`: in how many of the
    period of the same length before it; `change`: new, growing or nothing that is more than chance."""

    category: str
    n: int
    mood: Mood
    before: int
    change: Change


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


def tally(session: Session, filters: Filters, sought: Sought = ALL) -> list[Tallied]:
    """What is spoken of in the period, most often first."""
    earlier = filters.during(_before(filters.period))
    now, before = _moods(session, filters, sought), _moods(session, earlier, sought)
    everything = replace(sought, category="", mood="")
    all_now, all_before = _texts(session, filters, everything), _texts(session, earlier, everything)
    rows = []
    for category, mood in now.items():
        n, of_it = sum(mood), sum(before.get(category, ()))
        change = growth.change(n, of_it, all_now, all_before, len(now))
        rows.append(Tallied(category, n, mood, of_it, change))
    return sorted(rows, key=lambda row: (-row.n, row.category))


def _before(period: Period) -> Period:
    return Period(period.start - (period.end - period.start), period.start)


def _moods(session: Session, filters: Filters, sought: Sought) -> dict[str, Mood]:
    found: dict[str, Mood] = {}
    for source in texts.sources(filters):
        for category, *counted in session.execute(_by_category(source, filters, sought)):
            found[category] = _added(found.get(category), counted)
    return found


def _by_category(source: Source, filters: Filters, sought: Sought) -> Select[Any]:
    return texts.by_matter(source, filters, sought, _M.category, *moods(_M.polarity)).group_by(_M.category)


def _texts(session: Session, filters: Filters, sought: Sought) -> int:
    """How many there are, whatever they are about."""
    asked = (texts.told(source, filters, sought, func.count()) for source in texts.sources(filters))
    return sum(session.scalar(query) or 0 for query in asked)


def by_month(
    session: Session, filters: Filters, timezone: str, categories: Sequence[str], sought: Sought = ALL
) -> dict[str, list[MonthlyMood]]:
    """How often each is spoken of, in which mood: every calendar month that the period touches, whole,
    oldest first."""
    periods = months(filters.period, timezone)
    whole = filters.during(Period(periods[0].start, periods[-1].end))
    found: dict[tuple[str, int], Mood] = {}
    for source in texts.sources(filters):
        number = number_of(source.at, periods)
        query = _by_category(source, whole, sought).where(_M.category.in_(categories))
        for category, *counted, month in session.execute(query.add_columns(number).group_by(number)):
            found[category, month] = _added(found.get((category, month)), counted)
    return {
        category: [MonthlyMood(period, found.get((category, n), _NONE)) for n, period in enumerate(periods)]
        for category in categories
    }


def _added(mood: Mood | None, counted: Iterable[int]) -> Mood:
    return Mood(*(one + other for one, other in zip(mood or _NONE, counted, strict=True)))


def typical(session: Session, filters: Filters, sought: Sought, limit: int = 3) -> list[Quote]:
    """What was said of the category that is sought most plainly, nothing twice in nearly the same words, and
    nobody twice."""
    rows = [
        row
        for source in texts.sources(filters)
        for row in session.execute(_plainest(session, source, filters, sought))
    ]
    quotes = _quoted(session, sorted(rows, key=lambda row: -abs(row.polarity)))
    kept: list[Quote] = []
    speakers: set[Any] = set()
    for number in quoting.unlike(quote.words for quote, _ in quotes):
        quote, speaker = quotes[number]
        if speaker is None or speaker not in speakers:
            kept.append(quote)
            speakers.add(speaker)
    return kept[:limit]


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
    if source is texts.COMPLAINTS:
        query = query.where(hiding.shown(session))
    query = query.where(_M.end > 0).join(customers, customers.c.id == whose.customer_id, isouter=True)
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
