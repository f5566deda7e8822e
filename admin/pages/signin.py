"""Signing in, in one step or two, and out; and the link that opens a demonstration."""

import asyncio

from aiohttp import web

from admin.door import PERSON, door, now
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import COOKIE, FORM_COOKIE, TOKEN, address, drop_cookie, set_cookie, words
from admin.speaking import towards, within
from storage import one_time_keys, users

SECOND = "/sign-in/code"
LONGEST = 1000
"""Characters of a page to go back to."""


async def show(request: web.Request) -> web.Response:
    """The form."""
    if request[PERSON]:
        raise web.HTTPSeeOther(back(request))
    return await form(request)


async def form(
    request: web.Request, login: str = "", wrong: str = "", wait: int = 0, wanted: str = ""
) -> web.Response:
    """The page, with what was typed, what was wrong with it, and the page `wanted`, where its own address
    does not name that."""
    out = not wrong and "out" in request.query
    given = {"login": login, "wrong": wrong, "out": out, "back": wanted or back(request)}
    return waiting(await render(request, "signin.html", status=status(wrong, wait), **given), wait)


async def sign_in(request: web.Request) -> web.Response:
    """Check the password. How long to wait after failures is told in words."""
    place, typed = door(request), await request.post()
    login, password = words(typed, "login")[:200], str(typed.get("password", ""))[:1000]
    tried = await place.write(users.attempt, login, address(request), now())
    proven = await asyncio.to_thread(users.proves, tried, password)
    only = place.settings.oidc_only
    if not proven or tried.candidate is None or (only and tried.candidate.user.role != "administrator"):
        if tried.failures:
            await place.write(users.failed, tried, now())
        key = "wait" if tried.wait else "wrong_only" if only else "wrong"
        return await form(request, login, place.texts(f"page.signin.{key}", seconds=tried.wait), tried.wait)
    await place.write(users.forgive, tried)
    if tried.candidate.second:
        half = await place.write(users.sign_in_half, tried.candidate.user.id, now(), agent(request))
        return halfway(request, half, back(request))
    return await enter(request, tried.candidate.user.id, back(request), "password")


async def show_second(request: web.Request) -> web.Response:
    """The second step; only for whom it is waited for."""
    if await door(request).read(users.half_user, request[TOKEN], now()) is None:
        raise web.HTTPSeeOther(towards("/sign-in", back(request)))
    return await second_form(request)


async def second_form(request: web.Request, wrong: str = "", wait: int = 0) -> web.Response:
    """The page, with what was wrong."""
    on_paper = "paper" in request.query
    given = {"wrong": wrong, "on_paper": on_paper, "back": back(request)}
    return waiting(await render(request, "signin_code.html", status=status(wrong, wait), **given), wait)


async def second(request: web.Request) -> web.Response:
    """Check the code: the half session becomes a whole one."""
    place, typed = door(request), words(await request.post(), "code")[:100]
    came = await place.write(users.answer, request[TOKEN], typed, now(), agent(request))
    if came.over:
        raise web.HTTPSeeOther(towards("/sign-in", back(request)))
    if came.signed is None:
        key = "wait" if came.wait else "wrong_code"
        return await second_form(request, place.texts(f"page.signin.{key}", seconds=came.wait), came.wait)
    return entered(request, came.signed, back(request))


async def enter(request: web.Request, user_id: int, path: str, how: str) -> web.Response:
    """Begin a session in this browser and go on."""
    signed = await door(request).write(users.sign_in, user_id, now(), how, agent(request))
    return entered(request, signed, path)


def back(request: web.Request) -> str:
    """The page that they wanted when they were led here."""
    return within(request.query.get("back", "/")[:LONGEST])


def halfway(request: web.Request, half: users.Signed, path: str) -> web.Response:
    """On to the second step, with the cookie of the half session, and then to this page."""
    response = web.HTTPSeeOther(towards(SECOND, path))
    set_cookie(request, response, COOKIE, half.token)
    raise response


def entered(request: web.Request, signed: users.Signed, path: str) -> web.Response:
    """Go on, with the cookie of this session."""
    response = web.HTTPSeeOther(path)
    set_cookie(request, response, COOKIE, signed.token)
    drop_cookie(request, response, FORM_COOKIE)
    raise response


async def sign_out(request: web.Request) -> web.Response:
    """End the session at once, everywhere the cookie may have gone."""
    await door(request).write(users.sign_out, request[TOKEN], now())
    response = web.HTTPSeeOther("/sign-in?out")
    drop_cookie(request, response, COOKIE)
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
    return await enter(request, user_id, "/guide", "link")


def agent(request: web.Request) -> str:
    """What the browser calls itself."""
    return request.headers.get("User-Agent", "")


def status(wrong: str, wait: int) -> int:
    """Too many tries, a wrong one, or none."""
    return 429 if wait else 403 if wrong else 200


def waiting(response: web.Response, seconds: int) -> web.Response:
    """With the time to wait, where there is one."""
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


PAGE = Page(
    "signin",
    (
        Route("GET", "/sign-in", show, "anyone"),
        Route("POST", "/sign-in", sign_in, "anyone"),
        Route("GET", SECOND, show_second, "anyone"),
        Route("POST", SECOND, second, "anyone"),
        Route("POST", "/sign-out", sign_out, "viewer", own=True),
        Route("GET", "/enter/{key}", open_demo, "anyone"),
    ),
)
