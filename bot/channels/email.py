"""Mail: customers answer by replying, in any program; mails go out over the organisation's own server."""

from collections.abc import Callable

from aiohttp import web
from sqlalchemy import Engine

from bot.inbox import Inbox
from bot.mailing.page import Page
from bot.mailing.sending import Sending
from bot.message import Outbound
from storage.outbox import Said
from storage.settings import Settings


class Email:
    """The channel `email`. `ring` wakes others after it has written to the database by itself."""

    name = "email"

    def __init__(self, engine: Engine, inbox: Inbox, settings: Settings, ring: Callable[[], None]) -> None:
        self._engine, self._inbox, self._settings, self._ring = engine, inbox, settings, ring
        self._sending = Sending(engine, settings)
        self._page = Page(engine, inbox, settings)

    def routes(self) -> list[web.RouteDef]:
        """Where the links in our mails lead."""
        return self._page.routes()

    async def run(self) -> None:
        """Take mails in, where somebody brings them or they can be fetched."""
        if self._settings.imap_url or self._settings.lmtp:
            from bot import mailbox  # noqa: PLC0415 - who only sends loads nothing to receive with

            await mailbox.run(self._engine, self._inbox, self._settings, self._ring)

    async def refresh(self) -> None:
        """Nothing: what others wrote is sent by `bot.delivery`."""

    async def close(self) -> None:
        """Leave the mail server."""
        await self._sending.close()

    async def send(self, outbound: Outbound, row: Said) -> str:
        """Send it; its Message-ID. Raises Later, Refused, Gone."""
        return await self._sending.send(outbound, row)
