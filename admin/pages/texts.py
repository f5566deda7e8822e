"""The sentences that customers read: found, seen, said in the organisation's own way, per language; back to
what ships, sentence by sentence or version by version."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import tomli_w
from aiohttp import web
from sqlalchemy.orm import Session

from admin import ruling_desk, samples
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.ruling_desk import Desk
from admin.samples import Reading
from admin.security import revision, words
from storage import db, definitions, rulings
from storage.domain import saying, source
from storage.domain.locale import leaves
from storage.domain.problems import Invalid

LANGUAGE = "/texts/{language:[A-Za-z-]{2,10}}"
MOST = 40
"""Sentences shown at once."""


class Sentence(NamedTuple):
    """`own` is empty where what ships is said; `holes` is what is filled in."""

    key: str
    shipped: str
    own: str
    holes: str


async def show(request: web.Request) -> web.Response:
    """In the organisation's first language."""
    raise web.HTTPSeeOther(f"/texts/{door(request).settings.language}")


async def one(request: web.Request) -> web.Response:
    """The sentences of a language, those that are sought."""
    return await page(request)


async def page(
    request: web.Request,
    typed: dict[str, str] | None = None,
    wrong: str = "",
    status: int = 200,
    looked: Sequence[Reading] = (),
) -> web.Response:
    """The page; `typed` and `wrong` of the sentence that could not be kept, under its key; or `looked` at as
    customers will read it."""
    language, query = known(request), request.query
    asked, only = query.get("q", "").strip()[:100], query.get("only", "")
    own = await door(request).read(standing, language)
    found = sought(language, own, asked, only == "own")
    if looked and typed:  # as what was typed, be it found by what is sought or not
        found = [each for each in sought(language, own, next(iter(typed)), False) if each.key in typed]
    given: dict[str, Any] = {
        "asked": asked,
        "only": only,
        "spoken": language,
        "sentences": found[:MOST],
        "number": len(found),
        "most": MOST,
        "all": len(definitions.said(language)),
        "changed": len(own),
        "longest": saying.LONGEST,
        "typed": None,
        "wrong": wrong,
        "looked": looked,
        "tried": typed or {},
        "back": str(request.rel_url.query_string),
    }
    shown = await ruling_desk.page(request, desk(language), **given)
    shown.set_status(status)
    return shown


def known(request: web.Request) -> str:
    """The language asked for; 404 for one that there is not."""
    language = request.match_info["language"]
    if language not in definitions.languages():
        raise web.HTTPNotFound
    return language


def desk(language: str) -> Desk:
    """That of a language."""
    return Desk(f"texts:{language}", f"/texts/{language}", "sentences.html")


def standing(session: Session, language: str) -> dict[str, str]:
    """The organisation's own sentences, by key; none where this version cannot read them."""
    current = rulings.current(session, f"texts:{language}")
    try:
        return dict(leaves(source.read(current.text))) if current else {}
    except (Invalid, ValueError):
        return {}


def sought(language: str, own: dict[str, str], asked: str, only_own: bool) -> list[Sentence]:
    """Those that have this in what ships, in what is said, or in their key; the own ones first."""
    wanted = asked.casefold()
    found = [
        Sentence(key, text, own.get(key, ""), "、".join(sorted(saying.holes(text))))
        for key, text in definitions.said(language).items()
        if (not only_own or key in own)
        and (wanted in text.casefold() or wanted in own.get(key, "").casefold() or wanted in key)
    ]
    return sorted(found, key=lambda each: not each.own)


async def look(request: web.Request) -> web.Response:
    """How customers will read this sentence, and how it is said in the other languages."""
    language, place = known(request), door(request)
    key, text = await typed_in(request, language)
    try:
        definitions.ruled(f"texts:{language}", tomli_w.dumps({key: text}) if text else "")
    except Invalid as invalid:
        told = " ".join(each.why(place.texts) for each in invalid.problems)
        return await page(request, {key: text}, told, 400)
    return await page(request, {key: text}, looked=samples.readings(language, key, text, place.settings))


async def typed_in(request: web.Request, language: str) -> tuple[str, str]:
    """The key and the text of the form; 404 for what is no sentence."""
    form = await request.post()
    key, text = words(form, "key"), words(form, "text")
    if key not in definitions.said(language):
        raise web.HTTPNotFound
    return key, text


async def say(request: web.Request) -> web.Response:
    """Say this sentence so from now on; an empty one is what ships."""
    language, form, place = known(request), await request.post(), door(request)
    key, text = await typed_in(request, language)
    seen, me = revision(form), person(request).user_id
    try:
        await place.write(said, language, key, text, me, now(), seen)
    except Invalid as invalid:
        told = " ".join(each.why(place.texts) for each in invalid.problems)
        return await page(request, {key: text}, told, 400)
    except (rulings.Stale, db.Conflict):
        return await page(request, {key: text}, place.texts("page.rules.stale"), 409)
    await place.read(rulings.refresh)
    raise web.HTTPSeeOther(f"/texts/{language}?{request.query_string}#{key}")


def said(session: Session, language: str, key: str, text: str, user_id: int, at: Any, seen: int) -> None:
    """Put the version in which this sentence is so. Raises Invalid, Stale."""
    own = standing(session, language)
    own.pop(key, None)
    if text and text != definitions.said(language)[key]:
        own[key] = text
    rulings.put(session, f"texts:{language}", tomli_w.dumps(dict(sorted(own.items()))), user_id, at, seen)


async def again(request: web.Request) -> web.Response:
    """An earlier version is in force again, or what ships."""
    language, form = known(request), await request.post()
    history = await door(request).read(rulings.history, f"texts:{language}")
    texts = {"shipped": "", **{str(each.id): each.text for each in history}}
    text = texts.get(words(form, "version"))
    if text is None:
        raise web.HTTPNotFound
    try:
        me, seen = person(request).user_id, revision(form)
        await door(request).write(rulings.put, f"texts:{language}", text, me, now(), seen)
    except Invalid:
        return await page(request, None, door(request).texts("page.rules.broken"), 400)
    except (rulings.Stale, db.Conflict):
        return await page(request, None, door(request).texts("page.rules.stale"), 409)
    await door(request).read(rulings.refresh)
    raise web.HTTPSeeOther(f"/texts/{language}")


PAGE = Page(
    "sentences",
    (
        Route("GET", "/texts", show, "auditor"),
        Route("GET", LANGUAGE, one, "auditor"),
        Route("POST", LANGUAGE + "/look", look, "administrator"),
        Route("POST", LANGUAGE, say, "administrator", proof=True),
        Route("POST", LANGUAGE + "/again", again, "administrator", proof=True),
    ),
)
