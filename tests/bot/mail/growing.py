"""What it takes to read, and how that grows with what is read."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

_PART = 4
_SLACK = 0.1  # seconds: less tells nothing on a busy machine

Read = TypeVar("Read")


def assert_linear(read: Callable[[str], object], text: str) -> None:
    """All of it takes no more than twice as much longer than a quarter as it is more: what tries every two
    places together would take four times as much."""
    quarter, whole = _best(read, text[: len(text) // _PART]), _best(read, text)
    assert whole < 2 * _PART * quarter + _SLACK, f"{quarter:.2f} s, then {whole:.2f} s"


def timed(work: Callable[[], Read]) -> tuple[Read, float]:
    """What came of it, and the seconds of this thread. The collector waits: else it walks through all that
    other tests of the process have left, just when it likes."""
    gc.disable()
    try:
        begun = time.thread_time()
        return work(), time.thread_time() - begun
    finally:
        gc.enable()


def _best(read: Callable[[str], object], text: str) -> float:
    return min(timed(lambda: read(text))[1] for _ in range(2))
