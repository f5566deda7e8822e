"""Telegram's side of `bench webhook`: posts the updates of a survey over connections that stay open.

256 customers are there at once (their number is a multiple of that), spread over the connections; on each
the next update is posted when the last has been answered, as Telegram does.
"""

import asyncio
import json
import time
from collections import Counter
from typing import Any

from tests.bench.script import AT_ONCE
from tests.bench.telegram_updates import updates
from tests.bench.wire import Stream, request


class Connection:
    """One update after the other."""

    def __init__(self, requests: list[bytes], statuses: Counter[str]) -> None:
        self._requests = iter(requests)
        self._statuses = statuses
        self._ended = asyncio.get_running_loop().create_future()

    async def run(self, port: int) -> None:
        loop = asyncio.get_running_loop()
        _, stream = await loop.create_connection(lambda: Stream(self._next), "127.0.0.1", port)
        stream.transport.write(next(self._requests))
        await self._ended
        stream.transport.close()

    def _next(self, stream: Stream, answer: bytes) -> None:
        self._statuses[answer[9:12].decode()] += 1
        following = next(self._requests, None)
        if following is None:
            self._ended.set_result(None)
        else:
            stream.transport.write(following)


async def run(port: int, secret: str, customers: int, connections: int) -> dict[str, Any]:
    by_connection: list[list[bytes]] = [[] for _ in range(connections)]
    for number, text in enumerate(updates(customers)):
        posted = request("/telegram", text.encode(), X_Telegram_Bot_Api_Secret_Token=secret)
        by_connection[number % AT_ONCE % connections].append(posted)  # a customer keeps to one
    statuses: Counter[str] = Counter()
    began, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(Connection(requests, statuses).run(port) for requests in by_connection))
    return {
        "messages": sum(map(len, by_connection)),
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - used,
        "statuses": statuses,
    }


def main(port: int, secret: str, customers: int, connections: int) -> None:
    """Post all; what came of it is printed as JSON."""
    print(json.dumps(asyncio.run(run(port, secret, customers, connections))))
