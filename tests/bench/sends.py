"""Messages sent a second through python-telegram-bot's Bot, 32 in flight: our HTTP under it against its own.

Each client in a fresh process, in turn, round after round; the server is a third process that only cuts the
requests apart. Beside the rates stands how much of a processor client and server used: what is at 100 % is
what limits. Exits with 1 if ours is not at least 5 times PTB's default.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import BaseRequest, HTTPXRequest

from bot.telegram.request import AiohttpRequest
from tests.bench.processes import cpu, listens, main_of, running
from tests.ports import free_port

TIMES_THE_DEFAULT = 5.0
IN_FLIGHT = 32
CLIENTS: dict[str, Callable[[], BaseRequest]] = {
    "ours": lambda: AiohttpRequest(IN_FLIGHT),
    "default": HTTPXRequest,
}
KEYS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton(label, callback_data=f"1.quality|{key}")]
        for key, label in enumerate("一二三四五", 1)
    ]
)


async def send(client: str, port: int, messages: int) -> dict[str, float]:
    """The measured run: `messages` of a question with five buttons."""
    request = CLIENTS[client]()
    bot = Bot("1:bench", f"http://127.0.0.1:{port}/bot", request=request)
    numbers = iter(range(messages))

    async def one_after_the_other() -> None:
        for number in numbers:
            await bot.send_message(number + 1, "您对产品质量满意吗？", reply_markup=KEYS)

    await request.initialize()
    began, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
    seconds, used = time.perf_counter() - began, time.process_time() - used
    await request.shutdown()
    return {"seconds": seconds, "cpu": used}


def fresh(client: str, port: int, messages: int, server: int) -> dict[str, Any]:
    """One client in a process of its own: messages a second, and who was busy."""
    command = [sys.executable, "-m", "tests.bench.sends", "--only", client, "--port", str(port)]
    before = cpu(server)
    told = subprocess.run(
        [*command, "--messages", str(messages)], check=True, stdout=subprocess.PIPE, text=True
    )
    run: dict[str, float] = json.loads(told.stdout)
    return {
        "rate": messages / run["seconds"],
        "client": run["cpu"] / run["seconds"],
        "server": (cpu(server) - before) / run["seconds"],
    }


def compare(messages: int, rounds: int) -> int:
    """The comparison, printed; 0 where it holds."""
    ratios = []
    port = free_port()
    with running(main_of("canned", port)) as server:
        listens(port, server)
        for number in range(rounds):
            clients = list(CLIENTS)[:: -1 if number % 2 else 1]
            runs = {client: fresh(client, port, messages, server.pid) for client in clients}
            for client, run in runs.items():
                busy = f"client {run['client']:4.0%}, server {run['server']:4.0%} of a processor"
                print(f"round {number + 1}  {client:8} {run['rate']:7,.0f} messages/s  {busy}", flush=True)
            ratios.append(runs["ours"]["rate"] / runs["default"]["rate"])
    print(f"ours / PTB's default {median(ratios):.2f} (at least {TIMES_THE_DEFAULT:g})")
    return 0 if median(ratios) >= TIMES_THE_DEFAULT else 1


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="run.py bench sends", description=__doc__)
    parser.add_argument("--messages", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=CLIENTS, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        print(json.dumps(asyncio.run(send(asked.only, asked.port, asked.messages))))
        return 0
    return compare(asked.messages, asked.rounds)


if __name__ == "__main__":
    sys.exit(main())
