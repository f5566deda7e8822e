"""Reading one answer: median and worst time, beside bare number parsing; what loading costs.

The answers are those of the case tables (tests/nlp/answers), and long texts made of them, up to what is read
of a text (2,000 characters). The best of several rounds counts for each, so that what else the machine does
is left out. Bare parsing looks for a number with a regular expression and takes it by `int`: what a form
would do. Time and memory of `import nlp` and the first answer are a median of fresh processes that find
compiled code, as installed; what Python alone takes is left out. Exits with 1 where an aim is missed.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from nlp import read_answer
from tests.nlp.test_answers import GROUPS, TODAY

LONGEST = 2000
MEDIAN, LOAD, MEMORY = 100, 50, 20
"""Aims: µs for an answer, ms and MB for loading."""

NUMBER = re.compile(r"\d+")
FRESH = """
import json, time
def rss():
    with open("/proc/self/status") as told:
        return next(int(line.split()[1]) / 1024 for line in told if line.startswith("VmRSS"))
held, began = rss(), time.perf_counter()
import nlp
loaded = time.perf_counter()
levels = [("1", "非常不满意"), ("2", "不满意"), ("3", "一般"), ("4", "满意"), ("5", "非常满意")]
nlp.read_answer("scale", "您对质量满意吗？", levels, "还行吧，就是物流慢了点")
done = time.perf_counter()
print(json.dumps({"import": (loaded - began) * 1e3, "both": (done - began) * 1e3, "memory": rss() - held}))
"""


class Case(NamedTuple):
    """What `read_answer` is given."""

    kind: str
    question: str
    options: list[tuple[str, str]]
    text: str
    today: Any
    rules: dict[str, Any] | None

    def read(self) -> None:
        """As the conversation does."""
        read_answer(*self[:-1], rules=self.rules)

    def parse(self) -> None:
        """As a form would."""
        found = NUMBER.search(self.text)
        if found:
            int(found[0])


def cases() -> list[Case]:
    """Those of the tables."""
    return [
        Case(g["kind"], g["question"], g["options"], text, g.get("today", TODAY), g.get("rules"))
        for g in GROUPS
        for text, *_ in g["cases"]
        if len(text) <= LONGEST
    ]


def long() -> Iterator[Case]:
    """For each group of the tables: its own answers one after another, as far as is read."""
    for g in GROUPS:
        said = "，".join(text for text, *_ in g["cases"] if text.strip())
        if said:
            text = (said * (LONGEST // len(said) + 1))[:LONGEST]
            yield Case(g["kind"], g["question"], g["options"], text, g.get("today", TODAY), g.get("rules"))


def timed(work: Callable[[], None], rounds: int) -> float:
    """The best of some rounds, in µs."""
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter_ns()
        work()
        best = min(best, time.perf_counter_ns() - began)
    return best / 1000


def measured(name: str, found: list[Case], rounds: int) -> float:
    """The median in µs; printed, with the worst and whose it is."""
    for case in found:
        case.read()  # lexicons and what is kept of questions are loaded: a door reads the same ones all day
    ours = [timed(case.read, rounds) for case in found]
    bare = [timed(case.parse, rounds) for case in found]
    slow, whose = max(zip(ours, found, strict=True), key=lambda pair: pair[0])
    p99 = sorted(ours)[len(ours) * 99 // 100]
    print(f"{name}: {len(found):,} answers")
    print(f"  read_answer  median {median(ours):9.1f} µs  p99 {p99:9.1f} µs  worst {slow:9.1f} µs")
    print(f"  bare number  median {median(bare):9.1f} µs  worst {max(bare):9.1f} µs")
    print(f"  the worst: {whose.kind}, {len(whose.text):,} characters: {whose.text[:30]!r}", flush=True)
    return median(ours)


def fresh(compiled: str) -> dict[str, float]:
    """What loading takes in a process of its own, with compiled code in that folder."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    settings = kept | {"PYTHONPYCACHEPREFIX": compiled}
    found: dict[str, float] = json.loads(subprocess.check_output([sys.executable, "-c", FRESH], env=settings))
    return found


def loading(processes: int) -> dict[str, float]:
    """Medians over fresh processes; printed."""
    with TemporaryDirectory() as compiled:
        runs = [fresh(compiled) for _ in range(1 + processes)][1:]  # the first one compiles
    found = {key: median(run[key] for run in runs) for key in runs[0]}
    print(f"loading, median of {processes} processes: import nlp {found['import']:.1f} ms, ", end="")
    print(f"with the first answer {found['both']:.1f} ms and {found['memory']:.1f} MB")
    return found


def main(rounds: int, processes: int) -> int:
    """All figures; 0 where the aims are reached."""
    short = cases()
    typical = measured("the case tables", short, rounds)
    measured(f"long texts, {LONGEST:,} characters", list(long()), max(1, rounds // 3))
    loaded = loading(processes)
    aims = [
        ("median", typical, MEDIAN, "µs"),
        ("load", loaded["both"], LOAD, "ms"),
        ("memory", loaded["memory"], MEMORY, "MB"),
    ]
    for name, found, aim, unit in aims:
        print(f"{name:7} {found:6.1f} {unit} (at most {aim}){'' if found <= aim else '  MISSED'}")
    return 0 if all(found <= aim for _, found, aim, _ in aims) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="run.py bench answers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--processes", type=int, default=5)
    sys.exit(main(**vars(parser.parse_args())))
