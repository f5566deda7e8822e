"""The organisation's categories: edited row by row or as TOML, all versions kept, back to the general."""

import asyncio
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

import nlp
from admin import naming, own_model, taxonomy_form
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import revision, words
from admin.taxonomy_form import BLANK, NOTHING, Row
from storage import analyses, db, taxonomies
from storage.domain.locale import Texts

LARGEST = 1_000_000  # bytes of a form with all categories


class Wrong(ValueError):
    """What was sent cannot be kept; the reason in the language of who sent it."""


async def show(request: web.Request) -> web.Response:
    """The page."""
    return await page(request)


async def page(
    request: web.Request,
    problem: str = "",
    rows: list[Row] | None = None,
    text: str = "",
    status: int = 200,
) -> web.Response:
    """The page; `rows` or `text` are as typed where they could not be kept, for `problem`."""
    place = door(request)
    await asyncio.to_thread(own_model.adopt, place.engine, place.settings.data)
    found = await place.read(fetch, place.texts.language)
    shown = {**found, "rows": found["rows"] if rows is None else rows, "text": text or found["text"]}
    more = {"problem": problem, "blank": [NOTHING] * BLANK, "as_text": bool(text)}
    return await render(request, "taxonomy.html", status=status, **more, **shown)


def fetch(session: Session, language: str) -> dict[str, Any]:
    """All that the page shows."""
    current, history, taxonomy = (
        taxonomies.current(session),
        taxonomies.history(session),
        naming.in_force(session),
    )
    return {
        "current": current,
        "history": history,
        "seen": history[0].id if history else 0,
        "rows": taxonomy_form.rows(taxonomy, language),
        "mute": taxonomy_form.mute(taxonomy),
        "text": current.text if current else taxonomy_form.written(taxonomy),
        "progress": analyses.progress(session, nlp.version(taxonomy)),
    }


async def save(request: web.Request) -> web.Response:
    """Keep what was edited row by row."""
    form = await request.post()
    rows = taxonomy_form.typed(form)
    before = await door(request).read(naming.untaught)
    text = taxonomy_form.toml(rows, before, door(request).texts.language)
    try:
        await put(request, text, revision(form))
    except Wrong as wrong:
        return await page(request, str(wrong), rows=rows, status=400)
    except (taxonomies.Stale, db.Conflict):
        return await page(request, door(request).texts("page.taxonomy.stale"), rows=rows, status=409)
    raise web.HTTPSeeOther("/taxonomy")


async def save_text(request: web.Request) -> web.Response:
    """Keep what was edited as TOML."""
    form = await request.post()
    text = words(form, "text")
    try:
        await put(request, text + "\n", revision(form))
    except Wrong as wrong:
        return await page(request, str(wrong), text=text, status=400)
    except (taxonomies.Stale, db.Conflict):
        return await page(request, door(request).texts("page.taxonomy.stale"), text=text, status=409)
    raise web.HTTPSeeOther("/taxonomy")


async def go_back(request: web.Request) -> web.Response:
    """An earlier version is in force again, or the general one."""
    form = await request.post()
    version, texts = words(form, "version"), door(request).texts
    history = await door(request).read(taxonomies.history)
    text = {"general": "", **{str(each.id): each.text for each in history}}.get(version)
    if text is None:
        return await page(request, texts("page.taxonomy.gone"), status=400)
    try:
        await door(request).write(taxonomies.put, text, person(request).user_id, now(), revision(form))
    except (taxonomies.Stale, db.Conflict):
        return await page(request, texts("page.taxonomy.stale"), status=409)
    raise web.HTTPSeeOther("/taxonomy")


async def put(request: web.Request, text: str, seen: int) -> None:
    """Keep it, if it is a taxonomy. Raises Wrong, taxonomies.Stale."""
    try:
        nlp.Taxonomy.parse(text)
    except nlp.TaxonomyError as error:
        raise Wrong(told(error, door(request).texts)) from None
    await door(request).write(taxonomies.put, text, person(request).user_id, now(), seen)


def told(error: nlp.TaxonomyError, texts: Texts) -> str:
    """What is wrong and what to do about it."""
    values = dict(error.values)
    if "field" in values and texts.has(f"page.taxonomy.field.{values['field']}"):
        values["field"] = texts(f"page.taxonomy.field.{values['field']}")
    return texts(f"page.taxonomy.problem.{error.key}", **values)


PAGE = Page(
    "taxonomy",
    (
        Route("GET", "/taxonomy", show, "auditor"),
        Route("POST", "/taxonomy", save, "administrator", LARGEST),
        Route("POST", "/taxonomy/text", save_text, "administrator", LARGEST),
        Route("POST", "/taxonomy/back", go_back, "administrator"),
    ),
)
