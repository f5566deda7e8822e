"""How the time to read grows with what is read."""

import time
from collections.abc import Callable

_PART = 4
_SLACK = 0.1  # seconds: less tells nothing on a busy machine


def assert_linear(read: Callable[[str], object], text: str) -> None:
    """All of it takes no more than twice as much longer than a quarter as it is more: what tries every two
    places together would take four times as much."""
    quarter, whole = _spent(read, text[: len(text) // _PART]), _spent(read, text)
    assert whole < 2 * _PART * quarter + _SLACK, f"{quarter:.2f} s, then {whole:.2f} s"


def _spent(read: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    read(text)
    return time.process_time() - begun
