"""Long polling, for where a proxy forbids WebSocket: the same frames, by POST and GET.

POST /chat/frames hands in an array of frames and answers with the array of what comes of each (`welcome`,
`taken`, `refused`); GET /chat/frames?after=N waits for lines after that number and answers with an array of
`said`. X-Talk has the token, but for who is new. Nothing is remembered between two requests, so any process
may answer any of them: order and once-only come from the marks and numbers in the frames, as on a socket.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from aiohttp import web

from bot.pace import Pace
from bot.web import frames, newcomers
from bot.web.frames import Frame, Hello, Refused
from bot.web.hearing import Hearing
from bot.web.sockets import Page, Sockets
from storage import db

PATH: Final = "/chat/frames"
WAIT_SECONDS: Final = 25.0  # proxies close a request after 30 to 60
MOST_FRAMES: Final = 50
LARGEST: Final = 4 * 1024 * 1024
RATE, BURST = 10, 60
"""Requests a second of one address, and how many at once."""
MOST_WAITS: Final = 8
"""Tabs of one address that wait at the same time."""
ALL_WAITS: Final = 10_000


class Polled(Page):
    """A page for the length of one request."""

    def __init__(self, address: str, after: int = 0, place: str = "") -> None:
        super().__init__(address, after, place)
        self.told: list[str] = []
        self._came = asyncio.Event()

    async def tell(self, text: str) -> None:
        self.told.append(text)
        self._came.set()

    async def close(self) -> None:
        self._came.set()

    async def wait(self, seconds: float) -> None:
        """Until something is told, the door closes or the time is up."""
        try:
            async with asyncio.timeout(seconds):
                await self._came.wait()
        except TimeoutError:
            return


class Polling:
    """The two requests. `trusts` tells whether our own page asks."""

    def __init__(self, hearing: Hearing, sockets: Sockets, trusts: Callable[[web.Request], bool]) -> None:
        self._hearing = hearing
        self._sockets = sockets
        self._trusts = trusts
        self._pace = Pace(RATE, BURST)
        self._waits: Counter[str] = Counter()

    async def take(self, request: web.Request) -> web.Response:
        """POST: frames in, one after the other, so that their order stays."""
        if not self._trusts(request) or request.content_type != "application/json":
            raise web.HTTPForbidden
        token = frames.token_from(request.headers.get("X-Talk"))
        page = Polled(self._address(token) if token else "", place=newcomers.place(request))
        try:
            listed = _listed(await _body(request))
        except Refused as refused:
            await self._hearing.refuse(page, refused)
            return _answer(page, 400)
        try:
            return _answer(await self._heard(page, listed))
        except db.OutOfReach:
            raise web.HTTPServiceUnavailable from None

    async def give(self, request: web.Request) -> web.Response:
        """GET: what was said after that number, at once or as soon as it comes."""
        token = frames.token_from(request.headers.get("X-Talk"))
        after = request.query.get("after", "0")
        if token is None or not (after.isascii() and after.isdecimal() and len(after) < 10):
            raise web.HTTPBadRequest
        page = Polled(self._address(token), int(after))
        if self._waits[page.address] >= MOST_WAITS or self._waits.total() >= ALL_WAITS:
            raise web.HTTPServiceUnavailable
        return await self._waited(page)

    def _address(self, token: str) -> str:
        address = frames.address_of(token)
        if not self._pace.allows(address, time.monotonic()):
            raise web.HTTPTooManyRequests
        return address

    async def _heard(self, page: Polled, listed: Iterable[Frame]) -> Polled:
        if page.address:
            await self._sockets.place(page)
        for number, frame in enumerate(listed):
            try:
                if frame.get("type") == "hello" and not number:
                    page = await self._welcomed(page, frames.hello(frame))
                elif page.address:
                    await self._hearing.hear(page, frame)
                else:
                    raise Refused("malformed")
            except Refused as refused:
                await self._hearing.refuse(page, refused)
        return page

    async def _welcomed(self, page: Polled, hello: Hello) -> Polled:
        """The page of the talk that was asked for. Who has seen more than there is comes from a database that
        is no more."""
        token = hello.token or frames.new_token()
        page = Polled(frames.address_of(token), place=page.place)
        await self._sockets.place(page)
        after = hello.after if hello.after <= page.after else 0
        await page.tell(frames.welcome(token, after=after))
        await self._hearing.open(page, hello)
        return page

    async def _waited(self, page: Polled) -> web.Response:
        self._waits[page.address] += 1
        try:
            await self._sockets.add(page)
            if not page.told:
                await page.wait(WAIT_SECONDS)
        except db.OutOfReach:
            raise web.HTTPServiceUnavailable from None
        finally:
            self._sockets.remove(page)
            self._waits[page.address] -= 1
            if not self._waits[page.address]:
                del self._waits[page.address]
        return _answer(page)


async def _body(request: web.Request) -> bytes:
    """All of it, read piece by piece: what is absurd never fills the memory."""
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > LARGEST:
            raise Refused("too_long")
    return bytes(body)


def _listed(body: bytes) -> list[Frame]:
    """The frames in an array; Refused where it is none."""
    try:
        listed = frames.parsed(body.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        raise Refused("malformed") from None
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_FRAMES:
        raise Refused("malformed")
    if not all(isinstance(frame, dict) for frame in listed):
        raise Refused("malformed")
    return listed


def _answer(page: Polled, status: int = 200) -> web.Response:
    """The frames as an array; nobody on the way keeps a copy."""
    text = f"[{','.join(page.told)}]"
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(text=text, status=status, content_type="application/json", headers=headers)
