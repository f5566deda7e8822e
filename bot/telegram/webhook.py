"""The webhook: our own route. An update is kept before it is acknowledged."""

import asyncio
import json
import time
from hmac import compare_digest
from typing import Any

import orjson
import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.inbox import Unavailable
from bot.seldom import Seldom
from bot.telegram.api import Api, until_done
from bot.telegram.events import CHANNEL
from bot.telegram.reach import Reach
from bot.telegram.receiving import Receiver
from bot.telegram.updates import KINDS
from storage import db
from storage.settings import Settings

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 100
FIRST_LOOK = 3.0
LOOK_EVERY = A_MINUTE = 60.0

log = structlog.get_logger()


def parsed(body: bytes) -> Any:
    """The JSON in it. orjson is strict and quick; what it refuses may still be JSON. Raises ValueError."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        try:
            return json.loads(body)
        except RecursionError:
            raise ValueError("nested too deep") from None


class Webhook:
    """Tells Telegram where we are, takes what it posts, and looks now and then whether it reaches us."""

    def __init__(self, settings: Settings, api: Api, receiver: Receiver, reach: Reach) -> None:
        self._url = settings.bot_address + PATH
        self._secret = settings.telegram_webhook_secret
        self._expected = self._secret.encode()
        self._api = api
        self._receiver = receiver
        self._reach = reach
        self._refused = Seldom(A_MINUTE)
        self._received = False
        self._missed = False

    async def receive(self, request: web.Request) -> web.Response:
        """200 once the update is committed, 403 without the secret, 503 where it can't be kept now (Telegram
        sends it again), 400 for what is no JSON. aiohttp refuses more than a megabyte."""
        told = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not compare_digest(told, self._expected):
            return self._refuse("secret", 403)
        try:
            update = parsed(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return self._refuse("too_large", 413)
        except ValueError:
            return self._refuse("malformed", 400)
        try:
            for event in await self._receiver.read([update]):
                await self._receiver.take(event)
        except (Unavailable, db.OutOfReach):
            return web.Response(status=503)
        self._received = True
        return web.Response()

    def _refuse(self, why: str, status: int) -> web.Response:
        """Told once a minute: anybody can come here, as often as they like."""
        if self._refused.allows(why, time.monotonic()):
            log.info("refused", channel=CHANNEL, why=why)
        return web.Response(status=status)

    async def run(self) -> None:
        """Set it, then watch it, until cancelled."""
        await until_done("setWebhook", self._set)
        wait = FIRST_LOOK
        while True:
            await asyncio.sleep(wait)
            wait = LOOK_EVERY
            try:
                await self._look()
            except (TelegramError, db.OutOfReach) as error:
                log.warning("webhook not looked at", channel=CHANNEL, error=type(error).__name__)

    async def _set(self) -> None:
        await self._api.call(
            "setWebhook",
            url=self._url,
            secret_token=self._secret,
            allowed_updates=KINDS,
            max_connections=CONNECTIONS,
        )

    async def _look(self) -> None:
        """Updates reach us when Telegram has our address, and nothing waits there or something has come."""
        info = await self._api.call("getWebhookInfo")
        received, self._received = self._received, False
        if not info.get("url"):
            await self._set()
        elif info["url"] != self._url:
            log.error("the webhook leads elsewhere: another installation uses this token", channel=CHANNEL)
        elif info.get("pending_update_count") and not received:
            self._miss()
        else:
            self._missed = False
            await self._reach.noticed()

    def _miss(self) -> None:
        """Once may be chance: something has just arrived there. Twice is told."""
        if self._missed:
            log.warning("telegram does not reach the webhook", channel=CHANNEL)
        self._missed = True
