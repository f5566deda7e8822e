"""Answers that are written often (常用语): which there are; written, changed, put away."""

from aiohttp import web

from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import db, phrases
from storage.phrases import Phrase, Refused, Stale

ONE = "/phrases/{id:[0-9]{1,9}}"
LARGEST = 100_000  # bytes of a form
NEW = 0
"""The id that the form of a new one goes by."""


async def show(request: web.Request) -> web.Response:
    """The list."""
    return await page(request)


async def page(
    request: web.Request, problem: str = "", typed: Phrase | None = None, status: int = 200
) -> web.Response:
    """The list; `typed` is as sent where it could not be kept, for `problem`."""
    found = await door(request).read(phrases.everything)
    rows = [(each, each.mark) for each in found]
    known = {"longest": phrases.LONGEST, "longest_title": phrases.LONGEST_TITLE, "number": phrases.NUMBER}
    more = {"problem": problem, "typed": typed, "place": "/settings"}
    return await render(request, "phrases.html", status=status, rows=rows, **known, **more)


async def put(request: web.Request) -> web.Response:
    """A new one, or another wording of this one."""
    form, texts = await request.post(), door(request).texts
    key = int(request.match_info.get("id", NEW))
    typed = Phrase(key, words(form, "title"), words(form, "text"))
    given = (typed.title, typed.text, person(request).user_id, now())
    try:
        await door(request).write(phrases.put, *given, key or None, words(form, "mark"))
    except Refused as refused:
        most = {"most": phrases.LONGEST, "most_title": phrases.LONGEST_TITLE}
        return await page(request, texts(f"page.phrases.refused.{refused.code}", **most), typed, 400)
    except (Stale, db.Conflict):
        return await page(request, texts("page.phrases.stale"), typed, 409)
    raise web.HTTPSeeOther("/phrases")


async def retire(request: web.Request) -> web.Response:
    """It is offered no more."""
    key = int(request.match_info["id"])
    await door(request).write(phrases.retire, key, person(request).user_id, now())
    raise web.HTTPSeeOther("/phrases")


PAGE = Page(
    "phrases",
    (
        Route("GET", "/phrases", show, "auditor"),
        Route("POST", "/phrases", put, "department_head", LARGEST),
        Route("POST", ONE, put, "department_head", LARGEST),
        Route("POST", ONE + "/retire", retire, "department_head"),
    ),
)
