"""Small calls that nobody waits for: buttons let go, keyboards edited, groups left. Best effort."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import RetryAfter, TelegramError

from bot.telegram.api import seconds

LANES = 8
MOST_WAITING = 250

NOBODY_MISSES = (TelegramError, SQLAlchemyError)
"""A query that is too old, a message that is gone, a keyboard that can't be looked up now."""

Errand = Callable[[], Awaitable[object]]

log = structlog.get_logger()


class Errands:
    """Runs errands in order within a chat, a few chats at once. What is too much is left undone."""

    def __init__(self) -> None:
        self._lanes: list[asyncio.Queue[Errand]] = [asyncio.Queue(MOST_WAITING) for _ in range(LANES)]

    def put(self, address: str, errand: Errand) -> None:
        """Do this some time soon, unless there is too much to do."""
        lane = self._lanes[hash(address) % LANES]
        if not lane.full():
            lane.put_nowait(errand)

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for lane in self._lanes:
                tasks.create_task(_work(lane))


async def _work(lane: asyncio.Queue[Errand]) -> None:
    while True:
        errand = await lane.get()
        try:
            await errand()
        except RetryAfter as error:
            await asyncio.sleep(seconds(error))
        except NOBODY_MISSES as error:
            log.debug("errand not done", error=type(error).__name__)
