"""The open pages of this process: each gets every line of its talk, once and in order."""

import asyncio
import contextlib
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable

from aiohttp import WSCloseCode, web
from sqlalchemy import Engine

from bot.performing import Receipt
from bot.web import frames
from storage import conversations, db
from storage.conversations import Line
from storage.conversations.latest import latest as numbers

PAGE = 200


class Page(ABC):
    """A page that is open. `after` is the number of the last line that it was sent, `language` the one that
    it is in (empty: not told), `place` where it connects from (`bot.web.newcomers`)."""

    def __init__(self, address: str, after: int, place: str = "") -> None:
        self.address = address
        self.after = after
        self.place = place
        self.language = ""
        self.conversation_id: int | None = None
        self.in_order = asyncio.Lock()

    async def show(self, lines: Iterable[Line]) -> None:
        """Send the lines that this page has not been sent."""
        for line in lines:
            if line.seq > self.after:
                await self.tell(frames.said(line, self.address, time.time()))
                self.after = line.seq

    @abstractmethod
    async def tell(self, text: str) -> None:
        """Hand over a frame; a page that has just gone misses nothing: it asks again when it comes back."""

    @abstractmethod
    async def close(self) -> None:
        """Send it away, in a way that it comes back."""


class Socket(Page):
    """A page that holds a WebSocket."""

    def __init__(self, ws: web.WebSocketResponse, address: str, after: int, place: str = "") -> None:
        super().__init__(address, after, place)
        self.ws = ws

    async def tell(self, text: str) -> None:
        with contextlib.suppress(ConnectionError):
            await self.ws.send_str(text)

    async def close(self) -> None:
        await self.ws.close(code=WSCloseCode.SERVICE_RESTART)


class Sockets:
    """By address, as several tabs may show one talk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: dict[str, list[Page]] = {}
        self._catching_up: set[asyncio.Task[None]] = set()

    async def add(self, page: Page) -> None:
        """Show the page what it has missed; from now on it gets what comes."""
        self._open.setdefault(page.address, []).append(page)
        async with page.in_order:
            page.conversation_id = await asyncio.to_thread(self._find, page.address)
            if page.conversation_id is None:
                page.after = 0
            else:
                await self._catch_up(page)

    async def place(self, page: Page) -> None:
        """Which talk it is, and how far it has got: for a page that is told nothing of it now."""
        page.conversation_id, page.after = await asyncio.to_thread(self._standing, page.address)

    def remove(self, page: Page) -> None:
        """The page has gone."""
        tabs = self._open.get(page.address, [])
        if page in tabs:
            tabs.remove(page)
        if not tabs:
            self._open.pop(page.address, None)

    async def show(self, address: str, receipt: Receipt) -> None:
        """Show what this process has just committed; a page that lacks what came before gets that too."""
        if receipt.seq is None:
            return
        for page in list(self._open.get(address, ())):
            page.conversation_id = receipt.conversation_id
            async with page.in_order:
                if receipt.seq > page.after + 1:
                    await self._catch_up(page)
                else:
                    await page.show(receipt.lines)

    async def refresh(self) -> None:
        """Show what others have written, to each page on its own: a slow one holds up nobody."""
        pages = [page for tabs in self._open.values() for page in tabs if page.conversation_id]
        if not pages:
            return
        latest = await asyncio.to_thread(self._latest, {page.conversation_id or 0 for page in pages})
        for page in pages:
            if latest.get(page.conversation_id or 0, 0) > page.after:
                task = asyncio.create_task(self._refresh(page))
                self._catching_up.add(task)
                task.add_done_callback(self._catching_up.discard)

    async def close(self) -> None:
        """Send all pages away, in a way that they come back."""
        pages = [page for tabs in self._open.values() for page in tabs]
        closing = (page.close() for page in pages)
        await asyncio.gather(*closing, return_exceptions=True)

    async def _refresh(self, page: Page) -> None:
        async with page.in_order:
            await self._catch_up(page)

    async def _catch_up(self, page: Page) -> None:
        """Its turn must be held: the lines are read and sent in order."""
        assert page.conversation_id is not None
        behind = True
        while behind:
            lines, latest = await asyncio.to_thread(self._missed, page.conversation_id, page.after)
            await page.show(lines)
            behind = len(lines) == PAGE
        page.after = latest

    def _find(self, address: str) -> int | None:
        with db.reading(self._engine) as session:
            return conversations.find(session, (frames.CHANNEL, address))

    def _standing(self, address: str) -> tuple[int | None, int]:
        with db.reading(self._engine) as session:
            found = conversations.find(session, (frames.CHANNEL, address))
            return found, numbers(session, [found])[found] if found else 0

    def _latest(self, ids: set[int]) -> dict[int, int]:
        with db.reading(self._engine) as session:
            return numbers(session, ids)

    def _missed(self, conversation_id: int, after: int) -> tuple[list[Line], int]:
        """The lines after that number, at most a page of them, and the last number given."""
        with db.reading(self._engine) as session:
            latest = numbers(session, [conversation_id])[conversation_id]
            return conversations.transcript(session, conversation_id, after, PAGE), latest
