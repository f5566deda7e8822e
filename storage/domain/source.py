"""A definition as written: TOML read, and the line that a problem stands on."""

import re
import tomllib
from contextlib import suppress
from functools import lru_cache
from typing import Any

from storage.domain.problems import Invalid, Problem

_STATEMENT = re.compile(r"""\s*(\[|["'\w][^=]*=)""")
"""What a line that begins a statement looks like; lines within a text or a list may look so too."""


_BOM = "\ufeff"  # some editors put it first; TOML knows no such thing


def read(source: str) -> dict[str, Any]:
    """The TOML as a table. Raises Invalid with a problem `syntax`, its line in `where`, as `line 7`.

    What tomllib raises is a ValueError, also for a number of 5000 digits.
    """
    try:
        return tomllib.loads(source.removeprefix(_BOM))
    except (ValueError, RecursionError) as error:
        at = re.search(r"\(at line (\d+)", str(error))
        line = int(at[1]) if at else source.rstrip().count("\n") + 1
        raise Invalid([Problem(f"line {line}", "syntax")]) from None


def locate(source: str, where: str) -> int:
    """The line (from 1) where the field at this dotted path begins; a missing one's is that of its table.

    A field begins where the longest part of the source that has not got it ends; of a list of several lines,
    each entry on its own. TOML itself reads the parts: this can't disagree with it.
    """
    if told := re.fullmatch(r"line (\d+)", where):
        return int(told[1])
    lines, starts = _statements(source)
    steps = where.split(".")
    depth = _depth(_table(source, len(lines)), steps)
    if not depth:
        return 1
    number = _last_without(steps[:depth], source, starts)
    return _within(steps[:depth], source, starts[number], starts[number + 1])


@lru_cache(maxsize=4)
def _statements(source: str) -> tuple[list[str], list[int]]:
    """The lines, and the numbers of those that begin a statement, with that of the end."""
    lines = [f"{line}\n" for line in source.removeprefix(_BOM).split("\n")]
    return lines, [number for number, line in enumerate(lines) if _STATEMENT.match(line)] + [len(lines)]


@lru_cache(maxsize=128)
def _table(source: str, end: int, close: str = "") -> dict[str, Any] | None:
    """The source up to this line, closed so; None where it can't be read. Kept, for who is wrong in one place
    is in others nearby."""
    with suppress(tomllib.TOMLDecodeError):
        return tomllib.loads("".join(_statements(source)[0][:end]) + close)
    return None


def _within(steps: list[str], source: str, start: int, end: int) -> int:
    """The line, of those of one statement, on which this stands: a list is read as if it ended there."""
    listed = _statements(source)[0][start].partition("=")[2].lstrip().startswith("[")
    for line in range(start + 1, end if listed else start):
        if _depth(_table(source, line, "]"), steps) == len(steps):
            return line
    return start + 1


def _last_without(steps: list[str], source: str, starts: list[int]) -> int:
    """The number of the last statement before which the source can be read and has no such path yet."""
    found = without = 0
    having = len(starts) - 1
    while having - without > 1:
        middle = (without + having) // 2
        number = next((n for n in range(middle, without, -1) if _table(source, starts[n]) is not None), 0)
        if number and _depth(_table(source, starts[number]), steps) == len(steps):
            having = number
        else:
            found, without = number or found, middle
    return found


def _depth(table: Any, steps: list[str]) -> int:
    """How many steps of the path there are in the table."""
    for depth, step in enumerate(steps):
        if isinstance(table, dict) and step in table:
            table = table[step]
        elif isinstance(table, list) and step.isdecimal() and 0 < int(step) <= len(table):
            table = table[int(step) - 1]
        else:
            return depth
    return len(steps)
