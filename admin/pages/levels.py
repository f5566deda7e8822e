"""The level schemes (B3): what each level is called and worth, the organisation's own in place of what ships.
A published survey has its levels in itself: another scheme holds for drafts from now on."""

from typing import Any, Final

from aiohttp import web

from admin import levels_form, ruling_desk
from admin.pages import Page, Route
from admin.ruling_desk import Desk, Sheet
from storage import definitions

SHEET: Final = Sheet(levels_form.typed, levels_form.offered, levels_form.LONGEST)
KEY = "/levels/{key:[A-Za-z0-9_]{1,40}}"


async def show(_: web.Request) -> web.Response:
    """To the first scheme."""
    raise web.HTTPSeeOther(f"/levels/{next(iter(definitions.schemes()))}")


async def one(request: web.Request) -> web.Response:
    """A scheme; or one to be, with another as its pattern."""
    key, like = request.match_info["key"], request.query.get("like", "")
    if key not in definitions.schemes() and like not in definitions.schemes():
        raise web.HTTPNotFound
    return await ruling_desk.page(request, desk(request), **shown(request))


def desk(request: web.Request) -> Desk:
    """This scheme's."""
    key = request.match_info["key"]
    return Desk(f"levels:{key}", f"/levels/{key}", "levels.html", SHEET)


def shown(request: web.Request) -> dict[str, Any]:
    """What only this page shows: all schemes, this one, and of a new one the text of its pattern."""
    key, like = request.match_info["key"], request.query.get("like", "")
    schemes = definitions.schemes()
    pattern = {} if key in schemes else {"text": definitions.shipped(f"levels:{like}")}
    return {"key": key, "schemes": schemes, "scheme": schemes.get(key), **pattern}


async def new(request: web.Request) -> web.Response:
    """Begin another scheme, with one that there is as its pattern."""
    key, like = request.query.get("key", "").strip(), request.query.get("like", "")
    plain = key.isascii() and key.replace("_", "").isalnum() and len(key) <= 40
    if not plain or like not in definitions.schemes():
        raise web.HTTPSeeOther("/levels")
    raise web.HTTPSeeOther(f"/levels/{key}?like={like}")


async def form(request: web.Request) -> web.Response:
    """What was typed into the form would change, or the form with its rows otherwise."""
    return await ruling_desk.form(request, desk(request), SHEET, **shown(request))


async def preview(request: web.Request) -> web.Response:
    """What another text would change."""
    return await ruling_desk.preview(request, desk(request), **shown(request))


async def save(request: web.Request) -> web.Response:
    """It is in force from now on."""
    return await ruling_desk.save(request, desk(request), **shown(request))


async def again(request: web.Request) -> web.Response:
    """An earlier version, or what ships."""
    return await ruling_desk.again(request, desk(request), **shown(request))


PAGE = Page(
    "levels",
    (
        Route("GET", "/levels", show, "auditor"),
        Route("GET", "/levels-new", new, "administrator"),
        Route("GET", KEY, one, "auditor"),
        Route("POST", KEY, save, "administrator", ruling_desk.LARGEST, proof=True),
        Route("POST", KEY + "/preview", preview, "administrator", ruling_desk.LARGEST),
        Route("POST", KEY + "/form", form, "administrator", ruling_desk.LARGEST),
        Route("POST", KEY + "/again", again, "administrator"),
    ),
)
