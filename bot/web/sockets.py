"""The open sockets of this process: each page gets every line of its talk, once and in order."""

import asyncio
import contextlib
import time
from collections.abc import Iterable, Mapping
from typing import Any

from aiohttp import WSCloseCode, web
from sqlalchemy import Engine

from bot.performing import Receipt
from bot.web import frames
from storage import conversations, db
from storage.conversations import Line
from storage.conversations.latest import latest as numbers

PAGE = 200


class Socket:
    """A page that is open. `after` is the number of the last line that it was sent."""

    def __init__(self, ws: web.WebSocketResponse, address: str, after: int) -> None:
        self.ws = ws
        self.address = address
        self.after = after
        self.conversation_id: int | None = None
        self.in_order = asyncio.Lock()

    async def send(self, frame: Mapping[str, Any]) -> None:
        """Send a frame; a page that has just gone misses nothing, as it asks again when it comes back."""
        await self._send(frames.dump(frame))

    async def show(self, lines: Iterable[Line]) -> None:
        """Send the lines that this page has not been sent."""
        for line in lines:
            if line.seq > self.after:
                await self._send(frames.said(line, self.address, time.time()))
                self.after = line.seq

    async def _send(self, text: str) -> None:
        with contextlib.suppress(ConnectionError):
            await self.ws.send_str(text)


class Sockets:
    """By address, as several tabs may show one talk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: dict[str, list[Socket]] = {}
        self._catching_up: set[asyncio.Task[None]] = set()

    async def add(self, socket: Socket) -> None:
        """Show the page what it has missed; from now on it gets what comes."""
        self._open.setdefault(socket.address, []).append(socket)
        async with socket.in_order:
            socket.conversation_id = await asyncio.to_thread(self._find, socket.address)
            if socket.conversation_id is None:
                socket.after = 0
            else:
                await self._catch_up(socket)

    def remove(self, socket: Socket) -> None:
        """The page has gone."""
        tabs = self._open.get(socket.address, [])
        if socket in tabs:
            tabs.remove(socket)
        if not tabs:
            self._open.pop(socket.address, None)

    async def show(self, address: str, receipt: Receipt) -> None:
        """Show what this process has just committed; a page that lacks what came before gets that too."""
        if receipt.seq is None:
            return
        for socket in list(self._open.get(address, ())):
            socket.conversation_id = receipt.conversation_id
            async with socket.in_order:
                if receipt.seq > socket.after + 1:
                    await self._catch_up(socket)
                else:
                    await socket.show(receipt.lines)

    async def refresh(self) -> None:
        """Show what others have written, to each page on its own: a slow one holds up nobody."""
        sockets = [socket for tabs in self._open.values() for socket in tabs if socket.conversation_id]
        if not sockets:
            return
        latest = await asyncio.to_thread(self._latest, {socket.conversation_id or 0 for socket in sockets})
        for socket in sockets:
            if latest.get(socket.conversation_id or 0, 0) > socket.after:
                task = asyncio.create_task(self._refresh(socket))
                self._catching_up.add(task)
                task.add_done_callback(self._catching_up.discard)

    async def close(self) -> None:
        """Send all pages away, in a way that they come back."""
        sockets = [socket for tabs in self._open.values() for socket in tabs]
        closing = (socket.ws.close(code=WSCloseCode.SERVICE_RESTART) for socket in sockets)
        await asyncio.gather(*closing, return_exceptions=True)

    async def _refresh(self, socket: Socket) -> None:
        async with socket.in_order:
            await self._catch_up(socket)

    async def _catch_up(self, socket: Socket) -> None:
        """Its turn must be held: the lines are read and sent in order."""
        assert socket.conversation_id is not None
        behind = True
        while behind:
            lines, latest = await asyncio.to_thread(self._missed, socket.conversation_id, socket.after)
            await socket.show(lines)
            behind = len(lines) == PAGE
        socket.after = latest

    def _find(self, address: str) -> int | None:
        with db.reading(self._engine) as session:
            return conversations.find(session, (frames.CHANNEL, address))

    def _latest(self, ids: set[int]) -> dict[int, int]:
        with db.reading(self._engine) as session:
            return numbers(session, ids)

    def _missed(self, conversation_id: int, after: int) -> tuple[list[Line], int]:
        """The lines after that number, at most a page of them, and the last number given."""
        with db.reading(self._engine) as session:
            latest = numbers(session, [conversation_id])[conversation_id]
            return conversations.transcript(session, conversation_id, after, PAGE), latest
