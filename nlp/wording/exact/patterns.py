"""The pattern of an organisation's order numbers, if it can be matched in bounded time.

``re`` tries one way after another to fit a text: (a+)+$ takes years over forty letters that do not fit. Such
a pattern is told by its form before it is used; the standard library parses it for us (``re._parser``).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import prod
from typing import Any

LONGEST = 40  # characters of a code that is held against a pattern
_LONGEST_PATTERN = 200
_MOST_WAYS = 1_000_000  # to fit a code: three runs of any length beside a few of bounded length
_CHOICE = "BRANCH"
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


@lru_cache(maxsize=64)
def compiled(expression: str) -> re.Pattern[str] | None:
    """None where it is no expression, or one that may take for ever: any number is taken for one then."""
    if len(expression) > _LONGEST_PATTERN:
        return None
    try:
        usable = _ways(re._parser.parse(expression)) <= _MOST_WAYS  # type: ignore[attr-defined]
        return re.compile(expression) if usable else None
    except (re.error, OverflowError, RecursionError):
        return None


def _ways(tree: Any) -> int:
    """In how many ways a code may be tried, at most: the choices multiply."""
    ways = prod(_ways_of(str(op), arg) for op, arg in tree)
    return min(ways, _MOST_WAYS + 1)


def _ways_of(op: str, arg: Any) -> int:
    if op == _CHOICE:
        return sum(map(_ways, arg[1]))
    if op in _REPEATS:
        low, high, body = arg
        times = min(int(high), LONGEST)
        ways: int = _ways(body) ** times
        return ways * (times - min(int(low), times) + 1)
    return prod(map(_ways, _inner(arg)))


def _inner(arg: Any) -> Iterator[Any]:
    """The expressions inside one: of a group, a look ahead, a condition."""
    if type(arg).__name__ == "SubPattern":
        yield arg
    elif isinstance(arg, tuple | list):
        for each in arg:
            yield from _inner(each)
