"""A virus scanner is asked: clamd, by its INSTREAM command (clamd(8)). Nothing is written to the disk."""

import socket
import struct
from typing import Final

from storage.inspecting import CLEAN

SECONDS: Final = 60.0
PIECE: Final = 1 << 16
LONGEST_REPLY: Final = 4096


class NoAnswer(Exception):
    """The scanner said neither that it is clean nor what it found: to be asked again."""


def scan(at: str, content: bytes) -> str:
    """`clean`, or the name of what was found. `at` is unix:/path or host:port. Raises NoAnswer, OSError."""
    with _connected(at) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        return _read(_reply(line))


def _connected(at: str) -> socket.socket:
    if at.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        line.connect(at.removeprefix("unix:"))
        return line
    host, _, port = at.rpartition(":")
    return socket.create_connection((host, int(port)), SECONDS)


def _reply(line: socket.socket) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < LONGEST_REPLY and (more := line.recv(LONGEST_REPLY)):
        told += more
    return told.rstrip(b"\0\n").decode("utf-8", "replace")


def _read(reply: str) -> str:
    verdict = reply.removeprefix("stream: ")
    if verdict == "OK":
        return CLEAN
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise NoAnswer(reply[:100])
