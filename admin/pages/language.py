"""The switch of languages in the foot of every page. The browser keeps it, whoever is signed in."""

from aiohttp import web

from admin.door import door
from admin.pages import Page, Route
from admin.security import secure
from admin.speaking import COOKIE, LIFETIME, within
from storage import definitions


async def choose(request: web.Request) -> web.Response:
    """Remember the language, and back to the page."""
    name = request.match_info["name"]
    if name not in definitions.languages():
        raise web.HTTPNotFound
    back = web.HTTPSeeOther(within(request.headers.get("Referer", "/")))
    place = door(request)
    back.set_cookie(
        COOKIE, name, max_age=LIFETIME, httponly=True, samesite="Lax", secure=secure(place), path="/"
    )
    raise back


PAGE = Page("language", (Route("GET", "/language/{name:[A-Za-z-]{2,10}}", choose, "anyone"),))
