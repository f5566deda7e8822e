"""Updates of Telegram taken a second: our durable webhook against one that parses them and throws them away.

Ours is the channel's own route before the real inbox, committed to SQLite with `synchronous=FULL` before
the 200; the peer is an aiohttp route that parses the update with python-telegram-bot. What is said in reply
is not sent here. The same customers post to both from another process, 256 at once, in turn, round after
round: over as many connections as we ask Telegram for, and over 40, which it opens by itself. Exits with 1
below 0.9 at the first, or when an update was not taken.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from bot.telegram.webhook import CONNECTIONS
from tests.bench.manyi_road import made, sqlite
from tests.bench.outcome import outcome
from tests.bench.processes import ROOT, cpu, listens, main_of, running
from tests.bench.script import AT_ONCE, watched
from tests.bench.serving import SECRET
from tests.ports import free_port

OF_THE_PEER = 0.9
SERVERS = ("durable", "thrown")
BY_ITSELF = 40  # setWebhook, max_connections: what Telegram opens where nothing is asked for


def fresh(name: str, customers: int, connections: int) -> dict[str, Any]:
    """One server in a process of its own, the customers in another: updates a second, and who was busy."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="manyi-bench-") as folder:
        engine = made(sqlite(Path(folder)))
        with running(main_of("serving", name, port, folder)) as server:
            listens(port, server)
            before = cpu(server.pid)
            post = main_of("posting", port, SECRET, customers, connections)
            told = subprocess.run(post, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
            run: dict[str, Any] = json.loads(told.stdout)
            run["server"] = (cpu(server.pid) - before) / run["seconds"]
        addresses = {customer: str(customer) for customer in watched(customers)}
        run |= outcome(engine, addresses)
    return run | {"rate": run["messages"] / run["seconds"], "client": run["cpu"] / run["seconds"]}


def compare(customers: int, rounds: int, connections: int) -> tuple[float, bool]:
    """The comparison over so many connections, printed: the median ratio, whether all was taken."""
    ratios, whole = [], True
    for number in range(rounds):
        runs = {name: fresh(name, customers, connections) for name in SERVERS[:: -1 if number % 2 else 1]}
        for name, run in runs.items():
            busy = f"server {run['server']:4.0%}, client {run['client']:4.0%} of a processor"
            print(f"round {number + 1}  {name:8} {run['rate']:7,.0f} updates/s  {busy}", flush=True)
            whole &= run["statuses"] == {"200": run["messages"]}
        ours = runs["durable"]
        whole &= ours["kept"] == ours["messages"] and ours["answers"] == 5 * customers
        ratios.append(ours["rate"] / runs["thrown"]["rate"])
    print(
        f"over {connections} connections: durable / parsed and thrown away {median(ratios):.2f}", flush=True
    )
    return median(ratios), whole


def held(customers: int, rounds: int) -> bool:
    """Whether it holds at the number that we ask for, and all was taken; printed."""
    (asked, whole), (_, too) = (compare(customers, rounds, many) for many in (CONNECTIONS, BY_ITSELF))
    print(f"to be at least {OF_THE_PEER:g} over {CONNECTIONS}", "" if asked >= OF_THE_PEER else "MISSED")
    print("every update kept, every answer recorded" if whole and too else "NOT EVERY UPDATE WAS TAKEN")
    return whole and too and asked >= OF_THE_PEER


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="run.py bench webhook", description=__doc__)
    parser.add_argument("--customers", type=int, default=5 * AT_ONCE, help=f"made a multiple of {AT_ONCE}")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    return 0 if held(-(-asked.customers // AT_ONCE) * AT_ONCE, asked.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
