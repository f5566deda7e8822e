"""A definition as written: TOML read, and the line that a problem stands on."""

import re
import tomllib
from contextlib import suppress
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

    A field begins where the longest part of the source that has not got it ends. TOML itself reads the parts:
    this can't disagree with it.
    """
    if told := re.fullmatch(r"line (\d+)", where):
        return int(told[1])
    lines = [f"{line}\n" for line in source.removeprefix(_BOM).split("\n")]
    starts = [number for number, line in enumerate(lines) if _STATEMENT.match(line)] + [len(lines)]
    steps = where.split(".")
    depth = _depth(tomllib.loads("".join(lines)), steps)
    return starts[_last_without(steps[:depth], lines, starts)] + 1 if depth else 1


def _last_without(steps: list[str], lines: list[str], starts: list[int]) -> int:
    """The number of the last statement before which the source can be read and has no such path yet."""
    found = without = 0
    having = len(starts) - 1
    while having - without > 1:
        middle = (without + having) // 2
        part = _part(lines, starts, middle, without)
        if part and _depth(part[1], steps) == len(steps):
            having = part[0]
        else:
            found, without = part[0] if part else found, middle
    return found


def _part(lines: list[str], starts: list[int], end: int, above: int) -> tuple[int, dict[str, Any]] | None:
    """The longest readable part of up to `end` and more than `above` statements: how many, and its table."""
    for number in range(end, above, -1):
        with suppress(tomllib.TOMLDecodeError):
            return number, tomllib.loads("".join(lines[: starts[number]]))
    return None


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
