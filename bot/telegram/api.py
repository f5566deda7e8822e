"""The Bot API by way of python-telegram-bot, as transport only: methods by name, answers as JSON."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import structlog
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot import pace
from bot.telegram.request import AiohttpRequest
from storage.settings import Settings

LONGEST_PAUSE = 20.0
MARGIN = 10.0  # seconds that an answer may come later than the server was asked to wait

log = structlog.get_logger()


class _Bot(Bot):
    """Does not advise to call methods by their Python names: that would make objects of all that comes."""

    @classmethod
    def _warn(cls, *_: Any, **__: Any) -> None:
        return


class Api:
    """Calls of one bot, over so many `connections`, and one to poll. Errors are telegram.error's; their texts
    may hold the token and are never logged."""

    def __init__(self, settings: Settings, connections: int) -> None:
        server = settings.telegram_api_url.rstrip("/")
        self._requests = (
            AiohttpRequest(1),
            AiohttpRequest(connections, largest=settings.upload_limit),
        )
        polling, calls = self._requests
        self._bot = _Bot(
            settings.telegram_token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            get_updates_request=polling,
            request=calls,
        )

    async def call(self, method: str, **parameters: Any) -> Any:
        """The result of a method, as JSON."""
        return await self._asked(method, parameters)

    async def updates(self, offset: int, wait: int, allowed: Sequence[str]) -> list[dict[str, Any]]:
        """What has arrived from `offset` on, waited for up to `wait` seconds; what is before is forgotten."""
        parameters = {"offset": offset, "timeout": wait, "allowed_updates": allowed}
        found = await self._asked("getUpdates", parameters, wait + MARGIN)
        if not isinstance(found, list):
            return []
        return [one for one in found if isinstance(one, dict) and isinstance(one.get("update_id"), int)]

    async def _asked(self, method: str, parameters: dict[str, Any], wait: float | None = None) -> Any:
        """What answers without a result is not the Bot API, but something that stands before it."""
        try:
            return await self._bot.do_api_request(method, parameters, read_timeout=wait)
        except KeyError:
            raise NetworkError("no result") from None

    async def download(self, path: str) -> bytes:
        """The content of the file at this path, which getFile has told."""
        return await self._bot.request.retrieve(f"{self._bot.base_file_url}/{quote(path)}")

    async def close(self) -> None:
        """Close all connections."""
        for request in self._requests:
            await request.shutdown()


def pause(error: Exception, failures: int) -> float:
    """Seconds to wait after so many failures in a row: as long as we are told, else longer each time."""
    if isinstance(error, RetryAfter):
        return seconds(error)
    return pace.pause(failures - 1, LONGEST_PAUSE)


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants us to wait."""
    told: Any = error.retry_after  # a number now, a timedelta in a version to come
    return float(told.total_seconds() if isinstance(told, timedelta) else told)


async def until_done(what: str, work: Callable[[], Awaitable[Any]]) -> Any:
    """Do it until it succeeds. `what` names it in the log."""
    failures = 0
    while True:
        try:
            return await work()
        except TelegramError as error:
            failures += 1
            wait = LONGEST_PAUSE if type(error) is BadRequest else pause(error, failures)
            log.warning("telegram does not take it", what=what, error=type(error).__name__, again_in=wait)
        await asyncio.sleep(wait)
