"""Signing in and out, and the link that opens a demonstration."""

import asyncio

from aiohttp import web

from admin.door import PERSON, door, now
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import COOKIE, FORM_COOKIE, set_cookie, words
from storage import one_time_keys, users


async def show(request: web.Request) -> web.Response:
    """The form; with no account at all, how to make the first one."""
    if request[PERSON]:
        raise web.HTTPSeeOther("/")
    return await form(request)


async def form(request: web.Request, login: str = "", wrong: str = "", status: int = 200) -> web.Response:
    """The page, with what was typed and what was wrong with it."""
    nobody = not await door(request).read(users.listing)
    return await render(request, "signin.html", status=status, nobody=nobody, login=login, wrong=wrong)


async def sign_in(request: web.Request) -> web.Response:
    """Check the password. How long to wait after failures is told in words."""
    typed = await request.post()
    login, password = words(typed, "login")[:200], str(typed.get("password", ""))[:1000]
    tried = await door(request).write(users.attempt, login, request.remote or "", now())
    proven = await asyncio.to_thread(users.proves, tried, password)
    if not proven or tried.candidate is None:
        texts = door(request).texts
        key = "wait" if tried.wait else "wrong"
        said = texts(f"page.signin.{key}", seconds=tried.wait)
        response = await form(request, login, said, 429 if tried.wait else 403)
        response.headers["Retry-After"] = str(tried.wait)
        return response
    await door(request).write(users.forgive, tried)
    return await enter(request, tried.candidate.user.id, "/")


async def enter(request: web.Request, user_id: int, path: str) -> web.Response:
    """Begin a session in this browser and go on."""
    signed = await door(request).write(users.sign_in, user_id, now())
    response = web.HTTPSeeOther(path)
    set_cookie(request, response, COOKIE, signed.token)
    response.del_cookie(FORM_COOKIE, path="/")
    raise response


async def sign_out(request: web.Request) -> web.Response:
    """End the session at once, everywhere the cookie may have gone."""
    await door(request).write(users.sign_out, request.cookies[COOKIE])
    response = web.HTTPSeeOther("/sign-in")
    response.del_cookie(COOKIE, path="/")
    raise response


async def open_demo(request: web.Request) -> web.Response:
    """The link of a demonstration: its key works once and leads to the guided page."""
    if not door(request).settings.demo:
        raise web.HTTPNotFound
    if request[PERSON]:
        raise web.HTTPSeeOther("/guide")
    user_id = await door(request).write(one_time_keys.use, request.match_info["key"], now())
    if user_id is None:
        raise web.HTTPForbidden(reason="key")
    return await enter(request, user_id, "/guide")


PAGE = Page(
    "signin",
    (
        Route("GET", "/sign-in", show, "anyone"),
        Route("POST", "/sign-in", sign_in, "anyone"),
        Route("POST", "/sign-out", sign_out, "viewer"),
        Route("GET", "/enter/{key}", open_demo, "anyone"),
    ),
)
