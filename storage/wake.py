"""Processes wake each other after a commit: a datagram without content to every socket in a folder.

A signal only saves waiting: whoever waits also looks by itself when the time is up, so a lost one costs
a moment and nothing else. Where there are no unix sockets, only that remains.
"""

import asyncio
import contextlib
import os
import socket
import tempfile
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

_LONGEST = 100  # a unix socket's path holds 104 to 108 bytes


class Wake:
    """One waits, all ring. Each task that waits has a Wake of its own, else one takes the other's signal."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = _folder(folder, database_url)
        self._name = f"{os.getpid()}-{token_hex(4)}"
        self._inbox: socket.socket | None = None
        self._sender: socket.socket | None = None

    def ring(self) -> None:
        """Wake all who wait on this database, here and elsewhere. After the commit, from any thread."""
        if not hasattr(socket, "AF_UNIX") or not self.folder.is_dir():
            return
        if self._sender is None:
            self._sender = _datagrams()
        for path in self.folder.iterdir():
            try:
                self._sender.sendto(b"", str(path))
            except ConnectionRefusedError:  # its process is gone
                path.unlink(missing_ok=True)
            except (BlockingIOError, FileNotFoundError):  # it has plenty of signals, or has just left
                continue

    async def wait(self, timeout: float) -> bool:  # noqa: ASYNC109
        """Wait for a signal, at most `timeout` seconds; one since the last wait counts. False: none."""
        if not hasattr(socket, "AF_UNIX"):
            await asyncio.sleep(timeout)
            return False
        loop = asyncio.get_running_loop()
        inbox = self.listen()
        try:
            async with asyncio.timeout(timeout):
                await loop.sock_recv(inbox, 1)
        except TimeoutError:
            return False
        with contextlib.suppress(BlockingIOError):
            while True:
                inbox.recv(1)
        return True

    def listen(self) -> socket.socket:
        """From now on signals are kept for the next `wait`."""
        if self._inbox is None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._inbox = _datagrams()
            self._inbox.bind(str(self.folder / self._name))
        return self._inbox

    def close(self) -> None:
        """Leave the folder."""
        for open_socket in (self._inbox, self._sender):
            if open_socket is not None:
                open_socket.close()
        self._inbox = self._sender = None
        (self.folder / self._name).unlink(missing_ok=True)


def _datagrams() -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    made.setblocking(False)
    return made


def _folder(folder: Path, database_url: str) -> Path:
    digest = sha256(f"{folder.resolve()} {database_url}".encode()).hexdigest()[:12]
    path = folder.resolve() / "wake" / digest
    if len(os.fsencode(path)) + 24 > _LONGEST:
        path = Path(tempfile.gettempdir()) / f"manyi-{getattr(os, 'getuid', int)()}" / digest
    return path
