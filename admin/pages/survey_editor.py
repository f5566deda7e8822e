"""The editor of a survey. The browser edits the definition; here it is checked, saved, and laid beside what
colleagues have saved meanwhile. Answers are JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from aiohttp import web
from sqlalchemy.orm import Session

from admin import problems as wrong
from admin.door import Door, door, now, person
from admin.meeting import met
from admin.pages import Page, Route
from admin.pages.survey import KEY
from admin.pages.survey_new import free
from admin.rendering import render
from admin.security import policy, words
from storage import definitions, drafts, previews, surveys
from storage.domain import questions
from storage.domain.survey import Invalid
from storage.drafts import Draft

SECTIONS = ("editor", "field", "kind", "about_kind", "language", "how")


async def show(request: web.Request) -> web.Response:
    """The editor, with the newest version in it. It shows the customers' door in a frame."""
    place, key = door(request), request.match_info["key"]
    draft = await place.read(drafts.newest, key)
    if draft is None:
        raise web.HTTPNotFound
    response = await render(request, "survey_editor.html", draft=draft, data=data(draft, place))
    response.headers["Content-Security-Policy"] = policy(frames=place.settings.bot_address)
    return response


def data(draft: Draft, place: Door) -> dict[str, Any]:
    """What the scripts work with."""
    schemes = {key: scheme.definition() for key, scheme in definitions.schemes().items()}
    return {
        "key": draft.key,
        "base": standing(draft, place),
        "definition": draft.definition,
        "schemes": schemes,
        "kinds": {
            name: {"uses": sorted(kind.uses), "defaults": dict(kind.defaults)}
            for name in questions.names()
            for kind in [questions.kind(name)]
        },
        "own": place.settings.language,
        "languages": list(place.texts.section("page.surveys.language")),
        "texts": {name: place.texts.section(f"page.surveys.{name}") for name in SECTIONS},
    }


def standing(draft: Draft, place: Door) -> dict[str, Any]:
    """Which version the browser works on, and who saved it when."""
    zone = place.templates.filters["moment"]
    return {
        "number": draft.number,
        "state": draft.state,
        "named": place.texts(f"cli.survey.state.{draft.state}"),
        "digest": draft.digest,
        "by": draft.by,
        "at": zone(draft.saved_at),
    }


async def check(request: web.Request) -> web.Response:
    """What is wrong with it, each with the field it stands at."""
    definition = given(await request.post(), "definition")
    return web.json_response({"problems": problems(definition, door(request))})


def problems(definition: Mapping[str, Any], place: Door) -> list[dict[str, str]]:
    """All that the law finds, in words."""
    try:
        drafts.check(definition)
    except Invalid as invalid:
        return [wrong.told(problem, definition, place.texts) for problem in invalid.problems]
    return []


async def save(request: web.Request) -> web.Response:
    """Keep it as a draft. What can't be kept stays in the browser, with the reason."""
    form, place, key = await request.post(), door(request), request.match_info["key"]
    definition, seen = given(form, "definition"), given(form, "began") or {}
    if found := problems({**definition, "key": key}, place):
        return web.json_response({"problems": found}, status=400)
    try:
        saved = await place.write(
            drafts.save, key, definition, words(form, "base"), person(request).user_id, now()
        )
    except KeyError:
        raise web.HTTPNotFound from None
    except drafts.Stale as stale:
        theirs = stale.newest
        told = met(seen, definition, theirs.definition, place.texts)
        return web.json_response({"base": standing(theirs, place), **told}, status=409)
    return web.json_response({"base": standing(saved, place)})


async def copy(request: web.Request) -> web.Response:
    """Keep it as a survey of its own."""
    definition, place = given(await request.post(), "definition"), door(request)
    if found := problems(definition, place):
        return web.json_response({"problems": found}, status=400)
    made = await place.write(copied, definition, person(request).user_id, now(), place)
    return web.json_response({"to": f"/surveys/{made.key}/edit"})


def copied(session: Session, definition: Mapping[str, Any], user_id: int, at: datetime, place: Door) -> Draft:
    """The copy, under a key and a title of its own."""
    key = free(definition["key"], {version.key for version in surveys.listing(session)})
    title = place.texts("page.surveys.editor.copy_of", title=definition["title"])
    return drafts.begin(session, {**definition, "key": key, "title": title}, user_id, at)


async def link(request: web.Request) -> web.Response:
    """A link to the chat, to try out what was saved last."""
    place = door(request)
    draft = await place.read(drafts.newest, request.match_info["key"])
    if draft is None:
        raise web.HTTPNotFound
    token = previews.token(draft.id, now())
    return web.json_response({"to": f"{place.settings.bot_address}/?preview={token}"})


def given(form: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table sent as JSON, without what is nothing."""
    try:
        table = orjson.loads(str(form.get(name, "{}")))
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(table, dict):
        raise web.HTTPBadRequest
    cleaned: dict[str, Any] = something(table)
    return cleaned


def something(value: Any) -> Any:
    """TOML has no null: what is nothing is left out."""
    if isinstance(value, dict):
        return {name: something(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [something(each) for each in value if each is not None]
    return value


PAGE = Page(
    "survey_editor",
    (
        Route("GET", KEY + "/edit", show, "handler"),
        Route("POST", KEY + "/check", check, "handler"),
        Route("POST", KEY + "/save", save, "handler"),
        Route("POST", KEY + "/copy", copy, "handler"),
        Route("POST", KEY + "/link", link, "handler"),
    ),
)
