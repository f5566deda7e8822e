"""Webhooks: which addresses are told what happens, and what they were told of late."""

from datetime import datetime
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import hooks, one_time_keys
from storage.domain.hook import LONGEST_URL
from storage.hooks import Refused

HERE = "/hooks"
ONE = HERE + "/{id:[0-9]{1,9}}"


async def show(request: web.Request) -> web.Response:
    """The list."""
    return await page(request)


async def page(request: web.Request, problem: str = "") -> web.Response:
    """The list; what was typed for one that could not be kept, for `problem`, stands in the form."""
    form = await request.post() if problem else None
    typed, once = (words(form, "url"), words(form, "once")) if form else ("", one_time_keys.fresh())
    chosen = [str(each) for each in form.getall("kind", [])] if form else []
    found = await door(request).read(hooks.listing)
    more = {"kinds": [each.key for each in hooks.rules().kinds], "longest": LONGEST_URL, "place": "/settings"}
    given = {"url": typed, "chosen": chosen, "once": once, "problem": problem}
    return await render(request, "hooks.html", 400 if problem else 200, listed=found, **more, **given)


async def make(request: web.Request) -> web.Response:
    """One more, once however often the form is sent; its secret is shown this once."""
    form, place = await request.post(), door(request)
    kinds = [str(each) for each in form.getall("kind", [])]
    try:
        made, secret = await place.write(
            keep, words(form, "url"), kinds, words(form, "once"), person(request).user_id
        )
    except Refused as refused:
        told = place.texts(f"page.hooks.refused.{refused.code}", most=LONGEST_URL, n=hooks.MOST)
        return await page(request, told)
    return await whole(request, made, secret, again=not secret)


def keep(session: Session, url: str, kinds: list[str], once: str, user_id: int) -> tuple[int | None, str]:
    """The new one and its secret; or what came of this form before, whose secret nobody reads again. Raises
    Refused."""
    at = now()
    if not one_time_keys.first(session, once, user_id, at):
        return one_time_keys.came_of(session, once, user_id), ""
    made, secret = hooks.make(session, url, kinds, user_id, at)
    one_time_keys.made(session, once, user_id, made)
    return made, secret


async def show_one(request: web.Request) -> web.Response:
    """One, with what it was told of late."""
    return await whole(request, number(request))


async def whole(
    request: web.Request, hook_id: int | None, secret: str = "", *, again: bool = False
) -> web.Response:
    """The page of one; a new `secret` is shown this once. `again`: it was made by this form before."""
    at = now()
    found = await door(request).read(fetch, hook_id, at) if hook_id else None
    if found is None:
        raise web.HTTPNotFound
    told: dict[str, Any] = {"secret": secret, "again": again, "at": at}
    return await render(request, "hook.html", place="/settings", **told, **found)


def fetch(session: Session, hook_id: int, at: datetime) -> dict[str, Any] | None:
    """What its page shows; None: there is none such."""
    if (found := hooks.one(session, hook_id)) is None:
        return None
    return {"hook": found, "sends": hooks.sends(session, hook_id), "later": hooks.later(session, hook_id, at)}


async def switch(request: web.Request) -> web.Response:
    """Tell it nothing any more, or again; nothing happens where it is so already."""
    on = request.match_info["to"] == "on"
    await door(request).write(hooks.switch, number(request), on=on, user_id=person(request).user_id, at=now())
    return back(request)


async def test(request: web.Request) -> web.Response:
    """Send it something that never happened."""
    if not await door(request).write(hooks.test, number(request), now()):
        raise web.HTTPNotFound
    return back(request)


async def again(request: web.Request) -> web.Response:
    """Send once more what it was told before; nothing happens where that is going on."""
    send = int(request.match_info["send"])
    await door(request).write(hooks.again, number(request), send, now())
    return back(request)


async def hurry(request: web.Request) -> web.Response:
    """Send now what waits to be tried again."""
    await door(request).write(hooks.hurry, number(request), now())
    return back(request)


async def drop(request: web.Request) -> web.Response:
    """Forget it."""
    if not await door(request).write(hooks.drop, number(request), person(request).user_id, now()):
        raise web.HTTPNotFound
    raise web.HTTPSeeOther(HERE)


def number(request: web.Request) -> int:
    """The one that the address names."""
    return int(request.match_info["id"])


def back(request: web.Request) -> web.Response:
    """To its page."""
    raise web.HTTPSeeOther(f"{HERE}/{number(request)}")


PAGE = Page(
    "hooks",
    (
        Route("GET", HERE, show, "administrator"),
        Route("POST", HERE, make, "administrator", proof=True),
        Route("GET", ONE, show_one, "administrator"),
        Route("POST", ONE + "/{to:on|off}", switch, "administrator", proof=True),
        Route("POST", ONE + "/test", test, "administrator", proof=True),
        Route("POST", ONE + "/hurry", hurry, "administrator", proof=True),
        Route("POST", ONE + "/sends/{send:[0-9]{1,9}}/again", again, "administrator", proof=True),
        Route("POST", ONE + "/drop", drop, "administrator", proof=True),
    ),
)
