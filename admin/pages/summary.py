"""The page that a manager keeps open: the index, where it comes from, what customers say, what is overdue."""

from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import leading, naming
from admin.charts import Chart, distribution, items, mood, percent, trend
from admin.door import door, now, person
from admin.pages import Page, Route, may
from admin.pages.channels import only_here
from admin.rendering import render
from admin.summary import complaints, figures, returns
from admin.summary.beginning import beginning
from admin.summary.figures import Figures, Looked
from admin.summary.judging import FEW, verdict
from admin.summary.period import AGAINST
from storage import definitions
from storage.domain.complaint import OPEN
from storage.domain.locale import Texts
from storage.queries import queue, words
from storage.queries.items import Item, Level
from storage.retention import announcing, previewing
from storage.settings import Settings


async def show(request: web.Request) -> web.Response:
    """The page for what the address asks."""
    place = door(request)
    role = person(request).role
    found = await place.read(fetch, dict(request.query), place.settings, place.texts, now())
    asks = may(role, "administrator") and not place.settings.demo
    begins = await place.read(announced, found["nothing"], now()) if asks else None
    begin = await place.read(beginning, place.settings, role) if found["nothing"] else None
    here = place.settings.bot_address
    found |= {"terms_begin": begins, "begin": begin, "chat": here, "only_here": only_here(here)}
    return await render(request, "summary.html", **found)


def announced(session: Session, nothing: bool, at: datetime) -> datetime | None:
    """From when on words go by terms that nobody has confirmed; None: they are confirmed, or there is
    `nothing` to show and no word would go."""
    terms = definitions.policy().retention
    if announcing.confirmed(session, terms):
        return None
    begins = announcing.begins(session, terms, at)
    return None if nothing and not any(previewing.tonight(session, terms, begins).values()) else begins


def fetch(
    session: Session, query: dict[str, str], settings: Settings, texts: Texts, at: datetime
) -> dict[str, Any]:
    """Everything on the page, from one snapshot."""
    asked = figures.looked(session, query, settings, texts, at)
    names = naming.names(session, texts.language)
    found = figures.fetch(session, asked, settings.timezone)
    leads = leading.matters_of(session, asked.wanted)
    shown = told(session, asked, found, texts, at)
    return {
        "asked": asked,
        "nothing": not (
            found.index.now.n or found.index.before.n or found.counts["begun"] or shown["states"]
        ),
        "against": AGAINST,
        "s": {**shown, "matters": leads},
        "handled": complaints.fetch(session, asked, settings.timezone, texts, at),
        "rounds": returns.fetch(session),
        "charts": {
            **charts(session, asked, found, texts),
            "matters": leading.over_time(session, asked, leads, settings.timezone, texts, names),
        },
        "period": next(dict(each.options)[each.value] for each in asked.filters if each.key == "period"),
        "few": FEW,
        "names": names,
        "to_matters": partial(asked.links.matters),
    }


def told(session: Session, asked: Looked, found: Figures, texts: Texts, at: datetime) -> dict[str, Any]:
    """The numbers and words of the page."""
    states, counts = queue.by_state(session, at), found.counts
    limits = figures.limits(asked)
    return {
        "index": found.index,
        "limits": limits,
        "verdict": verdict(found.index.now, limits),
        "completion": {**counts, "share": percent(counts["completed"], counts["begun"])},
        "nps": found.nps,
        "to_nps": asked.links.responses(None, **figures.of_nps(session, found)),
        "voices": leading.voices(session, asked.wanted),
        "urgent": leading.urgent(session),
        "groups": {name: figures.groups(name, found, asked, texts) for name in ("channel", "segment")},
        "states": states,
        "open": sum(row.n for state, row in states.items() if state in OPEN),
    }


def charts(session: Session, asked: Looked, found: Figures, texts: Texts) -> dict[str, Chart | None]:
    """The charts; None where there is nothing to draw."""
    rows, levels = figures.best_first(session, found)
    moods = words.mood_by_month(found.months, found.monthly)
    links, limits = asked.links, figures.limits(asked)

    def to_item(row: Item) -> str:
        return links.responses(survey=row.survey, item=row.question)

    def to_level(row: Level) -> str:
        return links.responses(survey=row.survey, item=row.question, scored=f"{row.score!r}")

    weights = figures.weights(asked.offer)
    own = figures.limits_of_items(asked)
    heard = any(month.summary.n for month in found.trend)
    return {
        "trend": trend.chart(found.trend, limits, texts, links.indexed) if heard else None,
        "items": items.chart(rows, weights, own, texts, to_item) if rows else None,
        "distribution": distribution.chart(levels, texts, to_level) if levels else None,
        "mood": mood.chart(moods, texts, lambda month, felt: links.matters(month, mood=felt))
        if any(sum(month.mood) for month in moods)
        else None,
    }


PAGE = Page("summary", (Route("GET", "/", show, "viewer"),), place=1)
