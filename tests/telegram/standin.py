"""A Bot API server on loopback: real HTTP, with customers who write and everything that goes wrong.

In a test: `async with StandIn() as telegram:`. As a process of its own, driven over HTTP:
`python -m tests.telegram.standin --port N` (see `tests.telegram.control`, and `tests.telegram.remote` for the
client).
"""

import argparse
import asyncio
import socket
import struct
from contextlib import suppress
from typing import Any, Self
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from tests.ports import bound
from tests.telegram import control
from tests.telegram.clock import PATIENCE, Clock, News
from tests.telegram.deeds import Deed, Deeds
from tests.telegram.faults import Faults
from tests.telegram.methods import Fields, Methods, Refused
from tests.telegram.polling import Polling
from tests.telegram.queue import Queue
from tests.telegram.webhook import Webhook
from tests.telegram.world import TOKEN, Row, World

AT_ONCE = struct.pack("ii", 1, 0)


class StandIn:
    """`does` are the customers, `world` what stands in their chats, `faults` the dials, `clock` Telegram's.

    `calls` counts what the bot has called, by method. While `lets_files_go` is not set, no download begins.
    """

    def __init__(self, token: str = TOKEN, *, port: int = 0, seed: int = 0) -> None:
        self.token = token
        self.port = port
        self.clock = Clock()
        self.news = News()
        self.faults = Faults(seed=seed)
        self.world = World(self.clock, self.news)
        self.queue = Queue(self.clock, self.faults, self.news)
        self.webhook = Webhook(self.queue, self.news)
        self.polling = Polling(self.queue, self.webhook, self.news)
        self.does = Deeds(self.world, self.queue)
        self.calls: dict[str, int] = {}
        self._methods = Methods(self.world)
        self._bot, self._files = f"/bot{token}/", f"/file/bot{token}/"
        self._server = web.Server(self._handle, handler_cancellation=True, access_log=None)
        self._runner: web.ServerRunner | None = None
        self._site: web.SockSite | None = None
        self._kept: socket.socket | None = None
        self._hanging = False
        self.lets_files_go = asyncio.Event()
        self.lets_files_go.set()

    @property
    def url(self) -> str:
        """What MANYI_TELEGRAM_API_URL is to be."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(self._server, shutdown_timeout=0.1)
        await self._runner.setup()
        await self._listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.webhook.stop()
        self._abort()
        assert self._runner is not None
        await self._runner.cleanup()
        if self._kept:
            self._kept.close()

    def sent(self, chat: int, connection: str = "") -> list[Row]:
        """All that the bot did in this chat, in order, edits too."""
        return self.world.chat(chat, connection).sent

    def shown(self, chat: int, connection: str = "") -> list[Row]:
        """What the bot's side of the chat looks like now: a row a message, edits made."""
        messages = self.world.chat(chat, connection).messages.values()
        return [message for message in messages if message["from"]["is_bot"]]

    async def arrived(self, deed: Deed) -> None:
        """Wait until the bot has taken it (its offset is past it, or the webhook answered 200)."""
        await self.until(lambda: self.queue.settled(deed.ticket), "the bot to take an update")

    async def until(self, happened: Any, what: str = "", patience: float = PATIENCE) -> None:
        """Wait until `happened()`; looked at anew with everything that the bot does."""
        if not await self.news.until(happened, patience):
            raise AssertionError(f"waited in vain for {what}; {self.calls}, {self.faults.happened}")

    async def fails(self, how: str = "refuse") -> None:
        """An outage begins: connections are refused, or hang."""
        self._hanging = how == "hang"
        if how == "refuse" and self._site:
            await self._site.stop()
            self._site = None
            self._kept = bound(self.port)
        self._abort()

    async def is_back(self) -> None:
        """The outage is over. Presses older than 150 s by `clock` are forgotten."""
        hung, self._hanging = self._hanging, False
        if hung:
            self._abort()
        if self._site is None:
            await self._listen()

    async def _listen(self) -> None:
        assert self._runner is not None
        listener, self._kept = self._kept or bound(self.port), None
        self.port = listener.getsockname()[1]
        self._site = web.SockSite(self._runner, listener, backlog=1024)
        await self._site.start()

    def _abort(self) -> None:
        for connection in list(self._server.connections):
            if connection.transport is not None:
                _reset(connection.transport)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path
        if path.startswith("/control/"):
            return await control.handle(self, request)
        if self._hanging:
            await asyncio.Event().wait()
        if self._site is None:  # a connection that was being accepted as the outage began
            return _lost(request)
        if path.startswith(self._bot):
            method = path[len(self._bot) :].partition("?")[0]
            return await self._called(request, method, await _fields(request))
        if path.startswith(self._files):
            await self.lets_files_go.wait()
            return self._download(path[len(self._files) :])
        known = path.startswith(("/bot", "/file/bot"))
        return _error(Refused(401, "Unauthorized") if known else Refused(404, "Not Found"))

    async def _called(self, request: web.BaseRequest, method: str, fields: Fields) -> web.StreamResponse:
        self.calls[method] = self.calls.get(method, 0) + 1
        self.news.tell()
        if self.faults.delay[1]:
            await asyncio.sleep(self.faults.pause)
        fault, seconds = self.faults.choose(method, _number(fields.get("chat_id")))
        match fault:
            case "refuse":
                words = f"Too Many Requests: retry after {seconds}"
                return _error(Refused(429, words, retry_after=seconds))
            case "fail":
                return _error(Refused(500, "Internal Server Error"))
            case "hang":
                await asyncio.Event().wait()
            case "reset_before":
                return _lost(request)
        answer = await self._answered(method, fields)
        if fault == "reset_after":
            if self.world.log and method != "answerCallbackQuery":
                self.world.log[-1]["lost"] = True
            return _lost(request)
        return answer

    async def _answered(self, method: str, fields: Fields) -> web.Response:
        try:
            if self._methods.knows(method):
                result = self._methods.call(method, fields)
            else:
                result = await self.polling.call(method, fields)
        except Refused as refused:
            return _error(refused)
        return web.Response(
            body=b'{"ok":true,"result":' + orjson.dumps(result) + b"}", content_type="application/json"
        )

    def _download(self, path: str) -> web.Response:
        for file in self.world.files.values():
            if file.path == path:
                return web.Response(body=file.content)
        return _error(Refused(404, "Not Found"))


