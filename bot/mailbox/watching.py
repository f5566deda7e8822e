"""A folder of a mailbox, watched over a connection of its own: whatever breaks, it is connected again."""

import asyncio
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

import structlog
from sqlalchemy import Engine

from bot.mailbox.fetching import Fetcher
from bot.mailbox.imap import Connection, LoginRefused, NotSafe
from bot.mailbox.readable import readable
from storage import logs
from storage.domain.imap_server import ImapServer

IDLE_SECONDS: Final = 110.0
"""Well below the 29 minutes of RFC 2177, and below what firewalls forget a silent connection after. Then it
is looked again, and a server that has gone without a word is noticed."""

POLL_SECONDS: Final = 20.0
"""Between two looks, where the server does not know IDLE."""

FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 0.1, 60.0, 1.2
LET_IN: Final = 15
"""Failures that are counted of a server that lets us in, a pause of a second or two: it is there, and what it
fails at may be one mail alone."""

REFUSED_PAUSE: Final = 120.0
"""Servers lock out who tries a wrong password too often."""

_TO_BE_MENDED: Final = (
    (LoginRefused, "imap refuses the login: check user and password (授权码) in MANYI_IMAP_URL"),
    (NotSafe, "imap server offers no encryption: write imaps:// in MANYI_IMAP_URL"),
    (
        ssl.SSLCertVerificationError,
        "imap certificate not trusted: check the host in MANYI_IMAP_URL, or set SSL_CERT_FILE",
    ),
)

log = structlog.get_logger()
_T = TypeVar("_T")


class Folder:
    """Watches one folder; `kept` is called after each commit. To be made on the event loop."""

    def __init__(
        self, engine: Engine, server: ImapServer, folder: str, done: str, kept: Callable[[], None]
    ) -> None:
        self._server = server
        self._folder = folder
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, "imap")
        kept_here = partial(self._loop.call_soon_threadsafe, kept)
        self._fetcher = Fetcher(engine, server.name(folder), done, kept_here)
        self._failures = self._steps = 0

    async def run(self) -> None:
        """Watch until cancelled. What fails is waited out inside."""
        try:
            while True:
                try:
                    await self._watch()
                except Exception as failure:  # this is the door: whatever a server does, we come back
                    await asyncio.sleep(self._excused(failure))
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)

    async def _watch(self) -> None:
        connection = await self._connected()
        try:
            opened = await self._do(self._fetcher.begin, connection, self._folder)
            self._failures = min(self._failures, LET_IN)
            while True:
                while await self._do(self._fetcher.fetch, connection, opened):
                    self._failures = 0
                await self._wait(connection)
                self._failures = 0
        finally:
            connection.close()

    async def _connected(self) -> Connection:
        """Who is cancelled meanwhile leaves no connection behind."""
        coming = asyncio.ensure_future(self._do(Connection, self._server))
        try:
            return await asyncio.shield(coming)
        except asyncio.CancelledError:
            coming.add_done_callback(_let_go)
            raise

    async def _do(self, act: Callable[..., _T], *given: Any) -> _T:
        return await self._loop.run_in_executor(self._thread, act, *given)

    async def _wait(self, connection: Connection) -> None:
        """Until something may be new. Whoever was woken looks, whatever the server told."""
        if not connection.idles:
            await asyncio.sleep(POLL_SECONDS)
            return
        told = await self._do(connection.idle)
        if not connection.idles:
            return
        if not told and not connection.pending():
            await readable(connection.fileno(), IDLE_SECONDS)
        await self._do(connection.idle_no_more)

    def _excused(self, failure: Exception) -> float:
        """Seconds to wait; the log says what to do, and never what the server said: it may quote us."""
        if self._steps != self._fetcher.steps:  # a line that is lost over and over is come back to at once
            self._failures, self._steps = 0, self._fetcher.steps
        self._failures += 1
        if told := next((told for kind, told in _TO_BE_MENDED if isinstance(failure, kind)), ""):
            log.error(told, folder=self._folder)
            return REFUSED_PAUSE
        wait = min(FIRST_PAUSE * GROWTH ** min(self._failures, 60), LONGEST_PAUSE)
        log.warning("imap waits", folder=self._folder, again_in=round(wait, 1), **logs.told(failure))
        return wait


def _let_go(coming: "asyncio.Future[Connection]") -> None:
    if not coming.cancelled() and not coming.exception():
        coming.result().close()
