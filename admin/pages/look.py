"""The switch between light and dark in the foot of every page. The browser keeps it, whoever is signed in."""

from aiohttp import web

from admin.door import door
from admin.looking import COOKIE, LOOKS, SYSTEM
from admin.pages import Page, Route
from admin.security import secure
from admin.speaking import LIFETIME, within


async def choose(request: web.Request) -> web.Response:
    """Remember it, or leave it to the system, and back to the page."""
    name = request.match_info["name"]
    if name not in LOOKS:
        raise web.HTTPNotFound
    back = web.HTTPSeeOther(within(request.headers.get("Referer", "/")))
    lasts = 0 if name == SYSTEM else LIFETIME
    back.set_cookie(
        COOKIE, name, max_age=lasts, httponly=True, samesite="Lax", secure=secure(door(request)), path="/"
    )
    raise back


PAGE = Page("look", (Route("GET", "/look/{name:[a-z]{1,10}}", choose, "anyone"),))
