"""Web chat: a page of our own, a WebSocket, uploads. The outbox is its transcript.

The process that holds a socket shows what comes after the last line that its page has; a line counts as
sent when the page has acknowledged it. Lines that this process has just committed are shown straight away,
others when a signal or the poll tells.

Frames of the page: `hello` (token, after, survey, visit, place, language) first, then `text` (id, text,
seen), `choice` (id, of, keys, seen) and `seen` (seq). Ours: `welcome` (token), `said` (seq, from me, bot or
staff, at, text, and where there are any of, choices, picker, many, progress, details, keys, also, file,
name), `taken` (id, seq; null for a repeat), `refused` (id or null, why, text). Where no WebSocket gets
through, `bot.web.polling` carries the same.
"""

import asyncio
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, WSMsgType, web
from sqlalchemy import Engine

from bot.inbox import Inbox
from bot.web import frames, newcomers, page, polling, scan
from bot.web.frames import Refused
from bot.web.hearing import Hearing
from bot.web.polling import Polling
from bot.web.sockets import Socket, Sockets
from bot.web.uploads import Uploads
from storage import definitions
from storage.settings import Settings

LARGEST_FRAME = 8 * 1024 * 1024  # what is too long is answered; only what is absurd ends the connection
HEARTBEAT = 25.0
GREETING_SECONDS = 20.0


class WebChat:
    """The channel `webchat`."""

    name = frames.CHANNEL

    def __init__(self, engine: Engine, inbox: Inbox, settings: Settings) -> None:
        self._settings = settings
        texts = definitions.texts(settings.language)
        self._sockets = Sockets(engine)
        self._hearing = Hearing(inbox, self._sockets, texts)
        self._polling = Polling(self._hearing, self._sockets, self._from_own_page)
        self._uploads = Uploads(engine, self._hearing, texts, settings.upload_limit)

    def routes(self) -> list[web.RouteDef]:
        """The page, its socket or the requests in its place, its files."""
        return [
            *page.routes(self._settings),
            web.get("/chat/ws", self._talk),
            web.post(polling.PATH, self._polling.take),
            web.get(polling.PATH, self._polling.give),
            web.post("/chat/files", self._uploads.receive),
            web.get(r"/chat/files/{id:\d{1,18}}", self._uploads.show),
            scan.route(self._settings),
        ]

    async def refresh(self) -> None:
        """Show what others have written."""
        await self._sockets.refresh()

    async def close(self) -> None:
        """Let the pages go; they come back by themselves."""
        await self._sockets.close()

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        if not self._from_own_page(request):
            raise web.HTTPForbidden
        ws = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST_FRAME, compress=False)
        await ws.prepare(request)
        hello = await self._greet(ws)
        if hello is not None:
            token = hello.token or frames.new_token()
            socket = Socket(ws, frames.address_of(token), hello.after, newcomers.place(request))
            try:
                await socket.tell(frames.welcome(token))
                await self._sockets.add(socket)
                await self._hearing.open(socket, hello)
                await self._listen(socket)
            except Refused as refused:
                await self._hearing.refuse(socket, refused)
                await ws.close(code=WSCloseCode.TRY_AGAIN_LATER)
            finally:
                self._sockets.remove(socket)
        return ws

    def _from_own_page(self, request: web.Request) -> bool:
        """A browser says whose page opens the socket (RFC 6455, 10.2); other programs say nothing."""
        origin = request.headers.get("Origin")
        if origin is None:
            return True
        return urlsplit(origin).netloc in (request.host, urlsplit(self._settings.bot_address).netloc)

    async def _greet(self, ws: web.WebSocketResponse) -> frames.Hello | None:
        """The first frame says which talk this is. None: it did not, and the socket is closed."""
        try:
            async with asyncio.timeout(GREETING_SECONDS):
                message = await ws.receive()
            if message.type is not WSMsgType.TEXT:
                raise Refused("malformed")
            return frames.hello(frames.read(message.data))
        except (TimeoutError, Refused):
            await self._hearing.refuse(Socket(ws, "", 0), Refused("malformed"))
            await ws.close(code=WSCloseCode.POLICY_VIOLATION)
            return None

    async def _listen(self, socket: Socket) -> None:
        async for message in socket.ws:
            try:
                if message.type is not WSMsgType.TEXT:
                    raise Refused("malformed")
                await self._hearing.hear(socket, frames.read(message.data))
            except Refused as refused:
                await self._hearing.refuse(socket, refused)
