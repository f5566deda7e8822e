"""One's own password: the one so far is asked for, and everywhere else one is signed out."""

import asyncio
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from admin import proving
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import TOKEN
from storage import users
from storage.users import Refused

HERE = "/me/password"
LONGEST = 1000


async def show(request: web.Request) -> web.Response:
    """The form."""
    return await page(request)


async def page(request: web.Request, wrong: str = "", status: int = 200, done: bool = False) -> web.Response:
    """The form, with what was wrong. No password is ever sent back."""
    given = {"wrong": wrong, "done": done, "shortest": users.SHORTEST, "longest": LONGEST}
    return await render(request, "password.html", status=status, place="/settings", **given)


async def change(request: web.Request) -> web.Response:
    """Another one: looked at first, then the one so far is checked, so that a typo costs no try."""
    place, form = door(request), await request.post()
    new, user_id = typed(form, "password"), person(request).user_id
    if new != typed(form, "again"):
        return await page(request, place.texts("page.password.differ"), 400)
    login = next(each.login for each in await place.read(users.listing) if each.id == user_id)
    made, unfit = await fitting(request, new, login)
    if unfit:
        return await page(request, unfit, 400)
    wrong, wait = await proving.prove_password(request, typed(form, "old"))
    if wrong:
        response = await page(request, wrong, 429 if wait else 403)
        response.headers["Retry-After"] = str(wait)
        return response
    await place.write(users.change_password, user_id, made, request[TOKEN], now())
    return await page(request, done=True)


async def fitting(request: web.Request, new: str, login: str) -> tuple[str, str]:
    """(what is kept of this new password, why it can't be one): one of them is empty."""
    texts = door(request).texts
    if len(new) > LONGEST:
        return "", texts("page.password.too_long", longest=LONGEST)
    try:
        return await asyncio.to_thread(users.hashed, new, login), ""
    except Refused as refused:
        return "", texts(f"page.users.refused.{refused.code}", shortest=users.SHORTEST)


def typed(form: MultiMapping[Any], name: str) -> str:
    """A password as it was typed: blanks count."""
    return str(form.get(name, ""))


PAGE = Page(
    "password",
    (Route("GET", HERE, show, "viewer", own=True), Route("POST", HERE, change, "viewer", own=True)),
)
