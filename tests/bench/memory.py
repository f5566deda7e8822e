"""Memory: idle, with 10,000 talks in the database, with 1,000 open sockets; then reply times at half load.

Every figure is of the real processes, in MB: `rss` with, `pss` without the others' part of what a process
shares. The customers are in this process, the bot in its own.
"""

import argparse
import asyncio
import gc
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
from sqlalchemy import func, select

from storage import db
from storage.tables import conversations
from tests.bench.crowd import session
from tests.bench.customer import Customer
from tests.bench.house import House
from tests.bench.processes import memory
from tests.bench.reply import SETTLED, half_load, idle

AT_ONCE = 128


async def settled(house: House) -> dict[str, float]:
    """What the bot holds once it has had nothing to do for a while."""
    await asyncio.sleep(SETTLED)
    return memory(house.running["bot"].pid)


async def talk(house: House, http: aiohttp.ClientSession, ones: Iterator[int]) -> None:
    """Customers one after the other: each comes, consents, answers the first question and goes away."""
    for _ in ones:
        customer = await Customer(house.url("bot"), http).arrive()
        await customer.picks("agree")
        await customer.says("4")
        await customer.leave()


async def talks(house: House, count: int) -> dict[str, Any]:
    """`count` talks that this bot has served, all of them still open questions in the database."""
    ones = iter(range(count))
    async with session() as http:
        await asyncio.gather(*(talk(house, http, ones) for _ in range(AT_ONCE)))
    with db.reading(house.engine) as reading:
        kept = reading.scalar(select(func.count()).select_from(conversations))
    return {"talks_in_database": kept, "having_served_them": await settled(house)}


async def sockets(house: House, count: int, before: dict[str, float]) -> dict[str, Any]:
    """`count` new customers who have been welcomed and look at the page."""
    async with session() as http:
        customers = [Customer(house.url("bot"), http) for _ in range(count)]
        for first in range(0, count, AT_ONCE):
            await asyncio.gather(*(customer.arrive() for customer in customers[first : first + AT_ONCE]))
        holds = await settled(house)
        each = (holds["pss"] - before["pss"]) * 1024 / count
        await asyncio.gather(*(customer.leave() for customer in customers))
    return {"open_sockets": count, "with_them": holds, "kb_for_each": round(each, 1)}


async def started(house: House) -> dict[str, float]:
    house.start("bot")
    await house.up("bot")
    return await settled(house)


async def of_the_bot(house: House, count: int, open_sockets: int) -> dict[str, Any]:
    """The bot by itself: new, having served talks, started again with them, with open sockets."""
    figures: dict[str, Any] = {"bot": {"empty_database": await started(house)}}
    figures["bot"] |= await talks(house, count)
    house.kill("bot")
    figures["bot"]["started_again"] = before = await started(house)
    return figures | {"sockets": await sockets(house, open_sockets, before)}


def main(talks: int, sockets: int, customers: int, seconds: float, seed: int) -> dict[str, Any]:
    """All figures."""
    gc.disable()  # pauses of the customers' process are not the server's
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="manyi-") as folder, House(Path(folder)) as house:
        figures |= asyncio.run(idle(house)) | asyncio.run(half_load(house, customers, seconds, Random(seed)))
    with tempfile.TemporaryDirectory(prefix="manyi-") as folder, House(Path(folder)) as house:
        figures |= asyncio.run(of_the_bot(house, talks, sockets))
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="run.py bench memory", description=__doc__)
    parser.add_argument("--talks", type=int, default=10_000)
    parser.add_argument("--sockets", type=int, default=1_000)
    parser.add_argument("--customers", type=int, default=256)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    print(json.dumps(main(**vars(parser.parse_args())), ensure_ascii=False, indent=1))
