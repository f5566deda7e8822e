"""The channels: where customers open the chat, the Telegram bot, the mailbox; each can be tried."""

from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy.orm import Session

from admin import channel_desk
from admin.channel_desk import Came
from admin.door import door, now, person
from admin.drawing import drawn
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import revision, words
from storage import db, definitions, options
from storage.chosen import CHOSEN
from storage.settings import Settings

GROUP = "{group:telegram|mail}"
NOBODY_ELSE = ("localhost", "127.0.0.1", "::1")


async def show(request: web.Request) -> web.Response:
    """The page."""
    return await page(request)


async def page(request: web.Request, came: dict[str, Came] | None = None, **more: Any) -> web.Response:
    """The page, with what came of a form, by group."""
    place = door(request)
    found = await place.read(fetch, place.settings)
    told = came or {}
    status = 409 if any(each.problem for each in told.values()) else 200
    given = {"wrong": "", "typed": place.settings.bot_url, **more}
    return await render(
        request,
        "channels.html",
        status=400 if given["wrong"] else status,
        came={group: told.get(group, Came()) for group in channel_desk.LOOKS},
        providers=definitions.mailboxes(),
        place="/settings",
        **found,
        **given,
    )


def fetch(session: Session, settings: Settings) -> dict[str, Any]:
    """All that the page shows."""
    here = settings.bot_address
    return {
        "views": {group: channel_desk.view(session, settings, group) for group in channel_desk.LOOKS},
        "address_fixed": settings.fixed("bot_url"),
        "address_seen": options.mark(session, CHOSEN["address"]),
        "chat": here,
        "drawing": drawn(here),
        "only_here": only_here(here),
    }


def only_here(address: str) -> bool:
    """Whether this address leads nowhere but on this machine."""
    return (urlsplit(address).hostname or "") in NOBODY_ELSE


async def set_up(request: web.Request) -> web.Response:
    """Try a channel, keep it, turn it off."""
    group = request.match_info["group"]
    came = await channel_desk.posted(request, group)
    if not came.told and not came.problem:
        raise web.HTTPSeeOther("/channels")
    return await page(request, {group: came})


async def move(request: web.Request) -> web.Response:
    """Customers open the chat at this address from now on."""
    form = await request.post()
    if wrong := await addressed(request):
        return await page(request, wrong=wrong, typed=words(form, "address")[:300])
    raise web.HTTPSeeOther("/channels")


async def addressed(request: web.Request) -> str:
    """Keep the address of the form, or none where it is empty; what is wrong with it in words."""
    place, form = door(request), await request.post()
    if place.settings.fixed("bot_url"):
        return place.texts("page.channels.wrong.fixed")
    try:
        await place.write(
            _addressed, words(form, "address").rstrip("/"), person(request).user_id, now(), revision(form)
        )
    except options.Unfit:
        return place.texts("page.channels.wrong.url_bad")
    except (channel_desk.Stale, db.Conflict):
        return place.texts("page.channels.wrong.stale")
    await place.read(options.refresh, place.settings)
    return ""


def _addressed(session: Session, address: str, user_id: int, at: Any, seen: int) -> None:
    names = CHOSEN["address"]
    if options.mark(session, names) != seen:
        raise channel_desk.Stale
    if address:
        options.put(session, {"bot_url": address}, user_id, at)
    else:
        options.drop(session, names, user_id, at)


PAGE = Page(
    "channels",
    (
        Route("GET", "/channels", show, "administrator"),
        Route("POST", "/channels/" + GROUP, set_up, "administrator", proof=True),
        Route("POST", "/channels/address", move, "administrator", proof=True),
    ),
)
