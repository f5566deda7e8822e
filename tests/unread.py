"""What a door says to a request that nobody can read."""

import asyncio
from typing import Final

from yarl import URL

UNREADABLE: Final = (
    b"GET /poster/print?places=" + b"x" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 9000 + b"\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
)


async def answered(door: URL, sent: bytes) -> tuple[str, str]:
    """(the head of the answer, its body)"""
    reader, writer = await asyncio.open_connection(door.host, door.port)
    writer.write(sent)
    head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    return head, body


def is_ours(head: str, body: str) -> bool:
    """Whether it is our page, of which nothing tells what we run on."""
    told = (head + body).casefold()
    spoken = all(each in body for each in ("看不懂这个请求", "看不懂這個請求", "This request cannot be read"))
    kept = all(each in head for each in ("default-src 'none'", "nosniff", "no-store", "text/html"))
    return spoken and kept and not any(each in told for each in ("aiohttp", "python", "8190", "got more"))
