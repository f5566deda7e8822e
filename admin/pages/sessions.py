"""Where one is signed in: each place, ended one by one, or all but this one."""

from aiohttp import web

from admin import agents
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import TOKEN, words
from storage import users

HERE = "/me/sessions"


async def show(request: web.Request) -> web.Response:
    """The list."""
    found = await door(request).read(users.places, person(request).user_id, request[TOKEN], now())
    rows = [(each, agents.told(each.agent)) for each in found]
    done = request.query.get("done", "")
    return await render(request, "sessions.html", rows=rows, done=done, place="/settings")


async def end(request: web.Request) -> web.Response:
    """Sign out there. What is over already is over; nobody else's is touched."""
    handle = words(await request.post(), "handle")
    await door(request).write(users.end_place, person(request).user_id, handle, now())
    raise web.HTTPSeeOther(f"{HERE}?done=one")


async def end_others(request: web.Request) -> web.Response:
    """Sign out everywhere but here."""
    await door(request).write(users.end_others, person(request).user_id, request[TOKEN], now())
    raise web.HTTPSeeOther(f"{HERE}?done=others")


PAGE = Page(
    "sessions",
    (
        Route("GET", HERE, show, "viewer", own=True),
        Route("POST", HERE + "/end", end, "viewer", proof=True, own=True),
        Route("POST", HERE + "/end-others", end_others, "viewer", proof=True, own=True),
    ),
)
