"""A customer on the web chat whose proxy forbids WebSocket: the same frames, by POST and GET."""

import asyncio
import json
from contextlib import suppress

import aiohttp

from tests.bot.customer import Customer

FRAMES = "chat/frames"


class PollingCustomer(Customer):
    """As `Customer`, over long polling."""

    async def connect(self, after: int = 0, survey: str = "", visit: str = "", place: str = "") -> None:
        self._session = self._session or aiohttp.ClientSession()
        hello = {"type": "hello", "token": self.token, "after": after, "survey": survey}
        await self.sends(**hello, visit=visit, place=place)
        self._reading = asyncio.create_task(self._read())

    async def leave(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
        if self._session is not None:
            await self._session.close()
        self._session = self._reading = None

    async def sends_raw(self, text: str) -> None:
        status, told = await self.posts(f"[{text}]")
        assert status in (200, 400), status
        async with self._changed:
            for frame in told:
                self._note(frame)
            self._changed.notify_all()

    async def posts(self, body: str, **headers: str) -> tuple[int, list]:
        """Hand in a body as it is; the status and what came of it."""
        assert self._session is not None
        headers = self._headers | {"Content-Type": "application/json"} | headers
        async with self._session.post(self.url + FRAMES, data=body.encode(), headers=headers) as answer:
            told = await answer.json() if answer.content_type == "application/json" else []
            return answer.status, told

    @property
    def _headers(self) -> dict[str, str]:
        return {"X-Talk": self.token} if self.token else {}

    async def _read(self) -> None:
        while True:
            assert self._session is not None
            asked = self._session.get(
                self.url + FRAMES, params={"after": str(self.after)}, headers=self._headers
            )
            async with asked as answer:
                answer.raise_for_status()
                told = json.loads(await answer.text())
            async with self._changed:
                for frame in told:
                    self._note(frame)
                self._changed.notify_all()
