"""Pages that update by themselves: one watcher a process tells every open page that something has changed.

It says nothing more; the page fetches itself again, and so shows only what its reader may see. Whose session
ends hears no more.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from admin.door import DOOR, Door, now
from admin.guarding import guarded
from admin.pages import Route
from admin.security import TOKEN
from storage import db, users
from storage.queries import marks

POLL = 0.5  # seconds, where no process of this machine rings
HEARTBEAT = 15  # seconds; keeps proxies from closing a quiet stream
AWAY = 3  # looks in a row that the database has not answered: the pages are told, and ask until it is back


class Watcher:
    """Looks for changes while somebody listens."""

    def __init__(self, place: Door) -> None:
        self._place = place
        self._listeners: dict[asyncio.Queue[bool], str] = {}
        self._task: asyncio.Task[None] | None = None
        self._begun = asyncio.Event()

    async def changes(self, token: str) -> AsyncIterator[bool]:
        """False: from now on changes are heard. Then True for each, and False where nothing happens for long;
        ends with the session of this token, with the server, or while the database is away."""
        queue: asyncio.Queue[bool] = asyncio.Queue(maxsize=1)
        self._listeners[queue] = token
        if self._task is None:
            self._begun.clear()
            self._task = asyncio.create_task(self._watch())
        try:
            await self._begun.wait()
            yield False
            while True:
                try:
                    if not await asyncio.wait_for(queue.get(), HEARTBEAT):
                        return
                    yield True
                except TimeoutError:
                    yield False
        finally:
            self._listeners.pop(queue, None)

    async def _watch(self) -> None:
        try:
            before, _ = await self._look() or (None, None)
            self._begun.set()
            unanswered = 0
            while self._listeners:
                await self._place.wake.wait(POLL)
                found = await self._look()
                unanswered = 0 if found else unanswered + 1
                if unanswered >= AWAY:
                    self._tell(False, set(self._listeners))
                mark, ended = found or (before, set())
                self._tell(False, {each for each, of in self._listeners.items() if of in ended})
                if mark != before:
                    self._tell(True, set(self._listeners))
                before = mark
        finally:
            self._begun.set()
            self._task = None

    async def _look(self) -> tuple[object, set[str]] | None:
        """What changes with every change, and the tokens whose sessions have ended; None where the database
        does not answer just now."""
        try:
            return await self._place.read(looked, set(self._listeners.values()), now())
        except db.OutOfReach:
            return None

    def _tell(self, going_on: bool, listeners: set[asyncio.Queue[bool]]) -> None:
        for queue in listeners:
            if queue.empty():
                queue.put_nowait(going_on)

    def close(self) -> None:
        """End the streams and stop watching."""
        self._tell(False, set(self._listeners))
        if self._task:
            self._task.cancel()
        self._begun.set()  # also where it is cancelled before it has begun


def looked(session: Session, tokens: set[str], at: datetime) -> tuple[object, set[str]]:
    """What the watcher looks for, in one go."""
    return marks.change_mark(session, at), tokens - users.alive(session, tokens, at)


WATCHER = web.AppKey("watcher", Watcher)


def add(app: web.Application) -> None:
    """GET /live, the stream (server-sent events)."""
    app[WATCHER] = Watcher(app[DOOR])
    app.on_shutdown.append(close)
    app.router.add_get("/live", guarded(Route("GET", "/live", stream, "viewer", own=True)), allow_head=False)


async def close(app: web.Application) -> None:
    """Signal `on_shutdown`."""
    app[WATCHER].close()
    app[DOOR].wake.close()


async def stream(request: web.Request) -> web.StreamResponse:
    """`event: changed` for every change; at first, and where nothing happens, when to try again. It opens
    once changes are heard: what the page fetches then misses none."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    with suppress(ConnectionResetError):  # the page has been closed
        async for changed in request.app[WATCHER].changes(request[TOKEN]):
            if not response.prepared:
                await response.prepare(request)
            await response.write(b"event: changed\ndata:\n\n" if changed else b"retry: 1000\n\n")
    return response
