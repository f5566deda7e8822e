"""The link that brings a talk to another device, as a QR code. Who asks for one has the code already, and
says it in the body: no log has that."""

from functools import partial
from io import BytesIO

from aiohttp import web

from bot.conversation.passing import web_link
from storage.domain.code import plain
from storage.settings import Settings

_LONGEST = 20  # bytes of a code, however it is written


def route(settings: Settings) -> web.RouteDef:
    """POST /chat/scan: a code in, an SVG out."""
    return web.post("/chat/scan", partial(_show, settings.bot_url.rstrip("/")))


async def _show(door: str, request: web.Request) -> web.Response:
    code = plain((await request.content.read(_LONGEST)).decode("utf-8", "replace"))
    if not door or not code:
        raise web.HTTPNotFound
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=_drawn(web_link(door, code)), content_type="image/svg+xml", headers=headers)


def _drawn(link: str) -> bytes:
    """Dark on white in any theme: readers want it so."""
    import segno  # noqa: PLC0415 - few ever ask for it

    drawn = BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", scale=5, border=3, light="white")
    return drawn.getvalue()
