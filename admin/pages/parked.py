"""What could not be done, with the reason: messages, put back or dismissed; failed jobs, tried again."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from storage import inspecting, jobs, messages

Verb = Callable[[Session, int, datetime, int | None], bool]


async def show(request: web.Request) -> web.Response:
    """The list; the words only for those who may act on them."""
    return await page(request)


async def page(request: web.Request, problem: str = "", status: int = 200) -> web.Response:
    """The page, with what could not be done."""
    place = door(request)
    found = {"messages": await place.read(messages.parked), "jobs": await place.read(jobs.broken)}
    return await render(request, "parked.html", status=status, problem=problem, **found)


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


async def try_again(request: web.Request) -> web.Response:
    """Do the work of this kind that failed for good."""
    await door(request).write(anew, request.match_info["kind"], now(), person(request).user_id)
    raise web.HTTPSeeOther("/parked")


def anew(session: Session, kind: str, at: datetime, user_id: int | None) -> None:
    """Files that nobody could look at wait for it again."""
    if jobs.again(session, kind, at, user_id) and kind == inspecting.JOB:
        inspecting.again(session)


PAGE = Page(
    "parked",
    (
        Route("GET", "/parked", show, "viewer"),
        Route("POST", "/parked/{id:[0-9]{1,9}}/put-back", put_back, "handler"),
        Route("POST", "/parked/{id:[0-9]{1,9}}/dismiss", dismiss, "handler"),
        Route("POST", "/parked/jobs/{kind:[a-z_]{1,40}}/again", try_again, "handler"),
    ),
    place=4,
)
