"""One survey: its versions, what the next one changes, the moves of its life: approve, publish, retire,
discard."""

from collections import Counter
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import drafts, nameless, surveys
from storage.domain.comparing import compare
from storage.domain.machine import NotAllowed
from storage.domain.survey import LIFE
from storage.drafts import Draft

KEY = "/surveys/{key:[A-Za-z0-9_]{1,40}}"
VERSION = KEY + "/versions/{number:[0-9]{1,9}}"


async def show(request: web.Request) -> web.Response:
    """The page."""
    return await page(request)


async def page(request: web.Request, problem: str = "", status: int = 200) -> web.Response:
    """The page, with what could not be done."""
    found = await door(request).read(fetch, request.match_info["key"])
    if found is None:
        raise web.HTTPNotFound
    return await render(request, "survey.html", status=status, problem=problem, **found)


def fetch(session: Session, key: str) -> dict[str, Any] | None:
    """All that the page shows; None for a survey that there is not."""
    versions = [version for version in surveys.listing(session) if version.key == key]
    newest = drafts.newest(session, key)
    if newest is None:
        return None
    published = next((version for version in versions if version.state == "published"), None)
    in_force = drafts.one(session, key, published.number) if published else None
    return {
        "key": key,
        "newest": newest,
        "next_title": surveys.version(session, newest.id).title,
        "in_force": in_force,
        "last": versions[0],
        "versions": [(version, drafts.one(session, key, version.number)) for version in versions],
        "answered": drafts.counted(session),
        "nobody": drafts.NONE,
        "news": news(in_force, newest),
        "life": LIFE,
    }


def news(in_force: Draft | None, newest: Draft) -> dict[str, int]:
    """How many questions the newest version adds, removes, changes or moves."""
    if in_force is None or in_force.id == newest.id:
        return {}
    found = compare(in_force.definition, newest.definition)
    things = {(change.how, change.what, change.key) for change in found}
    return dict(Counter(how for how, what, _ in things if what == "question"))


async def move(request: web.Request) -> web.Response:
    """Approve, publish, retire, discard or restore the version as it was seen."""
    key, number = request.match_info["key"], int(request.match_info["number"])
    trigger, digest = request.match_info["trigger"], words(await request.post(), "digest")
    place = door(request)
    draft = await place.read(drafts.one, key, number)
    if draft is None:
        raise web.HTTPNotFound
    try:
        if draft.digest != digest:
            raise drafts.Moved
        await place.write(moved, draft, trigger, person(request).user_id)
    except (drafts.Moved, NotAllowed):
        return await page(request, place.texts("page.surveys.moved"), 409)
    except nameless.Naming:
        return await page(request, place.texts("page.surveys.naming"), 409)
    raise web.HTTPSeeOther(f"/surveys/{key}")


def moved(session: Session, draft: Draft, trigger: str, user_id: int) -> None:
    """Publishing approves on the way; whoever may do the one may do the other."""
    if trigger == "publish":
        drafts.publish(session, draft, user_id, now())
    else:
        drafts.move(session, draft, trigger, user_id, now())


async def export(request: web.Request) -> web.Response:
    """The version as TOML, as it was imported or last saved."""
    key, number = request.match_info["key"], int(request.match_info["number"])
    draft = await door(request).read(drafts.one, key, number)
    if draft is None:
        raise web.HTTPNotFound
    headers = {"Content-Disposition": f'attachment; filename="{key}-{number}.toml"'}
    return web.Response(text=draft.source, content_type="application/toml", headers=headers)


PAGE = Page(
    "survey",
    (
        Route("GET", KEY, show, "viewer"),
        Route("GET", VERSION + "/toml", export, "viewer"),
        Route("POST", VERSION + "/{trigger:approve|publish|retire}", move, "administrator"),
        Route("POST", VERSION + "/{trigger:discard|restore}", move, "handler"),
    ),
)
