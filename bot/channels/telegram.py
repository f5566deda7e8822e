"""Telegram: a bot of the organisation's own, by polling or, where a webhook secret is set, by webhook."""

import asyncio
from collections.abc import Callable

from aiohttp import web
from sqlalchemy import Engine

from bot import delivery, fetching
from bot.inbox import Inbox
from bot.message import Outbound
from bot.telegram import errands, starting
from bot.telegram.api import Api
from bot.telegram.buttons import Buttons
from bot.telegram.events import CHANNEL
from bot.telegram.fetching import fetch
from bot.telegram.groups import Groups
from bot.telegram.polling import Polling
from bot.telegram.reach import Reach
from bot.telegram.receiving import Receiver
from bot.telegram.sending import Sending
from bot.telegram.shown import Shown
from bot.telegram.webhook import PATH, Webhook
from storage import definitions
from storage.outbox import Said
from storage.settings import Settings

CONNECTIONS = delivery.AT_ONCE + errands.AT_ONCE + fetching.AT_ONCE
"""So that nobody waits for a connection: that would count into the time that a send may take."""


class Telegram:
    """The channel `telegram`. `ring` wakes others after it has written to the database by itself."""

    name = CHANNEL

    def __init__(self, engine: Engine, inbox: Inbox, settings: Settings, ring: Callable[[], None]) -> None:
        texts = definitions.texts(settings.language)
        self._settings = settings
        self._texts = texts
        self._api = Api(settings, CONNECTIONS)
        self._errands = errands.Errands()
        shown = Shown(engine, texts)
        self._sending = Sending(self._api, texts)
        buttons = Buttons(self._api, self._errands, shown, texts)
        groups = Groups(self._api, self._errands, texts("telegram.group", organisation=settings.organisation))
        reach = Reach(engine, self.name, ring)
        receiver = Receiver(engine, inbox, buttons, groups, ring)
        self._updates: Polling | Webhook = (
            Webhook(settings, self._api, receiver, reach)
            if settings.telegram_webhook_secret
            else Polling(engine, settings, self._api, receiver, reach)
        )

    def routes(self) -> list[web.RouteDef]:
        """The webhook, if there is one."""
        return [web.post(PATH, self._updates.receive)] if isinstance(self._updates, Webhook) else []

    async def run(self) -> None:
        """Introduce ourselves, take updates, run errands: each by itself, so that none waits for another."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(starting.introduce(self._api, self._texts))
            tasks.create_task(self._updates.run())
            tasks.create_task(self._errands.run())

    async def refresh(self) -> None:
        """Nothing: what others wrote is sent by `bot.delivery`."""

    async def close(self) -> None:
        """Close the connections to Telegram."""
        await self._api.close()

    async def send(self, outbound: Outbound, row: Said) -> str:
        """Send it; the id of the last message. Raises Later, Refused, Gone."""
        return await self._sending.send(outbound, row.address)

    async def fetch(self, remote: str) -> bytes:
        """A customer's file by its file_id. Raises Later, Refused, Gone."""
        return await fetch(self._api, remote, self._settings.upload_limit)
