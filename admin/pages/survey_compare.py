"""Two versions of a survey side by side: what was added, removed, changed."""

from itertools import groupby
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing
from admin.changes import Told, told
from admin.door import door
from admin.pages import Page, Route
from admin.pages.survey import KEY
from admin.rendering import render
from storage import drafts, surveys
from storage.domain.comparing import compare
from storage.domain.locale import Texts


async def show(request: web.Request) -> web.Response:
    """The page; `old` and `new` are numbers of versions, else the one in force and the newest."""
    place, key = door(request), request.match_info["key"]
    found = await place.read(fetch, key, number(request, "old"), number(request, "new"), place.texts)
    if found is None:
        raise web.HTTPNotFound
    return await render(request, "survey_compare.html", key=key, **found)


def number(request: web.Request, name: str) -> int:
    """The number in the address; 0 for what is none."""
    given = request.query.get(name, "")
    return choosing.key(given) or 0


def fetch(session: Session, key: str, old: int, new: int, texts: Texts) -> dict[str, Any] | None:
    """Both versions and what is different."""
    versions = [version for version in surveys.listing(session) if version.key == key]
    if not versions:
        return None
    numbers = [version.number for version in versions]
    in_force = next((version.number for version in versions if version.state == "published"), numbers[-1])
    was = drafts.one(session, key, old if old in numbers else in_force)
    now = drafts.one(session, key, new if new in numbers else numbers[0])
    if was is None or now is None:
        return None
    rows = told(compare(was.definition, now.definition), was.definition, now.definition, texts)
    return {
        "title": versions[0].survey,
        "versions": versions,
        "old": was,
        "new": now,
        "groups": [(name, list(group)) for name, group in groupby(rows, key=of)],
    }


def of(row: Told) -> tuple[str, str]:
    """What the change is about."""
    return row.what, row.name


PAGE = Page("survey_compare", (Route("GET", KEY + "/compare", show, "viewer"),))
