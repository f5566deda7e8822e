"""Web chat: a page of our own, a WebSocket, uploads. The outbox is its transcript.

The process that holds a socket shows what comes after the last line that its page has; a line counts as
sent when the page has acknowledged it. Lines that this process has just committed are shown straight away,
others when a signal or the poll tells.

Frames of the page: `hello` (token, after, survey, visit) first, then `text` (id, text, seen), `choice` (id,
of, keys, seen) and `seen` (seq). Ours: `welcome` (token), `said` (seq, from me, bot or staff, at, text, and
where there are any of, choices, picker, many, progress, keys, also, file, name), `taken` (id, seq; null for a
repeat), `refused` (id or null, why, text).
"""

import asyncio
from datetime import UTC, datetime
from secrets import token_urlsafe
from urllib.parse import urlsplit

import structlog
from aiohttp import WSCloseCode, WSMsgType, web
from sqlalchemy import Engine

from bot.inbox import Inbox, TooFast, Unavailable
from bot.message import Inbound
from bot.performing import Receipt
from bot.web import frames, page
from bot.web.frames import Refused
from bot.web.sockets import Socket, Sockets
from bot.web.uploads import Uploads
from storage import definitions
from storage.settings import Settings

LARGEST_FRAME = 8 * 1024 * 1024  # what is too long is answered; only what is absurd ends the connection
HEARTBEAT = 25.0
GREETING_SECONDS = 20.0

log = structlog.get_logger()


class WebChat:
    """The channel `webchat`."""

    name = frames.CHANNEL

    def __init__(self, engine: Engine, inbox: Inbox, settings: Settings) -> None:
        self._engine = engine
        self._inbox = inbox
        self._settings = settings
        self._texts = definitions.texts(settings.language)
        self._sockets = Sockets(engine)

    def routes(self) -> list[web.RouteDef]:
        """The page, its socket, its files."""
        uploads = Uploads(self._engine, self._upload, self._texts, self._settings.upload_limit)
        return [
            *page.routes(self._settings),
            web.get("/chat/ws", self._talk),
            web.post("/chat/files", uploads.receive),
            web.get(r"/chat/files/{id:\d{1,18}}", uploads.show),
        ]

    async def refresh(self) -> None:
        """Show what others have written."""
        await self._sockets.refresh()

    async def close(self) -> None:
        """Let the pages go; they come back by themselves."""
        await self._sockets.close()

    async def _take(self, inbound: Inbound) -> Receipt:
        """Give a message to the inbox. Refused when it was not taken."""
        mark = inbound.external_id
        try:
            return await self._inbox.take(inbound)
        except TooFast:
            raise Refused("too_fast", mark) from None
        except Unavailable:
            raise Refused("unavailable", mark) from None

    async def _upload(self, inbound: Inbound) -> Receipt:
        receipt = await self._take(inbound)
        await self._sockets.show(inbound.address, receipt)
        return receipt

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        if not self._from_own_page(request):
            raise web.HTTPForbidden
        ws = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST_FRAME, compress=False)
        await ws.prepare(request)
        hello = await self._greet(ws)
        if hello is not None:
            token = hello.token or token_urlsafe(24)  # 192 bits
            socket = Socket(ws, frames.address_of(token), hello.after)
            try:
                await socket.send({"type": "welcome", "token": token})
                await self._enter(socket, hello)
                await self._listen(socket)
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
            await self._refuse(ws, Refused("malformed"))
            await ws.close(code=WSCloseCode.POLICY_VIOLATION)
            return None

    async def _enter(self, socket: Socket, hello: frames.Hello) -> None:
        """Show the talk; who is new, or follows a link to a survey, opens it."""
        await self._sockets.add(socket)
        if socket.conversation_id and not hello.survey:
            return
        try:
            receipt = await self._take(frames.opened(socket.address, hello, datetime.now(UTC)))
        except Refused as refused:
            await self._refuse(socket.ws, Refused(refused.why))
        else:
            await self._sockets.show(socket.address, receipt)

    async def _listen(self, socket: Socket) -> None:
        async for message in socket.ws:
            try:
                if message.type is not WSMsgType.TEXT:
                    raise Refused("malformed")
                await self._hear(socket, frames.read(message.data))
            except Refused as refused:
                await self._refuse(socket.ws, refused)

    async def _hear(self, socket: Socket, frame: frames.Frame) -> None:
        if frame.get("type") == "seen":
            if socket.conversation_id:
                self._inbox.see(socket.conversation_id, min(frames.number(frame.get("seq")), socket.after))
            return
        inbound = frames.inbound(frame, socket.address, datetime.now(UTC))
        receipt = await self._take(inbound)
        await socket.send({"type": "taken", "id": frame["id"], "seq": receipt.seq})
        await self._sockets.show(socket.address, receipt)

    async def _refuse(self, ws: web.WebSocketResponse, refused: Refused) -> None:
        log.info("refused", channel=self.name, why=refused.why)
        text = self._texts(f"error.{refused.why}")
        frame = {"type": "refused", "id": refused.id, "why": refused.why, "text": text}
        if not ws.closed:
            await ws.send_str(frames.dump(frame))
