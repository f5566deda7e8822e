"""A definition of the organisation's own on a page: what is in force, what another text would change, its
versions. What `admin.pages.rules` does of policy and calendar, for kinds that are shown in other ways."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from aiohttp import web
from multidict import MultiMapping
from sqlalchemy.orm import Session

from admin import ruling_form
from admin.door import door, now, person
from admin.pages.rules import Typed, compared, wrong_with
from admin.rendering import render
from admin.ruling_form import Draft
from admin.security import revision, words
from storage import db, definitions, rulings
from storage.domain.locale import Texts

LARGEST = 600_000
"""Bytes of a form with a whole text."""


class Sheet(NamedTuple):
    """A form of a definition: `typed` makes the definition of what was typed (with the text that stands),
    `offered` is what its template shows of a definition beside, `longest` how many characters a text of
    this name may have."""

    typed: Callable[[MultiMapping[Any], str], dict[str, Any]]
    offered: Callable[[Mapping[str, Any]], dict[str, Any]]
    longest: Mapping[str, int]


class Desk(NamedTuple):
    """`kind` is that of the ruling, `home` the address of its page, `template` how it is shown, `sheet` its
    form, where it has one."""

    kind: str
    home: str
    template: str
    sheet: Sheet | None = None


async def page(
    request: web.Request, desk: Desk, typed: Typed | None = None, draft: Draft | None = None, **shown: Any
) -> web.Response:
    """The page, with what was typed, if anything was: as text, or into the form (`draft`)."""
    found = {**await door(request).read(fetch, desk.kind, door(request).texts), **shown}
    more: dict[str, Any] = {
        "typed": typed,
        "home": desk.home,
        "place": "/settings",
        "drafted": draft is not None,
    }
    if desk.sheet:
        text = typed.text if typed and typed.text else found["text"]
        drawn = draft or Draft(ruling_form.read(desk.kind, text))
        more |= {"draft": drawn, "offered": desk.sheet.offered(drawn.definition)}
    return await render(request, desk.template, status=typed.status if typed else 200, **{**more, **found})


def fetch(session: Session, kind: str, texts: Texts) -> dict[str, Any]:
    """What every such page shows; `broken` is why what was put last is not in force."""
    current, history = rulings.current(session, kind), rulings.history(session, kind)
    shipped = definitions.shipped(kind)
    return {
        "current": current,
        "history": history,
        "seen": history[0].id if history else 0,
        "text": current.text if current else shipped,
        "broken": wrong_with(kind, current.text, texts) if current else [],
        "shipped": shipped,
    }


async def looked_at(request: web.Request, desk: Desk, text: str) -> Typed:
    """What this text would change."""
    place = door(request)
    current = await place.read(rulings.current, desk.kind)
    stands = current.text if current else ""
    if not text and not definitions.shipped(desk.kind):
        return Typed("", changes=())
    return await asyncio.to_thread(compared, stands, desk.kind, text, place.texts)


async def preview(request: web.Request, desk: Desk, **shown: Any) -> web.Response:
    """The page with what the text of the form would change."""
    text = words(await request.post(), "text")
    return await page(request, desk, await looked_at(request, desk, text), **shown)


async def form(request: web.Request, desk: Desk, sheet: Sheet, **shown: Any) -> web.Response:
    """The page with what the form would change, or with one more row, or with its rows in another order."""
    sent, texts = await request.post(), door(request).texts
    last = await door(request).read(fetch, desk.kind, texts)
    definition = sheet.typed(sent, last["text"])
    if do := words(sent, "do"):
        return await page(request, desk, None, Draft(definition, blank=do == "add"), **shown)
    text = ruling_form.written(last["text"], definition)
    if revision(sent) != last["seen"]:
        told = Typed(text, texts("page.rules.stale"), status=409)
        return await page(request, desk, told, Draft(definition), **shown)
    found = ruling_form.long(definition, sheet.longest) or ruling_form.wrong(desk.kind, text)
    if found:
        wrong = {ruling_form.place(each.where): ruling_form.why(each, texts) for each in reversed(found)}
        told = Typed(text, texts("page.ruled.faulty"), status=400)
        return await page(request, desk, told, Draft(definition, wrong), **shown)
    return await page(request, desk, await looked_at(request, desk, text), Draft(definition), **shown)


async def save(request: web.Request, desk: Desk, **shown: Any) -> web.Response:
    """It is in force from now on."""
    form = await request.post()
    text = words(form, "text")
    looked = await looked_at(request, desk, text)
    if looked.problem:
        return await page(request, desk, looked, **shown)
    put = f"{text}\n" if text else ""
    try:
        await door(request).write(rulings.put, desk.kind, put, person(request).user_id, now(), revision(form))
    except (rulings.Stale, db.Conflict):
        told = door(request).texts("page.rules.stale")
        return await page(request, desk, Typed(text, told, status=409), **shown)
    await door(request).read(rulings.refresh)
    raise web.HTTPSeeOther(desk.home)


async def again(request: web.Request, desk: Desk, **shown: Any) -> web.Response:
    """What an earlier version would change, or what ships."""
    form = await request.post()
    history = await door(request).read(rulings.history, desk.kind)
    texts = {"shipped": "", **{str(each.id): each.text for each in history}}
    text = texts.get(words(form, "version"))
    if text is None:
        raise web.HTTPNotFound
    return await page(request, desk, await looked_at(request, desk, text.strip()), **shown)
