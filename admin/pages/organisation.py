"""The organisation: its name and its logo, as customers and staff see them."""

from datetime import datetime
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import logo as logos
from admin.channel_desk import Stale
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import revision, words
from storage import db, options

LONGEST = 60
"""Characters of a name: it stands in the head of a chat on a phone."""

NAMES = ("organisation", options.LOGO)
FORM = logos.LARGEST + 100_000
KEPT = 30 * 86400


class Wrong(ValueError):
    """What was typed is no name or no logo; `code` names its text in page.organisation.wrong."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def show(request: web.Request) -> web.Response:
    """The form."""
    return await page(request)


async def page(request: web.Request, wrong: str = "", status: int = 200, name: str = "") -> web.Response:
    """The form, with what was typed and what is wrong with it."""
    place = door(request)
    seen = await place.read(options.mark, NAMES)
    given = {
        "fixed": place.settings.fixed("organisation"),
        "name": name or place.settings.organisation,
        "longest": LONGEST,
        "seen": seen,
        "wrong": wrong,
        "place": "/settings",
    }
    return await render(request, "organisation.html", status=status, **given)


async def save(request: web.Request) -> web.Response:
    """This is the name, and the logo where one was handed in."""
    place, form = door(request), await request.post()
    name, drop = words(form, "name"), "drop" in form
    try:
        picture = typed_logo(form.get("logo"))
        fixed = place.settings.fixed("organisation")
        named = "" if fixed else typed_name(name)
        await place.write(kept, named, picture, drop, person(request).user_id, now(), revision(form))
    except Wrong as wrong:
        told = place.texts(f"page.organisation.wrong.{wrong.code}", longest=LONGEST, megabytes=megabytes())
        return await page(request, told, 400, name)
    except (Stale, db.Conflict):
        return await page(request, place.texts("page.channels.wrong.stale"), 409, name)
    await place.read(options.refresh, place.settings)
    raise web.HTTPSeeOther("/organisation")


def typed_name(name: str) -> str:
    """The name as it can be kept. Raises Wrong."""
    if not name:
        raise Wrong("name_empty")
    if len(name) > LONGEST:
        raise Wrong("name_long")
    return name


def typed_logo(file: Any) -> bytes | None:
    """The logo that was handed in, made anew; None: none was. Raises Wrong."""
    if not isinstance(file, web.FileField) or not file.filename:
        return None
    content = file.file.read(logos.LARGEST + 1)
    if len(content) > logos.LARGEST:
        raise Wrong("logo_large")
    made = logos.logo(content)
    if made is None:
        raise Wrong("logo_bad")
    return made


def megabytes() -> int:
    """How large a logo may be when it is handed in."""
    return logos.LARGEST // 1_000_000


def kept(
    session: Session, name: str, picture: bytes | None, drop: bool, user_id: int, at: datetime, seen: int
) -> None:
    """Keep what was chosen. Raises Stale."""
    if options.mark(session, NAMES) != seen:
        raise Stale
    if name:
        options.put(session, {"organisation": name}, user_id, at)
    if picture:
        options.put_logo(session, picture, user_id, at)
    elif drop:
        options.drop(session, (options.LOGO,), user_id, at)


async def logo(request: web.Request) -> web.Response:
    """The logo. Its address changes with it, so that a browser keeps it."""
    picture = await door(request).read(options.logo)
    if picture is None:
        raise web.HTTPNotFound
    return web.Response(
        body=picture, content_type="image/png", headers={"Cache-Control": f"private, max-age={KEPT}"}
    )


PAGE = Page(
    "organisation",
    (
        Route("GET", "/organisation", show, "administrator"),
        Route("POST", "/organisation", save, "administrator", FORM),
        Route("GET", "/logo", logo, "anyone"),
    ),
)
