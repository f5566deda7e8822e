"""A virus scanner is asked: clamd, by its INSTREAM and PING commands (clamd(8)). Nothing is written
to the disk."""

import socket
import struct
import time
from typing import Final

from storage.inspecting import CLEAN

SECONDS: Final = 20.0
"""For one file, all in all: whoever asks holds others up, and its lease ends."""

PING_SECONDS: Final = 3.0
PIECE: Final = 1 << 16
LONGEST_REPLY: Final = 4096


class NoAnswer(Exception):
    """The scanner said neither that it is clean nor what it found: to be asked again."""


def scan(at: str, content: bytes) -> str:
    """`clean`, or the name of what was found. `at` is unix:/path or host:port. Raises NoAnswer, OSError."""
    end = time.monotonic() + SECONDS
    with _connected(at) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            _until(line, end).sendall(struct.pack(">I", len(piece)) + piece)
        _until(line, end).sendall(struct.pack(">I", 0))
        return _read(_reply(line, end))


def ping(at: str) -> None:
    """Returns where the scanner answers there. Raises NoAnswer where somebody else does, OSError."""
    end = time.monotonic() + PING_SECONDS
    with _connected(at) as line:
        _until(line, end).sendall(b"zPING\0")
        reply = _reply(line, end)
    if reply != "PONG":
        raise NoAnswer(reply[:100])


def _until(line: socket.socket, end: float) -> socket.socket:
    """What is done next on this line is given up at the end. Raises TimeoutError where that is over."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
    return line


def _connected(at: str) -> socket.socket:
    if at.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        line.connect(at.removeprefix("unix:"))
        return line
    host, _, port = at.rpartition(":")
    return socket.create_connection((host, int(port)), SECONDS)


def _reply(line: socket.socket, end: float) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < LONGEST_REPLY:
        more = _until(line, end).recv(LONGEST_REPLY)
        if not more:
            break
        told += more
    return told.rstrip(b"\0\n").decode("utf-8", "replace")


def _read(reply: str) -> str:
    verdict = reply.removeprefix("stream: ")
    if verdict == "OK":
        return CLEAN
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise NoAnswer(reply[:100])
