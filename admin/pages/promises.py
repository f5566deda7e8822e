"""The service promises (F6): what customers are told when they ask, and how each is measured."""

from typing import Any, Final

from aiohttp import web

from admin import promises_form, ruling_desk
from admin.door import door
from admin.pages import Page, Route
from admin.ruling_desk import Desk, Sheet
from storage import definitions

SHEET: Final = Sheet(promises_form.typed, promises_form.offered, promises_form.LONGEST)
DESK: Final = Desk("promises", "/promises", "promises.html", SHEET)


async def show(request: web.Request) -> web.Response:
    """The promises in force."""
    return await ruling_desk.page(request, DESK, **shown(request))


def shown(request: web.Request) -> dict[str, Any]:
    """The promises in each language in which they are told."""
    own = door(request).settings.language
    return {"promised": {name: definitions.promised(language=name) for name in definitions.languages(own)}}


async def form(request: web.Request) -> web.Response:
    """What was typed into the form would change, or the form with its rows otherwise."""
    return await ruling_desk.form(request, DESK, SHEET, **shown(request))


async def preview(request: web.Request) -> web.Response:
    """What another text would change."""
    return await ruling_desk.preview(request, DESK, **shown(request))


async def save(request: web.Request) -> web.Response:
    """They are in force from now on."""
    return await ruling_desk.save(request, DESK, **shown(request))


async def again(request: web.Request) -> web.Response:
    """An earlier version, or what ships."""
    return await ruling_desk.again(request, DESK, **shown(request))


PAGE = Page(
    "promises",
    (
        Route("GET", "/promises", show, "auditor"),
        Route("POST", "/promises", save, "administrator", ruling_desk.LARGEST, proof=True),
        Route("POST", "/promises/preview", preview, "administrator", ruling_desk.LARGEST),
        Route("POST", "/promises/form", form, "administrator", ruling_desk.LARGEST),
        Route("POST", "/promises/again", again, "administrator"),
    ),
)
