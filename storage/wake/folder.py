"""Signals between the processes of one machine: a datagram to every socket in a folder.

Where there are no unix sockets, there are no signals.
"""

import contextlib
import os
import socket
import tempfile
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

_LONGEST = 100  # a unix socket's path holds 104 to 108 bytes


class Folder:
    """A socket of one's own in the folder of this database."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.path = _path(folder, database_url)
        self._name = f"{os.getpid()}-{token_hex(4)}"
        self._inbox: socket.socket | None = None
        self._sender: socket.socket | None = None

    def ring(self) -> None:
        """A datagram to every socket; a socket that nobody reads any more is taken away. Never raises: who is
        not reached looks by itself."""
        if not hasattr(socket, "AF_UNIX"):
            return
        with contextlib.suppress(OSError):  # there is no folder, it is not ours, or no descriptor is left
            if self._sender is None:
                self._sender = _datagrams()
            for path in self.path.iterdir():
                _ring(self._sender, path)

    def listen(self) -> socket.socket | None:
        """The socket that signals come to."""
        if self._inbox is None and hasattr(socket, "AF_UNIX"):
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._inbox = _datagrams()
            self._inbox.bind(str(self.path / self._name))
        return self._inbox

    def close(self) -> None:
        """Leave the folder."""
        for open_socket in (self._inbox, self._sender):
            if open_socket is not None:
                open_socket.close()
        self._inbox = self._sender = None
        (self.path / self._name).unlink(missing_ok=True)


def _ring(sender: socket.socket, path: Path) -> None:
    with contextlib.suppress(OSError):  # it has plenty of signals, has just left, or is no socket of ours
        try:
            sender.sendto(b"r", str(path))
        except ConnectionRefusedError:  # its process is gone
            path.unlink(missing_ok=True)


def _datagrams() -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    made.setblocking(False)
    return made


def _path(folder: Path, database_url: str) -> Path:
    digest = sha256(f"{folder.resolve()} {database_url}".encode()).hexdigest()[:12]
    path = folder.resolve() / "wake" / digest
    if len(os.fsencode(path)) + 24 > _LONGEST:
        path = Path(tempfile.gettempdir()) / f"manyi-{getattr(os, 'getuid', int)()}" / digest
    return path
