"""The bot killed at random moments under load, and started again: is anything lost or doubled?"""

import argparse
import asyncio
import secrets
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import aiohttp

from bot.web.frames import address_of
from tests.bench.crowd import acknowledged, reply_times, session
from tests.bench.customer import Customer
from tests.bench.house import House
from tests.bench.taking import Taker, own
from tests.bench.verdict import Verdict, judge, open_talks

LONGEST_CALM = 1.0


@dataclass
class Storm:
    """The customers who were there, the seconds that it took, how many had to come back to see the end."""

    verdict: Verdict
    takers: list[Taker]
    seconds: float
    came_back: int

    def told(self) -> str:
        """The numbers in a line."""
        reconnections = sum(taker.customer.connections - 1 for taker in self.takers)
        repeats = sum(taker.customer.repeats for taker in self.takers)
        refused = sum(len(taker.customer.refused) for taker in self.takers)
        return (
            f"{len(self.takers)} customers, {reconnections} reconnections, {repeats} repeats known, "
            f"{refused} refused, {self.came_back} came back, {self.seconds:.0f} s; "
            f"reply {reply_times(self.takers)}"
        )


async def storm(house: House, kills: int, at_once: int, random: Random) -> Storm:
    """While `at_once` customers take the survey, one coming as one goes, the bot is killed over and over."""
    began, calm, takers, texts = time.monotonic(), asyncio.Event(), [], own()
    house.start("bot")
    await house.up("bot")
    async with session() as http:
        coming = (_come(house, http, texts, takers, random, calm) for _ in range(at_once))
        load = asyncio.gather(*coming)
        await asyncio.gather(_kill(house, kills, random, calm), load)
        came_back = await _come_back(house, http, takers)
    await acknowledged(house)
    return Storm(judge(house.engine, takers), takers, time.monotonic() - began, came_back)


async def _kill(house: House, kills: int, random: Random, calm: asyncio.Event) -> None:
    for _ in range(kills):
        await asyncio.sleep(random.uniform(0, LONGEST_CALM))  # the random moment
        await asyncio.to_thread(house.kill, "bot")
        house.start("bot")
        await house.up("bot")
    calm.set()


async def _come(
    house: House,
    http: aiohttp.ClientSession,
    texts: Iterator[str],
    takers: list[Taker],
    random: Random,
    calm: asyncio.Event,
) -> None:
    while not calm.is_set():
        taker = Taker(Customer(house.url("bot"), http), next(texts), Random(random.random()))
        takers.append(taker)
        await taker.take()
        await taker.customer.leave()


async def _come_back(house: House, http: aiohttp.ClientSession, takers: list[Taker]) -> int:
    """Who left while the bot was down opens the page once more; how many those are."""
    unseen = open_talks(house.engine)
    back = [taker.customer for taker in takers if address_of(taker.customer.token or "") in unseen]
    await asyncio.gather(*(customer.arrive() for customer in back))
    await asyncio.gather(*(customer.leave() for customer in back))
    return len(back)


def main(kills: int, customers: int, seed: int) -> Storm:
    """The whole of it, in a house of its own."""
    with tempfile.TemporaryDirectory(prefix="manyi-") as folder, House(Path(folder)) as house:
        return asyncio.run(storm(house, kills, customers, Random(seed)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--customers", type=int, default=40)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    asked = parser.parse_args()
    print(f"{asked.kills} kills under {asked.customers} customers, seed {asked.seed}", flush=True)
    done = main(**vars(asked))
    print(done.told(), done.verdict.told(), sep="\n")
    raise SystemExit(bool(done.verdict.violations))