def _error(refused: Refused) -> web.Response:
    body: Row = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return web.Response(body=orjson.dumps(body), status=refused.code, content_type="application/json")


def _lost(request: web.BaseRequest) -> web.StreamResponse:
    """The connection is reset, whatever the handler answers then."""
    if request.transport is not None:
        _reset(request.transport)
    return web.Response()


def _reset(transport: asyncio.BaseTransport) -> None:
    """RST, not FIN: as when a router in between has forgotten the connection."""
    with suppress(OSError):
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    transport.abort()  # type: ignore[attr-defined]


async def _fields(request: web.BaseRequest) -> Fields:
    """What was sent: in the address, as JSON, as a form, as a form with files."""
    kind = request.headers.get("Content-Type", "")
    fields: Fields = {}
    if "?" in request.raw_path:
        fields.update(request.query)
    if kind.startswith("multipart/"):
        return {**fields, **await request.post()}
    body = await request.read()
    if kind.startswith("application/json"):
        with suppress(orjson.JSONDecodeError):
            fields.update(orjson.loads(body))
    elif body:
        fields.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return fields


def _number(chat_id: Any) -> int | None:
    try:
        return int(chat_id)
    except (TypeError, ValueError):
        return None


async def _serve(arguments: argparse.Namespace) -> None:
    async with (
        StandIn(arguments.token, port=arguments.port, seed=arguments.seed) as telegram,
        control.listening(telegram, arguments.control) as port,
    ):
        print(orjson.dumps({"url": telegram.url, "control": port}).decode(), flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.telegram.standin", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: one that is free; told on the first line")
    parser.add_argument("--control", type=int, default=0, help="port of /control/ that outlasts outages")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--seed", type=int, default=0)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
