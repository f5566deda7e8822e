"""Messages per second through a survey of five questions, 256 customers at once.

Each contender in a fresh process, in turn, round after round, every second round the other way round, fed the
JSON text that its channel receives: rates, medians, and the ratios within each round against what is to hold.
Every reply and every table's rows are counted, and some talks are compared word for word. Exits with 1 where
a ratio is missed or two contenders did not say and keep the same. With --texts: a crowd over real WebSockets
instead.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bot.__main__ import collect_seldom
from tests.bench import crowd
from tests.bench.contenders import CONTENDERS, RATIOS, Ratio, Run
from tests.bench.script import QUESTIONS

Runs = dict[str, list[Run]]


def contend(name: str, customers: int) -> Run:
    """One measured run, in this process."""
    with tempfile.TemporaryDirectory(prefix="manyi-bench-") as folder:
        return CONTENDERS[name](customers, Path(folder))


def fresh(name: str, customers: int) -> Run:
    """One measured run, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.conv", name, "--alone", "--customers", str(customers)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    run: Run = json.loads(told.stdout)
    return run | {"rate": run["messages"] / run["seconds"]}


def compare(names: list[str], customers: int, rounds: int) -> int:
    """The comparison, printed; 0 where all holds."""
    for name in names:
        print(f"{name:13} {CONTENDERS[name].__doc__}")
    runs: Runs = {name: [] for name in names}
    for number in range(rounds):
        for name in names[:: -1 if number % 2 else 1]:
            runs[name].append(run := fresh(name, customers))
            print(f"round {number + 1}  {name:13} {run['rate']:8,.0f} messages/s", flush=True)
    for name, done in runs.items():
        print(f"median   {name:13} {median(run['rate'] for run in done):8,.0f} messages/s{besides(done[-1])}")
    asked = [ratio for ratio in RATIOS if {ratio.ours, ratio.peer} <= runs.keys()]
    reached = [held(ratio, runs) for ratio in asked]
    return 0 if all([agreed(runs, customers), same_rows(asked, runs), *reached]) else 1


def besides(run: Run) -> str:
    """What else is to be told of a run."""
    if "remembered" not in run:
        return ""
    return f"  {run['remembered']:.1%} of the steps remembered, {run['answers']:,} answers kept"


def held(ratio: Ratio, runs: Runs) -> bool:
    """Whether the median of the ratios within each round is reached; printed."""
    pairs = zip(runs[ratio.ours], runs[ratio.peer], strict=True)
    found = median(ours["rate"] / peer["rate"] for ours, peer in pairs)
    reached = ratio.least is None or found >= ratio.least
    limit = "no limit" if ratio.least is None else f"at least {ratio.least:g}"
    print(f"{ratio.ours} / {ratio.peer} {found:.2f} ({limit}){'' if reached else '  MISSED'}")
    return reached


def agreed(runs: Runs, customers: int) -> bool:
    """Whether all who talk said and kept the same in every round; printed."""
    talking = [(name, run) for name, done in runs.items() for run in done if "talks" in run]
    if not talking:
        return True
    first = talking[0][1]["talks"]
    whole = (customers * (len(QUESTIONS) + 3), customers * len(QUESTIONS))
    other = {
        name for name, run in talking if run["talks"] != first or (run["replies"], run["answers"]) != whole
    }
    print(
        f"DIFFERENT: {sorted(other)}"
        if other
        else f"replies and answers equal: {whole[0]:,} and {whole[1]:,}"
    )
    return not other


def same_rows(asked: list[Ratio], runs: Runs) -> bool:
    """Whether ours and the peer have as many rows in every table, in every round; printed."""
    same = [_same_rows(ratio, runs[ratio.ours], runs[ratio.peer]) for ratio in asked]
    return all(same)


def _same_rows(ratio: Ratio, ours: list[Run], peers: list[Run]) -> bool:
    found = [run["rows"] for run in (*ours, *peers) if "rows" in run]
    if len(found) < 2 * len(ours):  # one of them keeps nothing
        return True
    same = all(rows == found[0] for rows in found)
    tables = f"equal in each of {len(found[0])} tables" if same else "DIFFERENT"
    print(f"rows of {ratio.ours} and {ratio.peer}: {tables}")
    return same


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="run.py bench conv", description=__doc__)
    parser.add_argument("contenders", nargs="*", help=f"of {', '.join(CONTENDERS)}; else all")
    parser.add_argument("--customers", type=int, default=5120)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--texts", type=Path, help="a crowd at the real web chat, an open answer of this file each"
    )
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if unknown := set(asked.contenders) - CONTENDERS.keys():
        parser.error(f"no contender {', '.join(sorted(unknown))}; there are {', '.join(CONTENDERS)}")
    if asked.texts:
        return crowd.main(asked.texts, min(asked.customers, 400))
    if asked.alone:
        collect_seldom()  # as the bot does when it starts; every contender, ours or not
        print(json.dumps(contend(asked.contenders[0], asked.customers)))
        return 0
    return compare(asked.contenders or list(CONTENDERS), asked.customers, asked.rounds)


if __name__ == "__main__":
    sys.exit(main())
