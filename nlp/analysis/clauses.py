"""A folded text as its clauses.

Which words part is data: nlp/data/analysis/clauses.toml.
"""

import re
from functools import cache
from typing import NamedTuple

from nlp.wording.lexicon import either, load

_STOPS = ",，。;；!！?？…\n~|. "
_DOUBTFUL = " ."  # do not always part
ENDS = frozenset("。!！?？\n;；")
"""Signs that end a sentence."""

_HAN = ("\u3400", "\u9fff")


class Clause(NamedTuple):
    """``start``, ``end``: its place; ``first``: whether a sentence begins with it."""

    start: int
    end: int
    first: bool


def clauses(text: str) -> list[Clause]:
    """The clauses of a folded text, in order; none is blank, and none overlaps another."""
    found: list[Clause] = []
    whole = _whole()
    start, first = 0, True
    for joint in _joints().finditer(text):
        place, end = joint.span()
        said = joint[0]
        stop = said[0] in _STOPS
        if said in whole or (said[0] in _DOUBTFUL and not _parts(text, place, end)):
            continue
        clause = _clause(text, start, place, first)
        if clause:
            found.append(clause)
            first = False
        start = end if stop else place
        first = first or (stop and not ENDS.isdisjoint(said))
    clause = _clause(text, start, len(text), first)
    return [*found, clause] if clause else found


def _parts(text: str, start: int, end: int) -> bool:
    """Whether doubtful signs end a clause: a space only between Chinese words, a dot not in a number."""
    said = text[start:end]
    if not said.strip(" "):
        return _han(text[start - 1 : start]) and _han(text[end : end + 1])
    return said != "." or not (text[start - 1 : start].isdigit() and text[end : end + 1].isdigit())


def _han(sign: str) -> bool:
    return _HAN[0] <= sign <= _HAN[1]


def _clause(text: str, start: int, end: int, first: bool) -> Clause | None:
    """A clause without the spaces around it, or None."""
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    return Clause(start, end, first) if start < end else None


@cache
def _joints() -> re.Pattern[str]:
    """Stops, and words that part though no stop stands before them.

    Every choice begins with a character of its own, not with a class of them: so Python's ``re`` looks for
    the first characters alone, ten times as fast.
    """
    stops = "|".join(f"{re.escape(sign)}[{re.escape(_STOPS)}]*" for sign in _STOPS)
    lists = load("clauses", "analysis")
    return re.compile(f"{stops}|{either([*lists['whole'], *lists['within']])}")


@cache
def _whole() -> frozenset[str]:
    return frozenset(load("clauses", "analysis")["whole"])
