"""The webhook: each update is posted until it is answered 200, in order within a chat, chats side by side."""

import asyncio
import itertools
from collections.abc import Sequence
from typing import Any

import aiohttp
import orjson

from tests.telegram.clock import News
from tests.telegram.queue import Entry, Queue

LONGEST_PAUSE = 1.0


class Webhook:
    """`urls`: one, or those of several workers, served in turn. `answers`: how often each status came.

    `apart`: a chat's updates are not kept waiting for the one before.
    """

    def __init__(self, queue: Queue, news: News) -> None:
        self.urls: Sequence[str] = ()
        self.secret = ""
        self.apart = False
        self.answers: dict[int, int] = {}
        self._queue = queue
        self._news = news
        self._busy: set[int] = set()
        self._flying: set[int] = set()
        self._workers: list[asyncio.Task[None]] = []

    async def set(self, urls: Sequence[str], secret: str = "", connections: int = 40) -> None:
        """Post to these from now on; none: no more."""
        await self.stop()
        self.urls, self.secret = urls, secret
        if urls:
            self._turn = itertools.cycle(urls)
            self._workers = [asyncio.create_task(self._work()) for _ in range(connections)]

    async def stop(self) -> None:
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        self._workers = []
        self._busy.clear()
        self._flying.clear()

    async def _work(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as http:
            while True:
                entry = self._next()
                if entry is None:
                    await self._news.until(self._next, patience=60)
                    continue
                self._busy.add(entry.chat)
                self._flying.add(entry.id)
                try:
                    await self._deliver(http, entry)
                finally:
                    self._busy.discard(entry.chat)
                    self._flying.discard(entry.id)
                    self._news.tell()

    def _next(self) -> Entry | None:
        return self._queue.next(() if self.apart else self._busy, self._flying)

    async def _deliver(self, http: aiohttp.ClientSession, entry: Entry) -> None:
        pause = 0.02
        while entry.id in self._queue.waiting:
            status = await self._post(http, entry)
            self.answers[status] = self.answers.get(status, 0) + 1
            if status == 200:
                self._queue.settle(entry)
                return
            await asyncio.sleep(pause)  # Telegram comes again by itself, later and later
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _post(self, http: aiohttp.ClientSession, entry: Entry) -> int:
        headers: dict[str, Any] = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        try:
            body = orjson.dumps(entry.json)
            async with http.post(next(self._turn), data=body, headers=headers) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, ConnectionError, TimeoutError):
            return 0
