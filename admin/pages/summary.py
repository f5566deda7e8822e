"""The page that a manager keeps open: the index, where it comes from, what customers say, what is overdue."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import leading, naming
from admin.charts import Chart, distribution, items, mood, percent, trend
from admin.door import door, now
from admin.filters import Offer, chosen, offered, within
from admin.pages import Page, Route
from admin.rendering import render
from storage.domain.complaint import OPEN
from storage.domain.locale import Texts
from storage.domain.satisfaction import Summary
from storage.queries import index, queue, words
from storage.queries import items as item_queries
from storage.queries.filters import Filters, Period, month_of
from storage.queries.items import Item, Level
from storage.settings import Settings

FEW = 5
"""Under so many responses one customer more turns a segment's index upside down."""


async def show(request: web.Request) -> web.Response:
    """The page for what the address asks."""
    place = door(request)
    found = await place.read(fetch, dict(request.query), place.settings, place.texts, now())
    return await render(request, "summary.html", **found)


def fetch(
    session: Session, query: dict[str, str], settings: Settings, texts: Texts, at: datetime
) -> dict[str, Any]:
    """Everything on the page, from one snapshot."""
    offer = offered(session, settings)
    filters = chosen(query, offer, texts)
    wanted = within(filters, settings.timezone, at)
    names = naming.names(session, texts.language)
    leads = leading.matters_of(session, wanted)
    shown = {**figures(session, wanted, settings.timezone, at), "target": targeted(offer, wanted)}
    drawn = charts(session, wanted, settings.timezone, offer, texts)
    return {
        "filters": filters,
        "s": {**shown, "matters": leads, "urgent": leading.urgent(session)},
        "charts": {
            **drawn,
            "matters": leading.over_time(session, wanted, leads, settings.timezone, texts, names),
        },
        "period": next(dict(each.options)[each.value] for each in filters if each.key == "period"),
        "few": FEW,
        "names": names,
        "to_matters": partial(leading.address, filters),
    }


def targeted(offer: Offer, wanted: Filters) -> float | None:
    """The target of the survey that is looked at."""
    survey = offer.surveys.get(wanted.survey)
    return survey.target if survey else None


def figures(session: Session, wanted: Filters, timezone: str, at: datetime) -> dict[str, Any]:
    """The numbers and words of the page."""
    months = index.by_month(session, wanted.during(last_year(timezone, at)), timezone)
    heard = [month for month in months if month.summary.n]
    current = heard[-1] if heard else months[-1]
    before = months[months.index(current) - 1]
    states = queue.by_state(session, at)
    done = index.completion(session, wanted)
    return {
        "now": labelled(current),
        "before": labelled(before),
        "change": difference(current.summary, before.summary),
        "completion": {
            "begun": done.begun,
            "completed": done.completed,
            "share": percent(done.completed, done.begun),
        },
        "nps": item_queries.nps(session, wanted),
        "voices": leading.voices(session, wanted),
        "segments": enough_first(index.by_segment(session, wanted)),
        "states": states,
        "open": sum(row.n for state, row in states.items() if state in OPEN),
    }


def enough_first(groups: Sequence[index.Grouped]) -> list[index.Grouped]:
    """The segments that can be judged, the best first; after them those of which too few have answered."""
    return sorted(groups, key=lambda group: group.summary.n < FEW)[:6]


def last_year(timezone: str, at: datetime) -> Period:
    """Thirteen calendar months: where the latest figure and the one before it are looked for."""
    return Period(month_of(at, timezone, 12).start, month_of(at, timezone).end)


def labelled(month: index.Monthly) -> dict[str, Any]:
    """The month's figures with the month they are of."""
    found = month.summary
    return {
        "month": month.month.start,
        "n": found.n,
        "mean": found.mean,
        "low": found.low,
        "high": found.high,
    }


def difference(current: Summary, before: Summary) -> float | None:
    """How much the index has changed, to one decimal as it is shown; None: there is nothing to compare."""
    if current.mean is None or before.mean is None:
        return None
    return round(current.mean - before.mean, 1)


def charts(
    session: Session, wanted: Filters, timezone: str, offer: Offer, texts: Texts
) -> dict[str, Chart | None]:
    """The four charts; None where there is nothing to draw."""
    target, weights = targeted(offer, wanted), weighted(offer)
    months = index.by_month(session, wanted, timezone)
    best_first = item_queries.items(session, wanted)
    levels = arranged(item_queries.distribution(session, wanted), best_first)
    moods = words.mood_by_month(session, wanted, timezone)
    return {
        "trend": trend.chart(months, target, texts) if any(m.summary.n for m in months) else None,
        "items": items.chart(best_first, weights, target, texts) if best_first else None,
        "distribution": distribution.chart(levels, texts) if levels else None,
        "mood": mood.chart(moods, texts) if any(sum(month.mood) for month in moods) else None,
    }


def weighted(offer: Offer) -> dict[tuple[str, str], float]:
    """The weight of each item of the surveys in force."""
    return {(key, item): w for key, survey in offer.surveys.items() for item, w in survey.weights.items()}


def arranged(levels: Sequence[Level], best_first: Sequence[Item]) -> list[Level]:
    """The levels in the order of the items, worst level first; NPS has figures of its own."""
    place = {(item.survey, item.question): i for i, item in enumerate(best_first)}
    there = [level for level in levels if (level.survey, level.question) in place]
    return sorted(there, key=lambda level: (place[level.survey, level.question], level.score))


PAGE = Page("summary", (Route("GET", "/", show, "viewer"),), place=1)
