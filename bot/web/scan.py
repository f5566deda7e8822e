"""The link that brings a talk to another device, as a QR code. Who asks for one has the code already."""

from functools import partial
from io import BytesIO

from aiohttp import web

from bot.conversation.passing import start
from storage.domain.code import plain
from storage.settings import Settings


def route(settings: Settings) -> web.RouteDef:
    """`/chat/scan/XXXXXXXX.svg`"""
    return web.get("/chat/scan/{code:[0-9A-Z]{8}}.svg", partial(_show, settings.bot_url.rstrip("/")))


async def _show(door: str, request: web.Request) -> web.Response:
    code = plain(request.match_info["code"])
    if not door or not code:
        raise web.HTTPNotFound
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(
        body=_drawn(f"{door}/?survey={start(code)}"), content_type="image/svg+xml", headers=headers
    )


def _drawn(link: str) -> bytes:
    """Dark on white in any theme: readers want it so."""
    import segno  # noqa: PLC0415 - few ever ask for it

    drawn = BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", scale=5, border=3, light="white")
    return drawn.getvalue()
