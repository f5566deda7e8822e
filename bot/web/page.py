"""The page of the web chat and its assets: our own files only, under a strict content security policy. And
the script that shows the page on other websites, those in `MANYI_WIDGET_ORIGINS`."""

import json
from functools import cache, partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.message import LONGEST_TEXT
from bot.web import framing
from storage import definitions
from storage.domain.locale import closest
from storage.settings import Settings

_HERE: Final = Path(__file__).parent
_KINDS: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def routes(settings: Settings) -> list[web.RouteDef]:
    """GET /, GET /i/{token}, a personal link, GET /widget.js, GET /logo and GET /static/{name}."""
    headers = {"Content-Security-Policy": _policy(settings), **_common(), "Cache-Control": "no-cache"}
    trying = headers | {"Content-Security-Policy": _policy(settings, trying=True)}
    page, script = cache(partial(_page, settings)), cache(partial(_widget, settings))
    assets = {path.name: path for path in _HERE.iterdir() if path.suffix in _KINDS}

    async def index(request: web.Request) -> web.Response:
        if "preview" in request.query:
            text = page(settings.language, trying=True)
            return web.Response(text=text, content_type="text/html", headers=trying)
        text = page(language(request, settings))
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def invited(request: web.Request) -> web.Response:
        """Also where it was not copied in full: the talk says so."""
        raise web.HTTPSeeOther(f"../?survey=i{quote(request.match_info['token'], safe='')}")

    async def widget(request: web.Request) -> web.Response:
        for_all = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=3600"}
        text = script(language(request, settings))
        return web.Response(text=text, content_type="text/javascript", headers=_common() | for_all)

    async def here(request: web.Request) -> web.Response:
        told = framing.headers(settings, request.headers.get("Origin"))
        if told is None:
            raise web.HTTPForbidden
        return web.Response(text="", content_type="text/javascript", headers=_common() | told)

    async def static(request: web.Request) -> web.StreamResponse:
        path = assets.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        kind = {"Content-Type": f"{_KINDS[path.suffix]}; charset=utf-8"}
        return web.FileResponse(path, headers=_common() | kind | {"Cache-Control": "no-cache"})

    return [
        web.get("/", index),
        web.get("/i/{token}", invited),
        web.get("/widget.js", widget),
        web.get(framing.PATH, here),
        web.get("/logo", partial(_logo, settings)),
        web.get("/static/{name}", static),
    ]


def language(request: web.Request, settings: Settings) -> str:
    """The one that the address names, else the one that the browser prefers, else the organisation's."""
    known = definitions.languages(settings.language)
    asked = (request.query.get("lang", ""), request.headers.get("Accept-Language", ""))
    return next(filter(None, (closest(each, known) for each in asked)), settings.language)


def _page(settings: Settings, language: str, trying: bool = False) -> str:
    """`trying`: for staff who try a survey out, which the page then says of itself."""
    pages = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
    spoken = definitions.texts(language).section("web")
    return pages.get_template("index.html").render(
        lang=language,
        timezone=settings.timezone,
        longest=LONGEST_TEXT,
        organisation=settings.organisation,
        mark=f"logo?{settings.logo}" if settings.logo else "static/icon.svg",
        texts={**spoken, "subtitle": spoken["preview"]} if trying else spoken,
    )


def _widget(settings: Settings, language: str) -> str:
    """The script with the words and styles that it shows."""
    words = {
        key: text.replace("{organisation}", settings.organisation)
        for key, text in definitions.texts(language).section("widget").items()
    }
    told = {"words": words, "css": (_HERE / "widget.css").read_text("utf-8")}
    return f"{(_HERE / 'widget.js').read_text('utf-8').rstrip()}({json.dumps(told)});\n"


async def _logo(settings: Settings, _: web.Request) -> web.Response:
    """The organisation's own, where it has one. Its address changes with it."""
    if not settings.picture:
        raise web.HTTPNotFound
    headers = _common() | {"Cache-Control": "public, max-age=604800"}
    return web.Response(body=settings.picture, content_type="image/png", headers=headers)


def _policy(settings: Settings, trying: bool = False) -> str:
    """CSP level 3."""
    ancestors = " ".join(["'self'", *framing.ancestors(settings, trying)])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        f"form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}"
    )


def _common() -> dict[str, str]:
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Vary": "Accept-Language",
    }
