"""Where the links in a mail lead: on to the web chat, and out of what is said unasked.

Opening one shows a page with a button, and does nothing else: mail programs and scanners open links by
themselves. What acts is the button or, to unsubscribe, the mail program's own (RFC 8058): a POST.
"""

import asyncio
import time
from pathlib import Path
from typing import Final, Literal

from aiohttp import web
from jinja2 import Environment, FileSystemLoader
from sqlalchemy import Engine

from bot.conversation.passing import web_link
from bot.inbox import Inbox, TooFast, Unavailable
from bot.mailing import leaving, links
from bot.pace import Pace
from bot.web.page import language
from storage import db, definitions
from storage.conversations import moving, reaching
from storage.domain.locale import Texts
from storage.settings import Settings

_DAY: Final = 86_400
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
_STATUS: Final = {"gone": 404, "busy": 503}

What = Literal["on_the_web", "leave", "left", "gone", "busy"]


class Page:
    """GET and POST /mail/{token} and /mail/{token}/leave."""

    def __init__(self, engine: Engine, inbox: Inbox, settings: Settings) -> None:
        self._engine, self._inbox, self._settings = engine, inbox, settings
        pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
        self._page = pages.get_template("page.html")
        self._pace = Pace(rate=0.2, burst=10)

    def routes(self) -> list[web.RouteDef]:
        """All four."""
        path = "/mail/{token:[0-9a-f-]{1,80}}"
        return [
            web.get(path, self._show_web),
            web.post(path, self._go_on),
            web.get(f"{path}/leave", self._show_leave),
            web.post(f"{path}/leave", self._leave),
        ]

    async def _show_web(self, request: web.Request) -> web.Response:
        return self._answer(request, "on_the_web" if _talk(request) else "gone")

    async def _go_on(self, request: web.Request) -> web.Response:
        """A code for the talk, and to the web chat with it."""
        talk = _talk(request)
        if talk is None:
            return self._answer(request, "gone")
        if not self._pace.allows(str(talk), time.monotonic()):
            return self._answer(request, "busy")
        code = await asyncio.to_thread(self._code, talk)
        if code is None:
            return self._answer(request, "gone")
        raise web.HTTPSeeOther(web_link("..", code), headers=_HEADERS)

    def _code(self, talk: int) -> str | None:
        with db.writing(self._engine) as session:
            here = reaching.where(session, talk)
            return moving.give(session, here, db.now(session)) if here is not None else None

    async def _show_leave(self, request: web.Request) -> web.Response:
        talk = links.left_by(request.match_info["token"])
        return self._answer(request, "leave" if talk else "gone", root="../../")

    async def _leave(self, request: web.Request) -> web.Response:
        """The customer wants no more, which they may say twice."""
        talk = links.left_by(request.match_info["token"])
        if talk is None:
            return self._answer(request, "gone", root="../../")
        try:
            await leaving.leave(self._engine, self._inbox, self._settings, talk)
        except (TooFast, Unavailable):
            return self._answer(request, "busy", root="../../")
        return self._answer(request, "left", root="../../")

    def _answer(self, request: web.Request, what: What, root: str = "../") -> web.Response:
        html = self._page.render(
            t=self._texts(request),
            what=what,
            asks=what in ("on_the_web", "leave"),
            organisation=self._settings.organisation,
            root=root,
        )
        status = _STATUS.get(what, 200)
        return web.Response(text=html, content_type="text/html", headers=_HEADERS, status=status)

    def _texts(self, request: web.Request) -> Texts:
        return definitions.texts(language(request, self._settings))


def _talk(request: web.Request) -> int | None:
    return links.talk_of(request.match_info["token"], int(time.time()) // _DAY)
