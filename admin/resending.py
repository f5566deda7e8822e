"""A form that was sent after its session had ended, or while the database is away: what was typed stays in
the window until it is sent once more, by who has signed in again in another one, or when that is back."""

from typing import Any

from aiohttp import web
from multidict import MultiDict, MultiMapping

from admin import proving
from admin.door import PERSON, door
from admin.looking import look
from admin.rendering import render
from admin.security import UNREADABLE, form_token, matches, same_origin

UNTYPED = ("/sign-out", "/sign-in", "/sign-in/code")
"""Where nothing is typed that is to be kept."""

AGAIN = 10
"""Seconds after which a program may try again."""


async def asked(request: web.Request) -> web.Response | None:
    """The page that keeps it; None: the form is of this session, or does not come from a window of ours."""
    form = await _form(request)
    token = str(form.get("csrf", ""))
    if not token or (request[PERSON] and matches(token, form_token(request))):
        return None
    return await render(request, "resending.html", status=403, away=False, **_kept(request, form))


async def away(request: web.Request) -> web.Response:
    """The page while the database can't be reached, which it does not ask: try again, with what was typed."""
    form = await _form(request)
    template = door(request).templates.get_template("resending.html")
    where = {"path": request.path, "look": look(request), "posted": request.method == "POST"}
    shown = {"away": True, "person": None, "csrf": str(form.get("csrf", "")), **_kept(request, form)}
    headers = {"Retry-After": str(AGAIN)}
    html = template.render(**where, **shown)
    return web.Response(text=html, content_type="text/html", status=503, headers=headers)


async def _form(request: web.Request) -> MultiMapping[Any]:
    """What was sent from a window of ours; else nothing."""
    if request.method != "POST" or request.path in UNTYPED or not _from_window(request):
        return MultiDict()
    try:
        return await request.post()
    except (*UNREADABLE, web.HTTPRequestEntityTooLarge):
        return MultiDict()


def _kept(request: web.Request, form: MultiMapping[Any]) -> dict[str, Any]:
    kept, again = proving.carried(form)
    files = any(isinstance(value, web.FileField) for value in form.values())
    return {"action": str(request.rel_url), "kept": kept, "again": again, "files": files}


def _from_window(request: web.Request) -> bool:
    """Whether a browser says that a page of ours was left for this, and no script of ours asks: that tells
    itself what to do. What names no origin comes from no browser."""
    by_window = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return by_window and "Origin" in request.headers and same_origin(request)
