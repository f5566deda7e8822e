"""Mails wait here until one of a few connections to the mail server takes them."""

import asyncio
import time
from typing import Final

import structlog
from aiosmtplib import SMTP

from bot.channels import Deferred, Gone, Later, Refused
from bot.mailing import smtp
from bot.mailing.circuit import Circuit
from bot.mailing.smtp import Closed, Dropped, Mail
from bot.mailing.verdicts import OURS
from storage.domain.smtp_server import SmtpServer

AT_ONCE: Final = 4
"""Connections: mail hosts allow few, and count them."""

LINGER_SECONDS: Final = 2.0
"""The next mail of the same talk comes when the one before it is marked."""

CLOSE_SECONDS: Final = 5.0

log = structlog.get_logger()

Waiting = tuple[Mail, asyncio.Future[None]]


class Connections:
    """Opened when there is something to send, left when nothing more has come for a while; one mail after
    another over each."""

    def __init__(self, server: SmtpServer, name: str) -> None:
        """`name` is what we call ourselves there, a domain."""
        self._server, self._name = server, name
        self._tls = smtp.context(server)
        self._waiting: asyncio.Queue[Waiting | None] = asyncio.Queue()
        self._idle = 0
        self._open = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._circuit = Circuit()

    def ready(self) -> None:
        """Raises Later where the server is known to take nothing."""
        self._circuit.look(time.monotonic())

    def hand(self, mail: Mail) -> asyncio.Future[None]:
        """Done when the server has taken it; else Later, Refused or Gone. Whoever no longer waits for it may
        ask again: it goes on all the same. Raises Later where the server is known to take nothing."""
        self._circuit.check(time.monotonic())
        taken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((mail, taken))
        if self._waiting.qsize() > self._idle and self._open < AT_ONCE:
            self._open += 1
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return taken

    async def close(self) -> None:
        """What is being handed over has some seconds; what waits is sent by whoever comes next."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
        for _ in self._tasks:
            self._waiting.put_nowait(None)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=CLOSE_SECONDS)
        for task in self._tasks:
            task.cancel()

    async def _work(self) -> None:
        """Over one connection, or several in turn, until nothing more comes."""
        connection: SMTP | None = None
        try:
            while (mail := await self._come()) is not None:
                connection = await self._next(connection, *mail)
        finally:
            self._open -= 1
            if connection is not None:
                await smtp.left(connection)

    async def _come(self) -> Waiting | None:
        """The next one; None where none comes for a while, or nothing more is to be sent. One that came in
        the very moment in which we gave up has nobody else who would take it."""
        self._idle += 1
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                return await self._waiting.get()
        except TimeoutError:
            return None if self._waiting.empty() else self._waiting.get_nowait()
        finally:
            self._idle -= 1

    async def _next(self, connection: SMTP | None, mail: Mail, taken: asyncio.Future[None]) -> SMTP | None:
        """Hand it over; the connection, where it is good for more."""
        used = connection is not None and connection.is_connected
        try:
            if connection is None or not used:
                connection = await smtp.opened(self._server, self._tls, self._name)
            await smtp.handed(connection, mail)
        except Closed as closed:
            self._closed(closed.why, closed.seconds, taken)
            return None
        except Dropped as dropped:
            self._dropped(dropped, (mail, taken), used=used)
            return None
        except (Later, Refused, Gone) as outcome:
            self._told(outcome, taken)
        except Exception as failure:  # whoever waits is told: no other mail may suffer by it
            _settle(taken, failure)
            return None
        else:
            self._circuit.worked()
            _settle(taken, None)
        return connection

    def _dropped(self, dropped: Dropped, mail: Waiting, *, used: bool) -> None:
        """Servers hang up after so many mails, or so long: the next one goes over a connection of its own."""
        if used and dropped.unused:
            self._waiting.put_nowait(mail)
        else:
            _settle(mail[1], Deferred(0, dropped.why))

    def _told(self, outcome: Later | Refused | Gone, taken: asyncio.Future[None]) -> None:
        """The server speaks with us; whether it takes any mail of ours is another matter."""
        if isinstance(outcome, Later) and outcome.reason in OURS:
            self._closed(outcome.reason, outcome.seconds, taken)
        else:
            self._circuit.worked()
            _settle(taken, outcome)

    def _closed(self, why: str, seconds: float, taken: asyncio.Future[None]) -> None:
        """All that waits is to come again later, one of them before the others."""
        wait = self._circuit.failed(why, time.monotonic(), seconds)
        log.error("the mail server takes nothing", why=why, again_in=wait)
        _settle(taken, Later(wait, why))
        while not self._waiting.empty():
            if (each := self._waiting.get_nowait()) is not None:
                _settle(each[1], Later(wait, why))


def _settle(taken: asyncio.Future[None], outcome: Exception | None) -> None:
    if taken.done():
        return
    if outcome is None:
        taken.set_result(None)
    else:
        taken.set_exception(outcome)
        taken.exception()  # it may be asked for only at the next try, or never
