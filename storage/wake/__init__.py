"""Processes wake each other after a commit.

A signal only saves waiting: whoever waits also looks by itself when the time is up, so a lost one costs
a moment and nothing else.
"""

import asyncio
import contextlib
import socket
from pathlib import Path

from storage import db
from storage.wake.folder import Folder
from storage.wake.line import Line


class Wake:
    """One waits, all ring. Each task that waits has a Wake of its own, else one takes the other's signal."""

    def __init__(self, folder: Path, database_url: str) -> None:
        on_server = db.is_postgresql(database_url)
        self._way: Line | Folder = Line(database_url) if on_server else Folder(folder, database_url)

    def ring(self) -> None:
        """Wake all who wait on this database, here and elsewhere. After the commit, from any thread."""
        self._way.ring()

    def listen(self) -> socket.socket | None:
        """From now on signals are kept for the next `wait`."""
        return self._way.listen()

    async def wait(self, timeout: float) -> bool:  # noqa: ASYNC109
        """Wait for a signal, at most `timeout` seconds; one since the last wait counts. False: none."""
        inbox = self.listen()
        if inbox is None:
            await asyncio.sleep(timeout)
            return False
        try:
            async with asyncio.timeout(timeout):
                await asyncio.get_running_loop().sock_recv(inbox, 1)
        except TimeoutError:
            return False
        with contextlib.suppress(BlockingIOError):
            while inbox.recv(1):
                pass
        return True

    def close(self) -> None:
        """Hear and ring no more."""
        self._way.close()
