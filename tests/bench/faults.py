"""Whatever can go wrong, under load, on each database: is anything lost, doubled, out of order?"""

import argparse
import asyncio
import secrets
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

from tests.bench import mail_storm
from tests.bench.house import House
from tests.bench.storm import Storm, rage
from tests.bench.trouble import BOTH, FAULTS, Fault
from tests.bench.trouble.full import missing, small_disk
from tests.databases import Cluster, programs
from tests.ports import free_port
from tests.telegram.world import TOKEN

BOTS = {"sqlite": ("bot",), "postgresql": ("bot", "bot2")}
SECRET = "a-secret_of-the-benchmark"


@contextmanager
def housed(fault: Fault, database: str, folder: Path, random: Random, at_once: int) -> Iterator[Storm]:
    """A house for this fault on this database, and Telegram's address."""
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(folder / "disk", database)) if fault.disk else None
        cluster = None
        if database == "postgresql":
            cluster = Cluster(disk)
            stack.callback(cluster.close)
        port = free_port()
        settings = {"MANYI_TELEGRAM_TOKEN": TOKEN, "MANYI_TELEGRAM_API_URL": f"http://127.0.0.1:{port}"}
        if fault.webhook:
            settings["MANYI_TELEGRAM_WEBHOOK_SECRET"] = SECRET
        url = cluster.create("manyi") if cluster else f"sqlite:///{(disk or folder) / 'manyi.db'}"
        house = stack.enter_context(
            House(folder, url, settings=settings, role="handler", clocked=fault.clocked)
        )
        if fault.webhook:  # one address, behind which the bots stand
            settings["MANYI_BOT_URL"] = house.url("bot")
        storm = Storm(house, random, at_once, BOTS[database], port, cluster=cluster, disk=disk)
        storm.hurried = fault.hurried
        yield storm


def left_out(fault: Fault, database: str) -> str:
    """Why this can't be tried here; empty where it can."""
    if database == "postgresql" and programs() is None:
        return "PostgreSQL is not installed"
    return missing() if fault.disk else ""


def tried(name: str, database: str, count: int, seed: int, at_once: int) -> Storm:
    """One fault on one database, in a house of its own."""
    fault = FAULTS[name]
    with (
        tempfile.TemporaryDirectory(prefix="manyi-") as folder,
        housed(fault, database, Path(folder), Random(seed), at_once) as storm,
    ):
        return asyncio.run(rage(storm, fault.harm, count))


def mailed(databases: tuple[str, ...], mails: int, kills: int, seed: int) -> int:
    """The same of mails that are fetched: a line for each database; 1 where one was not taken just once."""
    violated = False
    for database in databases:
        print(f"mail on {database}: ", end="", flush=True)
        if database == "postgresql" and programs() is None:
            print("left out, PostgreSQL is not installed")
            continue
        with tempfile.TemporaryDirectory(prefix="manyi-") as folder, ExitStack() as stack:
            url = ""
            if database == "postgresql":
                cluster = Cluster()
                stack.callback(cluster.close)
                url = cluster.create("manyi")
            told = asyncio.run(mail_storm.storm(Path(folder), mails, kills, seed, url))
        print(told.line(), flush=True)
        for wrong, count in Counter(told.wrong).items():
            print(f"  {count} × {wrong}")
        violated |= bool(told.wrong)
    return int(violated)


def main(names: list[str], databases: tuple[str, ...], count: int, seed: int, customers: int) -> int:
    """A line for each; 1 where anything was lost, doubled, out of order or stuck."""
    violated = False
    for name in names:
        for database in (each for each in databases if each in FAULTS[name].databases):
            print(f"{name} on {database}: ", end="", flush=True)
            if reason := left_out(FAULTS[name], database):
                print(f"left out, {reason}")
                continue
            storm = tried(name, database, count or FAULTS[name].count, seed, customers)
            print(storm.told(), storm.verdict.told(), sep="\n  ", flush=True)
            violated |= bool(storm.verdict.violations)
    return int(violated)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fault", choices=FAULTS, help="one of them alone")
    parser.add_argument("--database", choices=(*BOTH, "both"), default="both")
    parser.add_argument("--count", type=int, default=0, help="how often, instead of each one's full count")
    parser.add_argument("--customers", type=int, default=60, help="at once")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument(
        "--mail", action="store_true", help="mails through an IMAP server that fails, instead"
    )
    parser.add_argument("--mails", type=int, default=1000)
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    databases = BOTH if asked.database == "both" else (asked.database,)
    if asked.mail:
        raise SystemExit(mailed(databases, asked.mails, asked.count or 10, asked.seed))
    raise SystemExit(
        main(
            [asked.fault] if asked.fault else list(FAULTS),
            databases,
            asked.count,
            asked.seed,
            asked.customers,
        )
    )
