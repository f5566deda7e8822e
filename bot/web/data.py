"""The link to a customer's own data: a page with a button, and the file behind it.

Opening the link gives nothing away yet: messengers fetch links by themselves, to show what they lead to.
"""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote

from aiohttp import web
from jinja2 import Environment, FileSystemLoader
from sqlalchemy import Engine

from bot.pace import Pace
from bot.web.page import language
from storage import db, definitions, exporting, handing
from storage.domain.locale import Texts
from storage.settings import Settings

_HERE: Final = Path(__file__).parent
_PIECE: Final = 1 << 18
_IN_MEMORY: Final = 8_000_000
"""Bytes; what is larger is written to a file that nobody else sees."""

_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


class Data:
    """GET and POST /data/{token}."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        pages = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
        self._page = pages.get_template("data.html")
        self._pace = Pace(rate=1, burst=10)

    def routes(self) -> list[web.RouteDef]:
        """Both."""
        path = "/data/{token:[A-Za-z0-9_-]{1,128}}"
        return [web.get(path, self._show), web.post(path, self._hand)]

    async def _show(self, request: web.Request) -> web.Response:
        """Whether the link is good, and the button."""
        customer = await asyncio.to_thread(self._whose, request)
        return self._answer(request, customer is not None)

    def _answer(self, request: web.Request, good: bool) -> web.Response:
        html = self._page.render(t=self._texts(request), good=good)
        status = 200 if good else 404
        return web.Response(text=html, content_type="text/html", headers=_HEADERS, status=status)

    async def _hand(self, request: web.Request) -> web.StreamResponse:
        """The file."""
        customer = await asyncio.to_thread(self._whose, request)
        if customer is None or not self._pace.allows(str(customer), time.monotonic()):
            return self._answer(request, good=False)
        texts = self._texts(request)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
            await asyncio.to_thread(self._write, customer, file, texts.language)
            return await handed(request, file, texts("export.file"), _HEADERS)

    def _texts(self, request: web.Request) -> Texts:
        return definitions.texts(language(request, self._settings))

    def _whose(self, request: web.Request) -> int | None:
        with db.reading(self._engine) as session:
            return handing.whose(session, request.match_info["token"], db.now(session))

    def _write(self, customer: int, file: IO[bytes], spoken: str) -> None:
        with db.reading(self._engine) as session:
            exporting.write(session, customer, file, datetime.now(UTC), spoken)


async def handed(
    request: web.Request, file: IO[bytes], name: str, headers: dict[str, str]
) -> web.StreamResponse:
    """This file as a download, piece by piece."""
    told = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response = web.StreamResponse(headers={**headers, "Content-Disposition": told})
    response.content_type = "application/zip"
    response.content_length = file.tell()
    await response.prepare(request)
    file.seek(0)
    while piece := await asyncio.to_thread(file.read, _PIECE):
        await response.write(piece)
    return response
