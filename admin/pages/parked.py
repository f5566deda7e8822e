"""Messages that could not be handled, with the reason: put back, or dismissed."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from storage import messages

Verb = Callable[[Session, int, datetime, int | None], bool]


async def show(request: web.Request) -> web.Response:
    """The list; the words only for those who may act on them."""
    return await page(request)


async def page(request: web.Request, problem: str = "", status: int = 200) -> web.Response:
    """The page, with what could not be done."""
    found = await door(request).read(messages.parked)
    return await render(request, "parked.html", status=status, messages=found, problem=problem)


async def put_back(request: web.Request) -> web.Response:
    """Let the inbox try once more."""
    return await settle(request, messages.put_back)


async def dismiss(request: web.Request) -> web.Response:
    """Nothing is to be done."""
    return await settle(request, messages.dismiss)


async def settle(request: web.Request, verb: Verb) -> web.Response:
    """Do it, unless a colleague was quicker."""
    message_id = int(request.match_info["id"])
    if not await door(request).write(verb, message_id, now(), person(request).user_id):
        return await page(request, door(request).texts("page.parked.gone"), 409)
    raise web.HTTPSeeOther("/parked")


PAGE = Page(
    "parked",
    (
        Route("GET", "/parked", show, "viewer"),
        Route("POST", "/parked/{id:[0-9]{1,9}}/put-back", put_back, "handler"),
        Route("POST", "/parked/{id:[0-9]{1,9}}/dismiss", dismiss, "handler"),
    ),
    place=4,
)
