"""A form that was sent after its session had ended: what was typed stays in the window until whoever typed it
has signed in again, in another one, and sends it once more, under their name."""

from aiohttp import web

from admin import proving
from admin.door import PERSON
from admin.rendering import render
from admin.security import UNREADABLE, form_token, matches, same_origin

UNTYPED = ("/sign-out",)
"""Where there is nothing to be kept."""


async def asked(request: web.Request) -> web.Response | None:
    """The page that keeps it; None: the form is of this session, or does not come from a window of ours."""
    if request.method != "POST" or request.path in UNTYPED or not _from_window(request):
        return None
    try:
        form = await request.post()
    except (*UNREADABLE, web.HTTPRequestEntityTooLarge):
        return None
    token = str(form.get("csrf", ""))
    if not token or (request[PERSON] and matches(token, form_token(request))):
        return None
    kept, again = proving.carried(form)
    files = any(isinstance(value, web.FileField) for value in form.values())
    shown = {"action": request.rel_url, "kept": kept, "again": again, "files": files}
    return await render(request, "resending.html", status=403, **shown)


def _from_window(request: web.Request) -> bool:
    """Whether a browser says that a page of ours was left for this, and no script of ours asks: that tells
    itself what to do. What names no origin comes from no browser."""
    by_window = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return by_window and "Origin" in request.headers and same_origin(request)
