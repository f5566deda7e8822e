"""Signals between all who share a PostgreSQL: LISTEN and NOTIFY, on a connection of their own.

A thread holds the connection, so that neither ringing nor waiting ever waits for the server. A socket pair
joins the two sides: a byte to the thread is a ring, a byte from it a signal. What is rung while the server is
out of reach stays in the socket; who was cut off is woken once it is back, for it may have missed something.
"""

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import structlog

from storage import db

if TYPE_CHECKING:
    from psycopg import Connection

CHANNEL = "manyi"
AGAIN_SECONDS = 1.0

log = structlog.get_logger()


class Line:
    """The thread is begun by the first who rings or listens."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._ours, self._its = socket.socketpair()
        for end in (self._ours, self._its):
            end.setblocking(False)
        self._begun = threading.Lock()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        """Have the thread notify all; rings that come while it is at it are one."""
        with contextlib.suppress(
            OSError, RuntimeError
        ):  # plenty of rings wait, it was closed, no thread is left
            self.listen().send(b"r")

    def listen(self) -> socket.socket:
        """The socket that signals come to; the first says that from now on all are heard."""
        with self._begun:
            if self._thread is None:
                thread = threading.Thread(target=self._hold, name="wake", daemon=True)
                thread.start()
                self._thread = thread
        return self._ours

    def close(self) -> None:
        """Hang up."""
        self._closed.set()
        self._ours.close()
        if self._thread is not None:
            self._thread.join(timeout=AGAIN_SECONDS)

    def _hold(self) -> None:
        """Keep a connection, until closed. Each kind of trouble is told once, until there is a connection."""
        from psycopg import Error  # noqa: PLC0415 - who runs on SQLite does not load it

        told = ""
        while not self._closed.is_set():
            try:
                with self._connected() as connection:
                    told = ""
                    self._signal()
                    self._serve(connection)
            except (Error, OSError) as error:  # the server is gone or a standby, or no descriptor is left
                if self._closed.is_set():
                    break
                if told != type(error).__name__:
                    told = type(error).__name__
                    log.warning("wake line is down", error=told)
            self._closed.wait(AGAIN_SECONDS)
        self._its.close()

    @contextlib.contextmanager
    def _connected(self) -> "Iterator[Connection[Any]]":
        import psycopg  # noqa: PLC0415

        engine = db.engine(self._url)
        _, told = engine.dialect.create_connect_args(engine.url)
        with psycopg.connect(**told, autocommit=True) as connection:
            connection.add_notify_handler(lambda _: self._signal())
            connection.execute(f"listen {CHANNEL}")
            yield connection

    def _serve(self, connection: "Connection[Any]") -> None:
        """Pass rings and signals on. Raises OperationalError once the server is gone."""
        with selectors.DefaultSelector() as both:  # select.select knows no descriptor above 1023
            both.register(self._its, selectors.EVENT_READ)
            both.register(connection.fileno(), selectors.EVENT_READ)
            while not self._closed.is_set():
                ready = {key.fileobj for key, _ in both.select()}
                if self._its in ready and self._rung():
                    connection.execute(f"notify {CHANNEL}")
                if connection.fileno() in ready:
                    self._hear(connection)

    def _rung(self) -> bool:
        """Whether somebody rang; not if the other end was closed."""
        with contextlib.suppress(OSError):
            return bool(self._its.recv(4096))
        return False

    def _hear(self, connection: "Connection[Any]") -> None:
        connection.pgconn.consume_input()
        while connection.pgconn.notifies():
            self._signal()

    def _signal(self) -> None:
        with contextlib.suppress(OSError):
            self._its.send(b"s")
