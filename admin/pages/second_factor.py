"""One's own second factor: set up with a phone, codes for when it is lost, turned off."""

from typing import Any

from aiohttp import web

from admin.door import door, now, person
from admin.drawing import drawn
from admin.guarding import lacking
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import users
from storage.domain import totp

HERE = "/me/second-factor"


async def show(request: web.Request) -> web.Response:
    """How it stands; a key that was proposed stays until it is confirmed."""
    return await page(request)


async def page(request: web.Request, wrong: str = "", codes: list[str] | None = None) -> web.Response:
    """The page; `codes` are new ones, shown this once."""
    place, user_id = door(request), person(request).user_id
    factor = await place.read(users.second_factor, user_id)
    required = lacking(person(request), place.settings.second_factor)
    shown: dict[str, Any] = {
        "required": required and not codes,
        "factor": factor,
        "wrong": wrong,
        "codes": codes or [],
        "letters": "",
        "drawing": "",
    }
    if factor.key and not factor.since:
        login = next(each.login for each in await place.read(users.listing) if each.id == user_id)
        issuer = place.settings.organisation or place.texts("page.brand")
        shown["letters"] = totp.letters(factor.key)
        shown["drawing"] = drawn(totp.address(factor.key, login, issuer))
    return await render(
        request, "second_factor.html", status=400 if wrong else 200, place="/settings", **shown
    )


async def begin(request: web.Request) -> web.Response:
    """A key, for the app to read."""
    await door(request).write(users.propose, person(request).user_id)
    raise web.HTTPSeeOther(HERE)


async def confirm(request: web.Request) -> web.Response:
    """The app has it."""
    place, typed = door(request), words(await request.post(), "code")[:40]
    codes = await place.write(users.confirm, person(request).user_id, typed, now())
    if codes is None:
        return await page(request, place.texts("page.second_factor.wrong"))
    return await page(request, codes=codes)


async def renew_codes(request: web.Request) -> web.Response:
    """Other codes for paper."""
    codes = await door(request).write(users.new_codes, person(request).user_id, now())
    return await page(request, codes=codes)


async def turn_off(request: web.Request) -> web.Response:
    """The password alone, from now on."""
    await door(request).write(users.turn_off, person(request).user_id, now())
    raise web.HTTPSeeOther(HERE)


PAGE = Page(
    "second_factor",
    (
        Route("GET", HERE, show, "viewer", own=True),
        Route("POST", HERE, begin, "viewer", proof=True, own=True),
        Route("POST", HERE + "/confirm", confirm, "viewer", proof=True, own=True),
        Route("POST", HERE + "/codes", renew_codes, "viewer", proof=True, own=True),
        Route("POST", HERE + "/off", turn_off, "viewer", proof=True, own=True),
    ),
)
