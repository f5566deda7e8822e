"""A customer at the web chat, as the page: says again what was not taken, comes back, acknowledges."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.web.frames import CHANNEL, address_of

PATIENCE = 60.0
LONGEST_PAUSE = 0.25
REFUSED_PAUSE = 0.5

Row = dict[str, Any]


class Stuck(Exception):
    """The customer waited longer than anyone would."""


def asks(row: Row) -> bool:
    """Whether this line wants an answer: it is a question of the survey or has something to pick."""
    return row["from"] != "me" and ("progress" in row or "choices" in row)


async def at_once() -> float:
    """The pace of a customer who answers without thinking: the next message is due now."""
    return time.perf_counter()


@dataclass
class Customer:
    """One talk over one WebSocket at a time.

    `said` is the transcript by seq, `sent` every message in the order in which it was said, `taken` the ids
    of those that the server has acknowledged, `repeats` how many it knew already when they were said again,
    `displaced` the ids of those that were refused, and so said again after others. `doors` are further
    addresses of the same service: each connection takes the next. `waits` are the seconds from each message
    (from when it was due) to its reply; `began` and `ended` are the moments of arrival and of the last reply.
    """

    url: str
    http: aiohttp.ClientSession
    pace: Callable[[], Awaitable[float]] = at_once
    token: str | None = None
    doors: tuple[str, ...] = ()
    said: dict[int, Row] = field(default_factory=dict)
    sent: list[Row] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    refused: list[Row] = field(default_factory=list)
    displaced: set[str] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    repeats: int = 0
    connections: int = 0
    began: float = 0.0
    ended: float = 0.0
    _socket: aiohttp.ClientWebSocketResponse | None = None
    _up: bool = False
    _tries: int = 0
    _sending: asyncio.Lock = field(default_factory=asyncio.Lock)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _unsent: dict[str, Row] = field(default_factory=dict)
    _reader: asyncio.Task[None] | None = None
    _later: set[asyncio.Task[None]] = field(default_factory=set)

    channel = CHANNEL
    forgotten: frozenset[str] = frozenset()
    in_vain: frozenset[str] = frozenset()

    @property
    def address(self) -> str:
        """What the talk is kept under."""
        return address_of(self.token or "")

    @property
    def last(self) -> int:
        """The last number shown: what the device acknowledges."""
        return max(self.said, default=0)

    @property
    def heard(self) -> list[Row]:
        """What the other side said, in order."""
        return [self.said[seq] for seq in sorted(self.said) if self.said[seq]["from"] != "me"]

    @property
    def open(self) -> Row:
        """What is asked now: the last thing said that asks."""
        return next(row for row in reversed(self.heard) if asks(row))

    async def arrive(self) -> "Customer":
        """Opens the page, for the first time or again, and waits for what is asked."""
        self.began = await self.pace()
        self._reader = asyncio.create_task(self._stay())
        await self.until(lambda: self._up and self.said and asks(self.said[self.last]))
        return self

    async def leave(self) -> None:
        """Closes the page, having seen all."""
        for task in filter(None, (self._reader, *self._later)):
            task.cancel()
        await self._send({"type": "seen", "seq": self.last})
        self._up = False
        if self._socket:
            await self._socket.close()

    async def says(self, *texts: str) -> None:
        """Says these, one right after the other, and waits for the reply to the last."""
        await self._tell([{"type": "text", "text": text} for text in texts])

    async def picks(self, *keys: str) -> None:
        """Picks of what is asked and waits for the reply."""
        await self._tell([{"type": "choice", "of": self.open["of"], "keys": list(keys)}])

    async def until(self, done: Callable[[], Any]) -> None:
        """Waits until `done()`; wakes with every piece of news."""
        end = time.monotonic() + PATIENCE
        while not done():
            if self._reader and self._reader.done():
                self._reader.result()
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), end - time.monotonic())
            except TimeoutError:
                raise Stuck(f"{len(self._unsent)} not taken, {len(self.said)} lines shown") from None

    async def _tell(self, frames: list[Row]) -> None:
        due = await self.pace()
        for frame in frames:
            frame["id"] = f"m{len(self.sent) + 1}"
            self.sent.append(frame)
            self._unsent[frame["id"]] = frame
            await self._send(frame | {"seen": self.last})
        await self.until(self._answered)
        self.ended = time.perf_counter()
        self.waits.append(self.ended - due)

    def _answered(self) -> bool:
        """All that was said stands in the transcript, and under it a reply, which ends in something asked."""
        mine = sum(row["from"] == "me" for row in self.said.values())
        return not self._unsent and mine >= len(self.sent) and asks(self.said[self.last])

    async def _send(self, frame: Row) -> None:
        async with self._sending:
            if self._up:
                await self._put(frame)

    async def _put(self, frame: Row) -> None:
        try:
            await self._socket.send_json(frame)
        except (ConnectionError, aiohttp.ClientError):
            self._up = False  # it stands among the unsent and goes out after the next welcome

    async def _stay(self) -> None:
        """Keeps a connection: when one is lost, the next is tried."""
        pause = 0.02
        while True:
            try:
                doors = (self.url, *self.doors)
                door = doors[self._tries % len(doors)]
                self._tries += 1
                async with self.http.ws_connect(door + "/chat/ws", max_msg_size=0) as socket:
                    pause = 0.02
                    await self._listen(socket)
            except (aiohttp.ClientError, ConnectionError, TimeoutError):
                pause = min(pause * 2, LONGEST_PAUSE)
            self._up = False
            await asyncio.sleep(pause)  # the pause between two tries to connect, as the page makes it

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.connections += 1
        await socket.send_json({"type": "hello", "token": self.token, "after": self.last, "survey": ""})
        async for message in socket:
            await self._hear(message.json())
            self._news.set()

    async def _hear(self, frame: Row) -> None:
        match frame["type"]:
            case "welcome":
                self.token = frame["token"]
                await self._resend()
            case "said":
                self.said[frame["seq"]] = frame
            case "taken":
                self.taken.add(frame["id"])
                self.repeats += frame["seq"] is None
                self._unsent.pop(frame["id"], None)
            case "refused":
                self.refused.append(frame)
                task = asyncio.create_task(self._again(frame["id"]))
                self._later.add(task)
                task.add_done_callback(self._later.discard)

    async def _again(self, mark: str | None) -> None:
        """Taps on what was not taken; where it was the talk itself that did not open, loads the page anew."""
        self.displaced.add(mark or "")
        await asyncio.sleep(REFUSED_PAUSE)
        async with self._sending:
            if not mark and self._socket:
                await self._socket.close()
            elif self._up and mark in self._unsent:
                await self._put(self._unsent[mark] | {"seen": self.last})

    async def _resend(self) -> None:
        """In the order in which it was said, before anything newer."""
        async with self._sending:
            self._up = True
            for frame in list(self._unsent.values()):
                await self._put(frame | {"seen": self.last})
