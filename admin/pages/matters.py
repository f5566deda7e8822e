"""What customers write about: how often, in what mood, what is new and grows; one matter; the texts."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import filters as common
from admin import leading, naming, paging, seeking
from admin.charts import Chart, mood
from admin.door import door, now
from admin.pages import Page, Route
from admin.rendering import render
from admin.summary import period as periods
from admin.summary.links import Links
from storage.domain.locale import Texts
from storage.queries import matters, quoted, words
from storage.queries.filters import Filters, Period, Sought
from storage.settings import Settings

SIZE = 25  # texts of one page
DRAWN = 8  # matters drawn month by month
SENTENCES = 3  # of each mood


async def show(request: web.Request) -> web.Response:
    """The page for what the address asks."""
    place, (limit, offset) = door(request), paging.window(request, SIZE)
    found = await place.read(fetch, dict(request.query), place.settings, place.texts, now(), limit, offset)
    sheet = paging.sheet(request, found.pop("texts"), SIZE)
    return await render(request, "matters.html", sheet=sheet, **found)


def fetch(
    session: Session,
    query: dict[str, str],
    settings: Settings,
    texts: Texts,
    at: datetime,
    limit: int,
    offset: int,
) -> dict[str, Any]:
    """Everything on the page, from one snapshot."""
    names = naming.names(session, texts.language)
    filters = common.chosen(query, common.offered(session, settings), texts, together=True)
    finer = seeking.chosen(query, names, texts)
    span = periods.chosen(query, settings.timezone, at)
    wanted, sought = common.within(filters, span.period), seeking.sought(finer)
    links = Links(wanted, settings.timezone, span.asked)
    # with a mood the one that is opened counts as the texts below do: by what is said of it, not in all
    rows = matters.tally(session, wanted, sought if sought.mood else replace(sought, category=""))
    return {
        "filters": filters,
        "finer": finer,
        "names": names,
        "rows": rows,
        "most": max((row.n for row in rows), default=0),
        "one": next((row for row in rows if row.category == sought.category), None),
        "picked": sought.category,
        "description": described(session, sought.category, texts.language),
        "quotes": quotes(session, wanted, sought),
        "texts": words.found(session, wanted, sought, limit, offset),
        "over": drawn(session, links, sought, rows, texts, names),
        "span": span,
        "link": partial(leading.address, [*filters, *finer], span.asked),
    }


def described(session: Session, category: str, language: str) -> str:
    """What belongs to the category that is opened; empty where none is, or nothing says it."""
    found = (each for each in naming.untaught(session).categories if each.key == category)
    return next((each.described(language) for each in found), "")


def quotes(session: Session, wanted: Filters, sought: Sought) -> list[tuple[str, list[quoted.Quote]]]:
    """Sentences typical of the matter that is opened, blame first; those of the mood that is sought."""
    if not sought.category:
        return []
    found = {
        leans: quoted.typical(session, wanted, replace(sought, mood=leans), SENTENCES)
        for leans in ("negative", "positive")
        if sought.mood in ("", leans)
    }
    return [(leans, some) for leans, some in found.items() if some]


def drawn(
    session: Session,
    links: Links,
    sought: Sought,
    rows: list[matters.Tallied],
    texts: Texts,
    names: dict[str, str],
) -> Chart | None:
    """The mood of the matter that is opened, or the most frequent matters, month by month."""
    wanted, timezone = links.wanted, links.timezone
    if sought.category:
        months = matters.by_month(session, wanted, timezone, [sought.category], sought)[sought.category]
        to = partial(_to_mood, links, sought.category)
        return mood.chart(months, texts, to) if any(sum(month.mood) for month in months) else None
    most = [row.category for row in rows[:DRAWN]]
    return leading.monthly(session, wanted, most, timezone, texts, names, links, sought)


def _to_mood(links: Links, category: str, month: Period, felt: str) -> str:
    return links.matters(month, category=category, mood=felt)


PAGE = Page("matters", (Route("GET", "/matters", show, "viewer"),), place=2)
