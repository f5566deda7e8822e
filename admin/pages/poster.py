"""A poster with a QR code for each place where customers are asked, to be printed."""

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from aiohttp import web
from sqlalchemy.orm import Session

from admin import logo, posters
from admin.door import door
from admin.pages import Page, Route
from admin.pages.channels import only_here
from admin.rendering import render
from admin.security import policy
from storage import options, surveys
from storage.domain import place as places
from storage.domain.survey import Survey
from storage.settings import Settings

MOST = 50
"""Posters in one go."""


class Offered(NamedTuple):
    """A survey that customers can open."""

    key: str
    title: str


async def show(request: web.Request) -> web.Response:
    """The form."""
    place = door(request)
    found = await place.read(fetch, place.settings)
    return await render(request, "poster.html", most=MOST, place="/settings", **found)


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
    """The sheets, one a place; one without a place where none is named."""
    place = door(request)
    found = await place.read(standing, request.query.get("survey", "")[:40])
    if found is None:
        raise web.HTTPNotFound
    survey, picture = found
    chosen = place.settings
    sheets = [
        posters.poster(chosen.organisation, survey, chosen.bot_address, where, logo.inline(picture))
        for where in named(request.query.getall("places", []))
    ]
    html = posters.page(sheets, place.texts.language)
    return web.Response(
        text=html, content_type="text/html", headers={"Content-Security-Policy": styled(html)}
    )


def standing(session: Session, key: str) -> tuple[Survey, bytes | None] | None:
    """The survey in force under this key, without one the one in force at all, and the logo."""
    found = surveys.published(session, key)
    return (found[1], options.logo(session)) if found else None


def named(typed: Sequence[str]) -> list[str]:
    """The places, one a line, as they can stand in a link; what can't is left out."""
    lines = [line for each in typed for line in each.splitlines()]
    kept = dict.fromkeys(filter(None, (places.place(line) for line in lines)))
    return list(kept)[:MOST] or [""]


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
    ),
)
