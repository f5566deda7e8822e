"""Telegram's own clock, that a test can put forward; and waiting for something to come true."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 120.0


class Clock:
    """Seconds since 1970, by Telegram's reckoning."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> float:
        return time.time() + self.ahead

    def shift(self, seconds: float) -> None:
        """So much later, at once."""
        self.ahead += seconds


class News:
    """`tell` wakes whoever waits in `until`."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def tell(self) -> None:
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for each in waiting:
                if not each.done():
                    each.set_result(None)

    async def until(self, happened: Callable[[], Any], patience: float = PATIENCE) -> bool:
        """Wait until `happened()`; False when it did not within `patience` seconds."""
        end = time.monotonic() + patience
        while not happened():
            news = asyncio.get_running_loop().create_future()
            self._waiting.append(news)
            await asyncio.wait([news], timeout=end - time.monotonic())
            if not news.done():
                return bool(happened())
        return True
