"""What work costs. Machines are shared, noisy and unlike each other: nothing is held against seconds, but
against other work of the same run."""

import gc
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

_PART = 4
_SLACK = 0.1  # seconds: less tells nothing on a busy machine
_PAIRS = 5

_READ = "质量很好，物流一般 ab 12，" * 5000
_BITS = re.compile(r"\w+(?=，)|\d+")

Read = TypeVar("Read")


def assert_linear(read: Callable[[str], object], text: str) -> None:
    """All of it takes no more than twice as much longer than a quarter as it is more: what tries every two
    places together would take four times as much."""
    tried = []
    for quarter, whole in in_pairs(lambda: read(text[: len(text) // _PART]), lambda: read(text)):
        if whole < 2 * _PART * quarter + _SLACK:
            return
        tried.append(f"{quarter:.2f} s, then {whole:.2f} s")
    raise AssertionError(tried)


def in_pairs(little: Callable[[], object], much: Callable[[], object]) -> Iterator[tuple[float, float]]:
    """What both took, one right after the other, a few times: a machine that is busy for a while is so for
    both. That much work grows no faster than it may is shown by one pair that says so."""
    for _ in range(_PAIRS):
        yield _timed(little)[1], _timed(much)[1]


def cost(work: Callable[[], Read]) -> tuple[Read, float]:
    """What came of it, and how many yards it took: of about ten milliseconds each on a quiet machine. Of what
    takes a while the longest of a few is measured right after, as the machine is by then; the rest is held
    against the usual.
    """
    found, taken = _timed(work)
    return found, taken / (max(_yard() for _ in range(3)) if taken > _SLACK else _usual_yard())


def _timed(work: Callable[[], Read]) -> tuple[Read, float]:
    """What came of it, and the seconds of this thread. The collector waits: else it walks through all that
    other tests of the process have left, just when it likes."""
    gc.disable()
    try:
        begun = time.thread_time()
        return work(), time.thread_time() - begun
    finally:
        gc.enable()


def _yard() -> float:
    """How long this machine takes now to read a text of some length."""
    return _timed(lambda: sum(len(bit[0]) for bit in _BITS.finditer(_READ)))[1]


@cache
def _usual_yard() -> float:
    """The best of a few: many small things are measured, and a yard takes longer than most of them."""
    return min(_yard() for _ in range(3))
