"""What customers' texts are about: how often, in which mood, what grows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from storage import complaint_months, response_months
from storage.domain import growth
from storage.domain.growth import Change
from storage.domain.response_figures import matters_of, mood_of
from storage.queries import texts
from storage.queries.filters import ALL, Filters, Period, Sought, month_of, months, number_of, pieces
from storage.queries.texts import Source
from storage.queries.words import MonthlyMood, Mood, moods
from storage.settings import settings
from storage.tables import matters

_M = matters.c

_NONE: Final = Mood(0, 0, 0)


class Tallied(NamedTuple):
    """In how many texts of the period something is spoken of, in which mood; `before`: in how many of the
    period of the same length before it; `change`: new, growing or nothing that is more than chance."""

    category: str
    n: int
    mood: Mood
    before: int
    change: Change


class Spoken(NamedTuple):
    """Of each category in how many texts, and how many texts there are, whatever they are about."""

    moods: dict[str, Mood]
    texts: int


def tally(session: Session, filters: Filters, sought: Sought = ALL) -> list[Tallied]:
    """What is spoken of in the period, most often first."""
    periods = [filters.period, earlier(filters.period)]
    now, before = (_spoken(session, filters.during(each), sought) for each in periods)
    rows = []
    for category, mood in now.moods.items():
        n, of_it = sum(mood), sum(before.moods.get(category, ()))
        change = growth.change(n, of_it, now.texts, before.texts, len(now.moods))
        rows.append(Tallied(category, n, mood, of_it, change))
    return sorted(rows, key=lambda row: (-row.n, row.category))


def earlier(period: Period) -> Period:
    """That of the same length before it: of whole months as many months."""
    timezone = settings().timezone
    whole = months(period, timezone)
    if (whole[0].start, whole[-1].end) == period:
        return Period(month_of(period.start, timezone, len(whole)).start, period.start)
    return Period(period.start - (period.end - period.start), period.start)


def _spoken(session: Session, filters: Filters, sought: Sought) -> Spoken:
    found, texts_there = dict[str, Mood](), 0
    everything = replace(sought, category="", mood="")
    for source in texts.sources(filters):
        if _kept(sought):
            of_it = _heard(session, source, filters)
            wanted = {sought.category} & of_it.moods.keys() if sought.category else of_it.moods.keys()
            counted: Iterable[tuple[str, Iterable[int]]] = [(each, of_it.moods[each]) for each in wanted]
            texts_there += of_it.texts
        else:
            rows = session.execute(_by_category(source, filters, sought))
            counted = ((category, mood) for category, *mood in rows)
            texts_there += session.scalar(texts.told(source, filters, everything, func.count())) or 0
        for category, mood in counted:
            found[category] = _added(found.get(category), mood)
    return Spoken(found, texts_there)


def _heard(session: Session, source: Source, filters: Filters) -> Spoken:
    """All that is spoken of in the texts of this source."""
    if source is texts.ANSWERS:
        (heard,) = response_months.heard(session, filters, [filters.period])
        return Spoken({key: Mood(*mood) for key, mood in matters_of(heard).items()}, sum(mood_of(heard)))
    moods_of = dict[str, Mood]()
    of_months = _complained(session, filters, pieces(filters.period, settings().timezone))
    for each in of_months:
        for category, mood in each.moods.items():
            moods_of[category] = _added(moods_of.get(category), mood)
    return Spoken(moods_of, sum(each.texts for each in of_months))


def _complained(session: Session, filters: Filters, spans: Sequence[Period]) -> list[Spoken]:
    """What the complaints of each of these adjoining spans speak of."""

    def count(some: Sequence[Period]) -> list[Spoken]:
        source, whole = texts.COMPLAINTS, filters.during(Period(some[0].start, some[-1].end))
        number = number_of(source.at, list(some))
        found = [dict[str, Mood]() for _ in some]
        query = _by_category(source, whole, ALL).add_columns(number).group_by(number)
        for category, *mood, of in session.execute(query):
            found[of][category] = Mood(*mood)
        told = texts.told(source, whole, ALL, number, func.count()).group_by(number)
        read: dict[int, int] = dict(session.execute(told).all())
        return [Spoken(moods_of, read.get(of, 0)) for of, moods_of in enumerate(found)]

    return complaint_months.counted(session, ("spoken", filters.channel, filters.segment), spans, count)


def _kept(sought: Sought) -> bool:
    """Whether months are counted whole of it: of a category they are, of what else is looked for not."""
    return replace(sought, category="") == ALL


def _by_category(source: Source, filters: Filters, sought: Sought) -> Select[Any]:
    return texts.by_matter(source, filters, sought, _M.category, *moods(_M.polarity)).group_by(_M.category)


def by_month(
    session: Session, filters: Filters, timezone: str, categories: Sequence[str], sought: Sought = ALL
) -> dict[str, list[MonthlyMood]]:
    """How often each is spoken of, in which mood: every calendar month that the period touches, whole,
    oldest first."""
    periods = months(filters.period, timezone)
    whole = filters.during(Period(periods[0].start, periods[-1].end))
    found: dict[tuple[str, int], Mood] = {}
    for source in texts.sources(filters):
        if _kept(sought):
            wanted = {*categories} & ({sought.category} if sought.category else {*categories})
            for month, spoken in enumerate(_by_period(session, source, whole, periods)):
                for category in spoken.keys() & wanted:
                    found[category, month] = _added(found.get((category, month)), spoken[category])
            continue
        number = number_of(source.at, periods)
        query = _by_category(source, whole, sought).where(_M.category.in_(categories))
        for category, *counted, month in session.execute(query.add_columns(number).group_by(number)):
            found[category, month] = _added(found.get((category, month)), counted)
    return {
        category: [MonthlyMood(period, found.get((category, n), _NONE)) for n, period in enumerate(periods)]
        for category in categories
    }


def _by_period(
    session: Session, source: Source, filters: Filters, periods: Sequence[Period]
) -> list[Mapping[str, Iterable[int]]]:
    """What is spoken of in the texts of this source in each of these adjoining periods."""
    if source is texts.ANSWERS:
        return [matters_of(each) for each in response_months.heard(session, filters, periods)]
    return [each.moods for each in _complained(session, filters, periods)]


def _added(mood: Mood | None, counted: Iterable[int]) -> Mood:
    return Mood(*(one + other for one, other in zip(mood or _NONE, counted, strict=True)))
