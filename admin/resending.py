"""A form that was sent after its session had ended, or while the database is away: what was typed stays in
the window until it is sent once more, by who has signed in again in another one, or when that is back."""

from functools import partial
from typing import Any, Final

import structlog
from aiohttp import BodyPartReader, web
from multidict import MultiDict, MultiMapping

from admin import proving
from admin.door import PERSON, door
from admin.looking import look
from admin.rendering import render
from admin.security import UNREADABLE, form_token, matches, same_origin
from storage import db, logs

UNTYPED: Final = (
    "/sign-out",
    "/sign-in",
    "/sign-in/code",
    "/prove",
    "/me/password",
    "/me/second-factor/confirm",
)
"""Where nothing is typed that is to be kept."""

WORDS: Final = 4_000_000
"""Bytes of words that are kept for who is not signed in, where a form of so many is taken at all."""

AGAIN: Final = 10
"""Seconds after which a program may try again."""

log = structlog.get_logger()


async def asked(request: web.Request) -> web.Response | None:
    """The page that keeps it; None: the form is of this session, or does not come from a window of ours."""
    form = await _form(request)
    token = str(form.get("csrf", ""))
    if not token or (request[PERSON] and matches(token, form_token(request))):
        return None
    return await render(request, "resending.html", status=403, away=False, **_kept(request, form))


async def away(request: web.Request, failure: db.OutOfReach) -> web.Response:
    """The page while the database can't be reached, which it does not ask: try again, with what was typed."""
    log.error("database out of reach", **logs.told(failure))
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
    read = request.post if request.get(PERSON) or request.content.at_eof() else partial(_words, request)
    try:
        return await read()
    except (*UNREADABLE, web.HTTPRequestEntityTooLarge):
        return MultiDict()


async def _words(request: web.Request) -> MultiMapping[Any]:
    """The form, with None in the place of its files: who is not signed in leaves none here."""
    left = min(WORDS, request.client_max_size)
    short = request.clone(client_max_size=left)
    if short.content_type != "multipart/form-data":
        return await short.post()
    form: MultiDict[Any] = MultiDict()
    async for part in await short.multipart():
        if not isinstance(part, BodyPartReader):
            raise ValueError("a form in a form")
        while part.filename and await part.read_chunk():
            if request.content.total_bytes > request.client_max_size:
                raise web.HTTPRequestEntityTooLarge(request.client_max_size)
        value = None if part.filename else await part.text()
        form.add(part.name or "", value)
        left -= len((value or "").encode("utf-8", "replace"))
        if left < 0 or len(form) > request.client_max_fields:
            raise web.HTTPRequestEntityTooLarge(WORDS)
    return form


def _kept(request: web.Request, form: MultiMapping[Any]) -> dict[str, Any]:
    """`held`: whether there is something to send once more to `action`; else that is where to look again.
    `written` is what can be read: what people write, no key of ours."""
    kept, again = proving.carried(form, door(request).texts)
    held = "csrf" in form
    return {
        "held": held,
        "action": str(request.rel_url) if held or request.method != "POST" else "/",
        "kept": kept,
        "written": [value for _, value in kept if not value.isascii() or " " in value.strip()],
        "again": again,
        "files": any(value is None or isinstance(value, web.FileField) for value in form.values()),
    }


def _from_window(request: web.Request) -> bool:
    """Whether a browser says that a page of ours was left for this, and no script of ours asks: that tells
    itself what to do. What names no origin comes from no browser."""
    by_window = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return by_window and "Origin" in request.headers and same_origin(request)
