"""Several hundred customers at once over real WebSockets, real processes; then every word is looked for."""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from itertools import islice
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

import aiohttp

from tests.bench.customer import Customer, at_once
from tests.bench.house import House
from tests.bench.staff import staff
from tests.bench.taking import Taker, given, own
from tests.bench.verdict import judge, open_talks

ACKNOWLEDGED_WITHIN = 20.0


def session() -> aiohttp.ClientSession:
    """For as many connections as there are customers."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


async def crowd(
    house: House, texts: Iterable[str], random: Random, pace: Callable[[], Awaitable[float]] = at_once
) -> list[Taker]:
    """A customer for each text, all at once, from the first page to the thanks and away."""
    async with session() as http:
        takers = [
            Taker(Customer(house.url("bot"), http, pace), text, Random(random.random())) for text in texts
        ]
        await asyncio.gather(*(taker.take() for taker in takers))
        await asyncio.gather(*(taker.customer.leave() for taker in takers))
        await acknowledged(house)
    return takers


async def acknowledged(house: House) -> None:
    """Wait until the last `seen` is kept; what stays open after that the verdict tells."""
    end = time.monotonic() + ACKNOWLEDGED_WITHIN
    while open_talks(house.engine) and time.monotonic() < end:  # noqa: ASYNC110 - another process's work
        await asyncio.sleep(0.05)


def lasted(takers: Iterable[Taker]) -> float:
    """Seconds from the first arrival to the last reply."""
    customers = [taker.customer for taker in takers]
    return max(customer.ended for customer in customers) - min(customer.began for customer in customers)


def reply_times(takers: Iterable[Taker]) -> dict[str, float]:
    """Milliseconds from a message to its reply."""
    cuts = quantiles((wait * 1000 for taker in takers for wait in taker.customer.waits), n=100)
    return {"p50_ms": round(cuts[49], 1), "p99_ms": round(cuts[98], 1)}


async def run(house: House, texts: list[str], seed: int) -> dict[str, Any]:
    """The measured run and all that it must show."""
    for door in ("bot", "admin"):
        house.start(door)
        await house.up(door)
    takers = await crowd(house, texts, Random(seed))
    seconds = lasted(takers)
    verdict = judge(house.engine, takers)
    async with staff(house) as person:
        on_page = await person.counted()
    if set(on_page.values()) != {len(takers)}:
        verdict.violations.append(f"{len(takers)} responses, but the summary page shows {on_page}")
    return {
        "customers": len(takers),
        "messages": verdict.messages,
        "seconds": round(seconds, 2),
        "messages_per_second": round(verdict.messages / seconds),
        **reply_times(takers),
        "on_the_summary_page": on_page,
        "violations": verdict.violations,
        "verdict": verdict.told(),
    }


def measured(texts: Path | None, customers: int, seed: int = 1) -> dict[str, Any]:
    """Each customer gets a text of the file; there are no more customers than texts."""
    sentences = list(islice(given(texts) if texts else own(), customers))
    with tempfile.TemporaryDirectory(prefix="manyi-") as folder, House(Path(folder)) as house:
        return asyncio.run(run(house, sentences, seed))


def main(texts: Path | None, customers: int, seed: int = 1) -> int:
    """The figures, printed; 1 where a word was lost, doubled, changed or not counted."""
    found = measured(texts, customers, seed)
    violations = found.pop("violations")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return int(bool(violations))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="a CSV with a column `text`, or lines")
    parser.add_argument("--customers", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    raise SystemExit(main(**vars(parser.parse_args())))
