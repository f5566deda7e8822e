"""Messages per second through a survey of five questions, 256 customers at once.

Three contenders, each in a fresh process, in turn, round after round: Manyi's road (JSON text in, committed
rows out, `synchronous=FULL`), python-telegram-bot's ConversationHandler without persistence, and the bare
commits of Manyi's rows. Medians, pairwise ratios within each round, a comparison of replies and rows. Exits
with 1 if a ratio or a count is missed. With --texts: a crowd over real WebSockets instead.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import bare_commits, conversation_handler, crowd, manyi_road

TIMES_THE_HANDLER = 5.0


def contend(name: str, customers: int, statements: Path) -> dict[str, Any]:
    """One measured run, in this process."""
    with tempfile.TemporaryDirectory(prefix="manyi-bench-") as folder:
        if name == "manyi":
            return manyi_road.main(customers, Path(folder))
        if name == "handler":
            return conversation_handler.main(customers)
        return bare_commits.main(customers, Path(folder), statements)


def fresh(name: str, customers: int, statements: Path) -> dict[str, Any]:
    """One measured run, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.conv", "--only", name, "--customers", str(customers)]
    told = subprocess.run([*command, "--statements", statements], check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(told.stdout)
    result["rate"] = result["messages"] / result["seconds"]
    return result


def compare(customers: int, rounds: int) -> int:
    """The comparison, printed; 0 where all holds."""
    with tempfile.TemporaryDirectory(prefix="manyi-bench-") as folder:
        statements = manyi_road.recorded(customers, Path(folder))
        runs: dict[str, list[dict[str, Any]]] = {"manyi": [], "handler": [], "bare": []}
        for number in range(rounds):
            for name, done in runs.items():
                done.append(fresh(name, customers, statements))
                print(f"round {number + 1}  {name:8} {done[-1]['rate']:8,.0f} messages/s", flush=True)
    return report(runs, customers)


def report(runs: dict[str, list[dict[str, Any]]], customers: int) -> int:
    """Medians, ratios and counts; 1 where one is missed."""
    for name, done in runs.items():
        print(f"{name:8} median {median(run['rate'] for run in done):8,.0f} messages/s")
    ratio = {
        peer: median(a["rate"] / b["rate"] for a, b in zip(runs["manyi"], runs[peer], strict=True))
        for peer in ("handler", "bare")
    }
    print(f"manyi / ConversationHandler {ratio['handler']:.2f} (at least {TIMES_THE_HANDLER:g})")
    print(f"manyi / bare commits        {ratio['bare']:.2f}")
    ours, theirs = runs["manyi"][0], runs["handler"][0]
    replies = (ours["replies"], theirs["replies"])
    print(f"replies {replies[0]:,} and {replies[1]:,}, answers {ours['answers']:,} and {theirs['answers']:,}")
    same = ours["said"] == theirs["said"] and replies[0] == replies[1]
    whole = ours["answers"] == theirs["answers"] == 5 * customers
    print("replies and rows equal" if same and whole else f"DIFFERENT: {ours['said']} / {theirs['said']}")
    return 0 if same and whole and ratio["handler"] >= TIMES_THE_HANDLER else 1


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="run.py bench conv", description=__doc__)
    parser.add_argument("--customers", type=int, default=5120)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--texts", type=Path, help="a crowd at the real web chat, an open answer of this file each"
    )
    parser.add_argument("--only", choices=("manyi", "handler", "bare"), help=argparse.SUPPRESS)
    parser.add_argument("--statements", type=Path, default=Path(), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.texts:
        return crowd.main(asked.texts, min(asked.customers, 400))
    if asked.only:
        print(json.dumps(contend(asked.only, asked.customers, asked.statements)))
        return 0
    return compare(asked.customers, asked.rounds)


if __name__ == "__main__":
    sys.exit(main())
