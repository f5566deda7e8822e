"""A customer on the web chat, over a real WebSocket. Waits for what it expects, never sleeps."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import aiohttp

PATIENCE = 60.0

Row = dict[str, Any]


class Customer:
    """`rows`: the transcript by number, `taken`: the receipts, `refused`: what was not taken."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url
        self.token = token
        self.rows: dict[int, Row] = {}
        self.order: list[int] = []
        self.taken: dict[str, int | None] = {}
        self.refused: list[Row] = []
        self._changed = asyncio.Condition()
        self._session: aiohttp.ClientSession | None = None
        self._ws: aiohttp.ClientWebSocketResponse | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def after(self) -> int:
        return max(self.rows, default=0)

    @property
    def asked(self) -> Row:
        """The last thing said that has choices."""
        return next(self.rows[seq] for seq in sorted(self.rows, reverse=True) if "choices" in self.rows[seq])

    async def connect(
        self,
        after: int = 0,
        survey: str = "",
        visit: str = "",
        place: str = "",
        language: Any = "",
        **headers: str,
    ) -> None:
        self._session = self._session or aiohttp.ClientSession()
        self._ws = await self._session.ws_connect(self.url + "chat/ws", headers=headers, max_msg_size=0)
        hello = {"type": "hello", "token": self.token, "after": after, "survey": survey, "visit": visit}
        await self.sends(**hello, place=place, language=language)
        self._reading = asyncio.create_task(self._read())

    async def is_sent_away(self) -> None:
        """Wait until the server has closed the connection."""
        assert self._reading is not None
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait([self._reading])

    async def leave(self) -> None:
        if self._ws is not None:
            await self._ws.close()
        if self._reading is not None:
            await asyncio.wait([self._reading])
        if self._session is not None:
            await self._session.close()
        self._session = self._ws = self._reading = None

    async def sends(self, **frame: Any) -> None:
        await self.sends_raw(json.dumps(frame))

    async def sends_raw(self, text: str) -> None:
        assert self._ws is not None
        await self._ws.send_str(text)

    async def sends_bytes(self, content: bytes) -> None:
        assert self._ws is not None
        await self._ws.send_bytes(content)

    async def says(self, text: str, mark: str = "") -> str:
        """Say it and wait until it is taken or refused; its mark."""
        mark = mark or uuid4().hex
        await self.sends(type="text", id=mark, text=text, seen=self.after)
        await self.until(lambda: mark in self.taken or any(row["id"] == mark for row in self.refused))
        return mark

    async def picks(self, *keys: str, of: str = "", mark: str = "") -> str:
        mark = mark or uuid4().hex
        await self.sends(type="choice", id=mark, of=of or self.asked["of"], keys=list(keys), seen=self.after)
        await self.until(lambda: mark in self.taken or any(row["id"] == mark for row in self.refused))
        return mark

    async def hears(self, *words: str) -> Row:
        """Wait for a line said to the customer that has all these words."""

        def heard() -> Row | None:
            said = (row for row in self.rows.values() if row["from"] != "me")
            return next((row for row in said if all(word in row["text"] for word in words)), None)

        await self.until(lambda: heard() is not None, f"to hear {words}")
        found = heard()
        assert found is not None
        return found

    async def sees(self) -> None:
        """Tell that all that came was seen."""
        await self.sends(type="seen", seq=self.after)

    async def uploads(self, name: str, content: bytes, mark: str = "", **fields: str) -> tuple[int, Row]:
        form = aiohttp.FormData(
            {"id": mark or uuid4().hex, "seen": str(self.after), **fields}, quote_fields=False
        )
        form.add_field("file", content, filename=name)
        assert self._session is not None
        headers = {"X-Talk": self.token or ""}
        async with self._session.post(self.url + "chat/files", data=form, headers=headers) as answer:
            return answer.status, await answer.json()

    async def fetches(self, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        assert self._session is not None
        async with self._session.get(self.url + path, headers=headers) as answer:
            return answer.status, await answer.read(), dict(answer.headers)

    async def until(self, happened: Any, what: str = "") -> None:
        async with self._changed:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._changed.wait_for(happened)
            except TimeoutError:
                raise AssertionError(f"waited in vain {what}; heard {list(self.rows.values())}") from None

    async def _read(self) -> None:
        assert self._ws is not None
        async for message in self._ws:
            frame = json.loads(message.data)
            async with self._changed:
                self._note(frame)
                self._changed.notify_all()
        async with self._changed:
            self._changed.notify_all()

    def _note(self, frame: Row) -> None:
        if frame["type"] == "welcome":
            self.token = frame["token"]
        elif frame["type"] == "said":
            self.rows[frame["seq"]] = frame
            self.order.append(frame["seq"])
        elif frame["type"] == "taken":
            self.taken[frame["id"]] = frame["seq"]
        else:
            self.refused.append(frame)
