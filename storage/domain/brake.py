"""How long who guesses has to wait before the next try is looked at. Pure.

The first tries are free, then the wait is 1, 2, 4 … seconds since the last one. While many fail everywhere,
only the first try is: whoever has not failed goes in at once, or else guesses of others would keep owners
out.

What that costs: a place has at most 15 tries an hour, and a try finds one of n codes that are good with
n / 2**40. Where a thousand are, one try from each of a million places finds one with 1 in 1100, an hour of
all their tries with 1 in 70; where a million are (those of anonymous complaints stay good), the first with
6 in 10.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Final, NamedTuple

FREE: Final = 3
LONGEST: Final = 900
"""Seconds; no wait is longer."""

MANY: Final = 100
"""So many failures everywhere are many."""

REMEMBERED: Final = timedelta(hours=1)


SHARED: Final = 20
"""So many tries of a place that many share, as an office does its address, are free whoever fails."""


class Failures(NamedTuple):
    """How many there were of late, and when the last one was."""

    number: int
    last: datetime


def wait(own: Failures, everywhere: int, now: datetime, free: int = FREE) -> int:
    """Seconds until the next try is looked at; 0: it may come. `free`: so many tries are."""
    free = free if everywhere < MANY else 1
    if own.number < free:
        return 0
    pause: float = min(2.0 ** min(own.number - free, 60), LONGEST)
    last = min(own.last, now)  # by a clock that is ahead
    return max(0, ceil(pause - (now - last).total_seconds()))
