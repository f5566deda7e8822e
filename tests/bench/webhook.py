"""Updates of Telegram taken a second: our durable webhook against one that parses them and throws them away.

Ours is the channel's own route before the real inbox, committed to SQLite with `synchronous=FULL` before
the 200; the peer is an aiohttp route that parses the update with python-telegram-bot. What is said in reply
is not sent here. The same customers post to both from another process, 256 at once over connections that
stay open, in turn, round after round. Exits with 1 below 0.9, or when an update was not taken.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.manyi_road import made, sqlite
from tests.bench.outcome import outcome
from tests.bench.processes import ROOT, cpu, free_port, listens, main_of, running
from tests.bench.script import AT_ONCE, watched
from tests.bench.serving import SECRET

OF_THE_PEER = 0.9
SERVERS = ("durable", "thrown")


def fresh(name: str, customers: int) -> dict[str, Any]:
    """One server in a process of its own, the customers in another: updates a second, and who was busy."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="manyi-bench-") as folder:
        engine = made(sqlite(Path(folder)))
        with running(main_of("serving", name, port, folder)) as server:
            listens(port, server)
            before = cpu(server.pid)
            post = main_of("posting", port, SECRET, customers)
            told = subprocess.run(post, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
            run: dict[str, Any] = json.loads(told.stdout)
            run["server"] = (cpu(server.pid) - before) / run["seconds"]
        addresses = {customer: str(customer) for customer in watched(customers)}
        run |= outcome(engine, addresses)
    return run | {"rate": run["messages"] / run["seconds"], "client": run["cpu"] / run["seconds"]}


def compare(customers: int, rounds: int) -> int:
    """The comparison, printed; 0 where it holds."""
    ratios, whole = [], True
    for number in range(rounds):
        runs = {name: fresh(name, customers) for name in SERVERS}
        for name, run in runs.items():
            busy = f"server {run['server']:4.0%}, client {run['client']:4.0%} of a processor"
            print(f"round {number + 1}  {name:8} {run['rate']:7,.0f} updates/s  {busy}", flush=True)
            whole &= run["statuses"] == {"200": run["messages"]}
        ours = runs["durable"]
        whole &= ours["kept"] == ours["messages"] and ours["answers"] == 5 * customers
        ratios.append(ours["rate"] / runs["thrown"]["rate"])
    print(f"durable / parsed and thrown away {median(ratios):.2f} (at least {OF_THE_PEER:g})")
    print("every update kept, every answer recorded" if whole else "NOT EVERY UPDATE WAS TAKEN")
    return 0 if whole and median(ratios) >= OF_THE_PEER else 1


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="run.py bench webhook", description=__doc__)
    parser.add_argument("--customers", type=int, default=5 * AT_ONCE, help=f"made a multiple of {AT_ONCE}")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    return compare(-(-asked.customers // AT_ONCE) * AT_ONCE, asked.rounds)


if __name__ == "__main__":
    sys.exit(main())
