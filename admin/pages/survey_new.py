"""A new survey: from a template, from an empty sheet, or from TOML that was uploaded or pasted."""

from datetime import datetime
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import drafts, surveys
from storage.domain import survey as law
from storage.domain.locale import Texts
from storage.drafts import Draft
from storage.templates import template as from_template
from storage.templates import templates

LARGEST = 500_000  # bytes of TOML


async def show(request: web.Request) -> web.Response:
    """What there is to begin with."""
    return await form(request)


async def form(request: web.Request, status: int = 200, **said: Any) -> web.Response:
    """The page, with what was typed and what is wrong with it."""
    values = {"title": "", "source": "", "problem": "", "faults": [], **said}
    return await render(request, "survey_new.html", status=status, templates=templates(), **values)


async def begin(request: web.Request) -> web.Response:
    """Begin a survey of its own with a template, or with one question."""
    given, place = await request.post(), door(request)
    title, template = words(given, "title")[:200], words(given, "template")
    try:
        definition = law.read(from_template(template).source) if template else empty(place.texts)
    except KeyError:
        raise web.HTTPNotFound from None
    if not title and not template:
        return await form(request, 400, problem=place.texts("page.surveys.new.no_title"))
    definition |= {"title": title} if title else {}
    draft = await place.write(begun, definition, person(request).user_id, now())
    raise web.HTTPSeeOther(f"/surveys/{draft.key}/edit#begun")


def begun(session: Session, definition: dict[str, Any], user_id: int, at: datetime) -> Draft:
    """The survey under a key that none has yet."""
    key = free(definition["key"], {version.key for version in surveys.listing(session)})
    return drafts.begin(session, {**definition, "key": key}, user_id, at)


def free(key: str, taken: set[str]) -> str:
    """This key, or the same with the first number that makes it another."""
    numbered = (f"{key[:36]}_{number}" for number in range(2, 1000))
    return key if key not in taken else next(other for other in numbered if other not in taken)


def empty(texts: Texts) -> dict[str, Any]:
    """An empty sheet: the law asks for one question, so there is one."""
    said = texts.section("page.surveys.empty_sheet")
    question = {"key": "words", "kind": "text", "title": said["title"], "text": said["text"]}
    return {"key": "survey", "purpose": said["purpose"], "section": [{"question": [question]}]}


async def import_(request: web.Request) -> web.Response:
    """Take TOML: a survey that there is already gets a new draft of it."""
    given, place = await request.post(), door(request)
    file = given.get("file")
    content = file.file.read(LARGEST + 1) if isinstance(file, web.FileField) and file.filename else b""
    try:
        source = content.decode("utf-8-sig") if content else str(given.get("source", ""))
    except UnicodeDecodeError:
        return await form(request, 400, problem=place.texts("page.surveys.new.not_text"))
    source = source.replace("\r\n", "\n")
    if not source.strip() or len(source) > LARGEST:
        return await form(request, 400, problem=place.texts("page.surveys.new.no_source"))
    try:
        key = await place.write(imported, source, person(request).user_id, now())
    except surveys.Refused as refused:
        return await form(request, 400, source=source, faults=refused.faults)
    raise web.HTTPSeeOther(f"/surveys/{key}")


def imported(session: Session, source: str, user_id: int, at: datetime) -> str:
    """Keep it as it is written, notes included; the key of its survey."""
    drafts.note(session, surveys.import_(session, source, at), user_id, at)
    return surveys.check(source).key


PAGE = Page(
    "survey_new",
    (
        Route("GET", "/surveys-new", show, "handler"),
        Route("POST", "/surveys-new", begin, "handler"),
        Route("POST", "/surveys-new/import", import_, "handler"),
    ),
)
