"""The surveys: which there are, which version is in force, which is being written, how many have answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from aiohttp import web
from sqlalchemy.orm import Session

from admin.door import door
from admin.listing.showing import sorted_by
from admin.pages import Page, Route
from admin.rendering import render
from storage import drafts, surveys
from storage.drafts import Counted
from storage.surveys import Version


@dataclass(frozen=True, slots=True)
class Row:
    """A survey: its newest version, the one in force, the responses to all of them."""

    newest: Version
    published: Version | None
    counted: Counted


async def show(request: web.Request) -> web.Response:
    """The list; what was worked on last comes first, unless another order is asked for."""
    asked = request.query.get("sort", "")
    sort = asked if asked in SORTS else ""
    rows = sorted(await door(request).read(listed), key=SORTS[sort])
    sorts = [(each, sorted_by(request, each)) for each in SORTS]
    return await render(request, "surveys.html", rows=rows, sort=sort, sorts=sorts)


def listed(session: Session) -> list[Row]:
    """Every survey."""
    counts = drafts.counted(session)
    rows = []
    for _, versions in groupby(surveys.listing(session), key=attrgetter("key")):
        group = list(versions)
        published = next((version for version in group if version.state == "published"), None)
        own = [counts.get(version.id, drafts.NONE) for version in group]
        newest = next((version for version in group if version.state != "discarded"), group[0])
        rows.append(Row(newest, published, Counted(*map(sum, zip(*own, strict=True)))))
    return rows


SORTS: Final[Mapping[str, Callable[[Row], Any]]] = {
    "": lambda row: -row.newest.created_at.timestamp(),
    "title": lambda row: row.newest.title,
    "answered": lambda row: -row.counted.all,
}


PAGE = Page("surveys", (Route("GET", "/surveys", show, "viewer"),), place=6)
