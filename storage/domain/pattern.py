"""Whether the pattern of order numbers can be matched in bounded time.

The same rule as of whoever reads the numbers (nlp, which this floor does not know; a test holds both equal):
a pattern that may take for ever is told by its form. (a+)+$ takes years over forty letters that do not fit.
"""

import re
from collections.abc import Iterator
from math import prod
from typing import Any, Final

_LONGEST_CODE: Final = 40  # characters of a number that is held against a pattern
_LONGEST: Final = 200
_MOST_WAYS: Final = 1_000_000
_REPEATS: Final = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def usable(expression: str) -> bool:
    """Whether it is a regular expression, and one that never takes long."""
    if len(expression) > _LONGEST:
        return False
    try:
        parsed = re._parser.parse(expression)  # type: ignore[attr-defined]
        return _ways(parsed) <= _MOST_WAYS and bool(re.compile(expression))
    except (re.error, OverflowError, RecursionError):
        return False


def _ways(tree: Any) -> int:
    """In how many ways a number may be tried, at most: the choices multiply."""
    return min(prod(_ways_of(str(op), arg) for op, arg in tree), _MOST_WAYS + 1)


def _ways_of(op: str, arg: Any) -> int:
    if op == "BRANCH":
        return sum(map(_ways, arg[1]))
    if op not in _REPEATS:
        return prod(map(_ways, _inner(arg)))
    low, high, body = arg
    times = min(int(high), _LONGEST_CODE)
    ways: int = _ways(body) ** times * (times - min(int(low), times) + 1)
    return ways


def _inner(arg: Any) -> Iterator[Any]:
    """The expressions inside one: of a group, a look ahead, a condition."""
    if type(arg).__name__ == "SubPattern":
        yield arg
    elif isinstance(arg, tuple | list):
        for each in arg:
            yield from _inner(each)
