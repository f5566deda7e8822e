"""The server: folders, whoever is connected, and how often the line is lost."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from random import Random
from typing import Self

from tests.mail.imap.folder import Folder
from tests.mail.imap.line import Line, Lost


class FaultyServer:
    """`async with FaultyServer() as server`: one mailbox, whoever logs in.

    `drops` is the part of commands at which the connection is lost: before the command is done, after it, or
    in the middle of what is answered. `commands` and `dropped` count them by name. Whenever anybody
    fetches a mail that is `cursed`, it is lost too.
    """

    def __init__(self, port: int = 0, drops: float = 0.0, seed: int = 0) -> None:
        self.drops, self.port = drops, port
        self.folders = {"INBOX": Folder()}
        self.commands: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self.random = Random(seed)
        self.cursed: set[bytes] = set()
        self.idlers: set[asyncio.Event] = set()
        self._lines: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=1 << 20)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.hang_up()
        await asyncio.gather(*self._lines, return_exceptions=True)

    def put(self, raw: bytes, folder: str = "INBOX") -> None:
        """A mail comes."""
        self.folders[folder].put(raw, datetime.now(UTC))
        self.wake()

    def wake(self) -> None:
        """Tell who idles."""
        for idler in self.idlers:
            idler.set()

    def renumber(self) -> None:
        """UIDVALIDITY changes: nobody stays connected, and nothing is where it was."""
        for folder in self.folders.values():
            folder.renumber()
        self.hang_up()

    def hang_up(self) -> None:
        """All connections are lost."""
        for line in self._lines:
            line.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._lines.add(task)
        try:
            await Line(self, reader, writer).serve()
        except (Lost, ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._lines.discard(task)
            writer.transport.abort()
