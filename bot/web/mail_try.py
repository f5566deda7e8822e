"""A demonstration's page on which a reply is tried as a mail: what is kept of it, what is cut and why.

Nothing of it is kept or logged, and no survey learns of it.
"""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.pace import Pace
from bot.web import framing
from bot.web.page import language
from storage import definitions
from storage.domain.locale import Texts
from storage.settings import Settings

if TYPE_CHECKING:
    from bot.web.mail_reading import Tried

PATH: Final = "/mail/try"
_HERE: Final = Path(__file__).parent
_LONGEST: Final = 100_000
_LINES: Final = 8
"""What of a piece that was cut is shown."""


class MailTry:
    """GET and POST /mail/try, in a demonstration alone."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        pages = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
        self._page = pages.get_template("mail_try.html")
        self._pace = Pace(rate=2, burst=20)
        ancestors = " ".join(["'self'", *framing.ancestors(settings)])
        self._headers = {
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
                f"frame-ancestors {ancestors}"
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }

    def routes(self) -> list[web.RouteDef]:
        """Both; none where nothing is demonstrated."""
        if not self._settings.demo:
            return []
        return [web.get(PATH, self._show), web.post(PATH, self._try)]

    async def _show(self, request: web.Request) -> web.Response:
        """The form, with a mail to begin with."""
        texts = self._texts(request)
        return self._answer(texts, texts("mail_try.example").strip(), None)

    async def _try(self, request: web.Request) -> web.Response:
        """The form as it was sent, and what became of it."""
        if not self._pace.allows(request.remote or "", time.monotonic()):
            raise web.HTTPTooManyRequests
        said = str((await request.post()).get("said", ""))[:_LONGEST].replace("\r\n", "\n")
        found = await asyncio.to_thread(_tried, said) if said.strip() else None
        return self._answer(self._texts(request), said, found, nothing=not found)

    def _answer(
        self, texts: Texts, said: str, found: "Tried | None", *, nothing: bool = False
    ) -> web.Response:
        html = self._page.render(t=texts, said=said, found=found, lines=_LINES, nothing=nothing)
        return web.Response(text=html, content_type="text/html", headers=self._headers)

    def _texts(self, request: web.Request) -> Texts:
        return definitions.texts(language(request, self._settings))


def _tried(said: str) -> "Tried":
    from bot.web.mail_reading import tried  # noqa: PLC0415 - who uses no mail loads none of it

    return tried(said)
