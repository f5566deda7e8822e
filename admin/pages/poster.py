"""A poster with a QR code for each place where customers are asked, to be printed."""

import asyncio
import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from aiohttp import web
from sqlalchemy.orm import Session

from admin import logo, posters
from admin.door import Door, door
from admin.pages import Page, Route
from admin.pages.channels import only_here
from admin.rendering import render
from admin.security import policy
from storage import options, surveys
from storage.domain import place as places
from storage.domain.survey import Survey
from storage.settings import Settings

MOST = 200
"""Posters in one go."""


class Offered(NamedTuple):
    """A survey that customers can open."""

    key: str
    title: str


async def show(request: web.Request) -> web.Response:
    """The form."""
    return await page(request)


async def page(request: web.Request, survey: str = "", typed: str = "", many: int = 0) -> web.Response:
    """The form with what was typed into it, where so `many` places are too many."""
    place = door(request)
    found = await place.read(fetch, place.settings)
    given = {"most": MOST, "chosen": survey, "typed": typed, "many": many, "place": "/settings"}
    return await render(request, "poster.html", status=400 if many else 200, **found, **given)


def fetch(session: Session, settings: Settings) -> dict[str, Any]:
    """All that the page shows."""
    published = {each.key for each in surveys.listing(session) if each.state == "published"}
    found = [surveys.published(session, key) for key in sorted(published)]
    here = settings.bot_address
    return {
        "surveys": [Offered(each[1].key, each[1].title) for each in found if each],
        "chat": here,
        "only_here": only_here(here),
    }


async def printed(request: web.Request) -> web.Response:
    """The sheets, one a place; one without a place where none is named. A short list may stand in a link."""
    place = door(request)
    asked = await request.post() if request.method == "POST" else request.query
    key, typed = str(asked.get("survey", ""))[:40], [str(each) for each in asked.getall("places", [])]
    found = await place.read(standing, key)
    if found is None:
        raise web.HTTPNotFound
    where = named(typed)
    if len(where) > MOST:
        return await page(request, key, "\n".join(typed), len(where))
    html = await asyncio.to_thread(sheets, place, *found, where)
    return web.Response(
        text=html, content_type="text/html", headers={"Content-Security-Policy": styled(html)}
    )


def sheets(place: Door, survey: Survey, picture: bytes | None, where: Sequence[str]) -> str:
    """The posters of a survey at these places. A code takes some 20 ms."""
    chosen, shown = place.settings, logo.inline(picture)
    made = [
        posters.poster(chosen.organisation, survey, chosen.bot_address, each, shown) for each in where or [""]
    ]
    return posters.page(made, place.texts.language)


def standing(session: Session, key: str) -> tuple[Survey, bytes | None] | None:
    """The survey in force under this key, without one the one in force at all, and the logo."""
    found = surveys.published(session, key)
    return (found[1], options.logo(session)) if found else None


def named(typed: Sequence[str]) -> list[str]:
    """The places, one a line, as they can stand in a link; what can't is left out."""
    lines = [line for each in typed for line in each.splitlines()]
    kept = dict.fromkeys(filter(None, (places.place(line) for line in lines)))
    return list(kept)


def styled(html: str) -> str:
    """Our policy with the one style that stands in the page itself: it is a file to be kept, too."""
    own = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = b64encode(sha256(own[1].encode()).digest()).decode() if own else ""
    return policy().replace("style-src 'self'", f"style-src 'sha256-{digest}'")


PAGE = Page(
    "poster",
    (
        Route("GET", "/poster", show, "handler"),
        Route("GET", "/poster/print", printed, "handler"),
        Route("POST", "/poster/print", printed, "handler"),
    ),
)
