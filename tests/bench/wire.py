"""HTTP over bare sockets, as cheap as can be: so that it is the other side that a benchmark measures."""

import asyncio
import re
from collections.abc import Callable
from typing import Any, Self

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Stream(asyncio.Protocol):
    """Cuts whole messages, head and body, out of a connection's bytes; calls `each` for every one.

    Knows no body but one with a Content-Length.
    """

    transport: Any

    def __init__(self, each: Callable[[Self, bytes], None]) -> None:
        self._each = each
        self._had = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._had += data
        while (head := self._had.find(b"\r\n\r\n")) >= 0:
            length = LENGTH.search(self._had, 0, head)
            end = head + 4 + (int(length[1]) if length else 0)
            if len(self._had) < end:
                return
            message, self._had = self._had[:end], self._had[end:]
            self._each(self, message)


def response(body: bytes, kind: str = "application/json") -> bytes:
    """A whole answer, on a connection that stays open."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def request(path: str, body: bytes, **headers: str) -> bytes:
    """A whole POST of JSON, on a connection that stays open. `_` in a header's name stands for `-`."""
    told = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": len(body), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body
