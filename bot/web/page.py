"""The page of the web chat and its assets: our own files only, under a strict content security policy."""

from pathlib import Path
from typing import Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.message import LONGEST_TEXT
from storage.definitions import texts
from storage.settings import Settings

_HERE: Final = Path(__file__).parent
_KINDS: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def routes(settings: Settings) -> list[web.RouteDef]:
    """GET / and GET /static/{name}."""
    headers = {"Content-Security-Policy": _policy(settings), **_common(), "Cache-Control": "no-cache"}
    page = _page(settings)
    assets = {path.name: path for path in _HERE.iterdir() if path.suffix in _KINDS}

    async def index(_: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html", headers=headers)

    async def static(request: web.Request) -> web.StreamResponse:
        path = assets.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        kind = {"Content-Type": f"{_KINDS[path.suffix]}; charset=utf-8"}
        return web.FileResponse(path, headers=_common() | kind | {"Cache-Control": "no-cache"})

    return [web.get("/", index), web.get("/static/{name}", static)]


def _page(settings: Settings) -> str:
    pages = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
    spoken = texts(settings.language)
    return pages.get_template("index.html").render(
        lang=settings.language,
        timezone=settings.timezone,
        longest=LONGEST_TEXT,
        organisation=settings.organisation,
        texts=spoken.section("web"),
    )


def _policy(settings: Settings) -> str:
    """CSP level 3. In the demonstration the staff's door may show the page beside its own."""
    ancestors = f"'self' {settings.admin_address}" if settings.demo else "'self'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        f"form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}"
    )


def _common() -> dict[str, str]:
    return {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
