"""Customers, orders, responses and complaints are brought in from a table: looked at first, taken as a
whole, or not at all."""

from functools import partial
from typing import Final

from aiohttp import web
from aiohttp.web_request import FileField
from sqlalchemy.orm import Session

from admin import importing as work
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import importing, surveys
from storage.importing.rows import LARGEST

HERE: Final = "/imports"


async def show(request: web.Request) -> web.Response:
    """What can be brought in, and how the table has to be."""
    return await page(request)


async def page(request: web.Request, problem: str = "", subject: str = "") -> web.Response:
    """The form, with what is wrong."""
    found = await door(request).read(published)
    shown = {"kinds": importing.KINDS, "surveys": found, "problem": problem, "subject": subject}
    return await render(request, "imports.html", 400 if problem else 200, place="/settings", **shown)


def published(session: Session) -> dict[str, str]:
    """The surveys that responses may be of: key -> title."""
    return {each.key: each.title for each in surveys.listing(session) if each.state == "published"}


def subjects(found: dict[str, str]) -> list[str]:
    """What can be brought in: the kinds of records; of responses, those of each survey."""
    return [
        each
        for kind in importing.KINDS
        for each in ([f"responses/{key}" for key in found] if kind == "responses" else [kind])
    ]


async def hand_in(request: web.Request) -> web.Response:
    """A table: kept, and read from now on. Nothing is taken before that has been looked at."""
    form, place = await request.post(), door(request)
    given, subject = form.get("file"), words(form, "subject")
    if subject not in subjects(await place.read(published)):
        return await page(request, place.texts("page.imports.no_subject"))
    content = given.file.read() if isinstance(given, FileField) and given.filename else b""
    if not content or not isinstance(given, FileField):
        return await page(request, place.texts("page.imports.no_table"), subject)
    asked = (None, person(request).user_id, given.filename, content, now(), subject)
    made = await place.write(importing.hand_in, *asked)
    work.begin(place, partial(work.read_records, subject=subject), made)
    raise web.HTTPSeeOther(f"{HERE}/{made}")


PAGE = Page(
    "imports",
    (
        Route("GET", HERE, show, "handler"),
        Route("POST", HERE, hand_in, "handler", largest=LARGEST),
    ),
)
