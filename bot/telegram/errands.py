"""Small calls that nobody waits for: buttons let go, keyboards edited, groups left. Best effort."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog
from telegram.error import RetryAfter, TelegramError

from bot.telegram.api import seconds
from storage import db

AT_ONCE = 8
MOST_WAITING = 250
"""Errands of one chat."""
MOST_CHATS = 2_000

NOBODY_MISSES = (TelegramError, db.OutOfReach)
"""A query that is too old, a message that is gone, a keyboard that can't be looked up now."""

Errand = Callable[[], Awaitable[object]]

log = structlog.get_logger()


class Errands:
    """Runs errands in order within a chat, a few chats at once. What is too much is left undone."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Errand]] = {}
        self._ready: asyncio.Queue[str] = asyncio.Queue()  # chats with errands, none at work, none resting

    def put(self, address: str, errand: Errand) -> None:
        """Do this some time soon, unless there is too much to do."""
        if address in self._waiting:
            if len(self._waiting[address]) < MOST_WAITING:
                self._waiting[address].append(errand)
        elif len(self._waiting) < MOST_CHATS:
            self._waiting[address] = deque([errand])
            self._ready.put_nowait(address)

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(AT_ONCE):
                tasks.create_task(self._work())

    async def _work(self) -> None:
        while True:
            address = await self._ready.get()
            errands = self._waiting[address]
            if rest := await _done(errands[0]):  # this chat alone rests; then it is tried again
                asyncio.get_running_loop().call_later(rest, self._ready.put_nowait, address)
                continue
            errands.popleft()
            if errands:
                self._ready.put_nowait(address)
            else:
                del self._waiting[address]


async def _done(errand: Errand) -> float:
    """Zero, or the seconds after which Telegram wants to hear of it."""
    try:
        await errand()
    except RetryAfter as error:
        return seconds(error)
    except NOBODY_MISSES as error:
        log.debug("errand not done", error=type(error).__name__)
    return 0.0
