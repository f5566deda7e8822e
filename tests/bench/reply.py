"""Of `bench memory`: reply times at half of the largest load, idle memory of each process, seconds to the
first page.
"""

import asyncio
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

from tests.bench.crowd import crowd, lasted, reply_times
from tests.bench.house import House
from tests.bench.processes import memory
from tests.bench.taking import Taker, own
from tests.bench.verdict import judge

SETTLED = 8.0  # seconds after which a process that has nothing to do holds what it holds


class Metronome:
    """Messages fall due at a rate, at random moments, whether or not the server keeps up: a reply's time
    counts from the moment when its message was due.
    """

    def __init__(self, rate: float, random: Random) -> None:
        self._rate, self._random = rate, random
        self._due = 0.0

    async def beat(self) -> float:
        """The next moment at which somebody says something."""
        self._due = (self._due or time.perf_counter()) + self._random.expovariate(self._rate)
        due = self._due
        await asyncio.sleep(due - time.perf_counter())
        return due


def processes(serve: int) -> Iterator[tuple[str, dict[str, float]]]:
    """(name, memory) of the supervisor and its children."""
    children = Path(f"/proc/{serve}/task/{serve}/children").read_text().split()
    for pid in (str(serve), *children):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        yield command[-2].decode(), memory(int(pid))


async def first_page(house: House, door: str, path: str) -> None:
    await house.up(door)
    async with aiohttp.ClientSession() as http, http.get(house.url(door) + path) as page:
        page.raise_for_status()
        await page.read()


async def idle(house: House) -> dict[str, Any]:
    """Start all, wait for the first pages, then for rest."""
    began, seconds = time.perf_counter(), {}
    house.start("serve")
    for door, path in (("bot", "/"), ("admin", "/sign-in")):
        await first_page(house, door, path)
        seconds[door] = round(time.perf_counter() - began, 2)
    await asyncio.sleep(SETTLED)
    return {"seconds_to_first_page": seconds, "idle_memory_mb": dict(processes(house.running["serve"].pid))}


def said(takers: list[Taker]) -> int:
    """How many messages they sent."""
    return sum(len(taker.customer.sent) for taker in takers)


async def half_load(house: House, customers: int, seconds: float, random: Random) -> dict[str, Any]:
    """The largest rate that `customers` at once reach, then as many as keep half of it up for `seconds`."""
    texts = own()
    takers = await crowd(house, islice(texts, customers), random)
    most = said(takers) / lasted(takers)
    many = round(most / 2 * seconds / (1 + said(takers) / customers))  # each comes, and says that much
    half = await crowd(house, islice(texts, many), random, Metronome(most / 2, random).beat)
    verdict = judge(house.engine, [*takers, *half])
    return {
        "customers_at_once": [customers, many],
        "messages_per_second": {"most": round(most), "half": round(said(half) / lasted(half))},
        "reply_at_most": reply_times(takers),
        "reply_at_half": reply_times(half),
        "verdict": verdict.told(),
    }
