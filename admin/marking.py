"""Customers' words with what a reading rests on marked in them: spans in, escaped HTML out.

A mark says by its sign and to a screen reader what it stands for, never by colour alone.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

Kind = Literal["urgent", "blame", "praise", "basis"]
KINDS: tuple[Kind, ...] = ("urgent", "blame", "praise", "basis")
"""Where marks overlap the first of these is seen. `basis`: what leans to neither side."""

# What can turn the direction of the text around it (Unicode bidi controls): shown as nothing.
BIDI = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Mark(NamedTuple):
    """`start` up to, but not including, `end`: characters of the text as it was written."""

    start: int
    end: int
    kind: Kind


def calm(text: str | None) -> str:
    """A customer's text without what turns the direction of ours."""
    return (text or "").translate(BIDI)


def moved(marks: Sequence[Mark], by: int) -> list[Mark]:
    """The marks of a text as those of the part of it that begins `by` characters later."""
    return [Mark(mark.start - by, mark.end - by, mark.kind) for mark in marks]


def html(text: str, marks: Sequence[Mark], names: dict[str, str]) -> Markup:
    """The text, escaped, with its marks; `names` says in words what each kind stands for. Marks that reach
    beyond the text are cut: it may have changed since it was read."""
    return Markup("").join(_piece(text[start:end], kind, names) for start, end, kind in _runs(text, marks))


def _piece(words: str, kind: Kind | None, names: dict[str, str]) -> Markup:
    shown = escape(calm(words))
    if kind is None or not words.strip():
        return shown
    return Markup('<mark class="{}"><span class="for-reader">{} </span>{}</mark>').format(
        kind, names[kind], shown
    )


def _runs(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, Kind | None]]:
    """(start, end, kind) of each stretch that is marked alike."""
    first: list[Kind | None] = [None] * len(text)
    for kind in reversed(KINDS):
        for mark in marks:
            if mark.kind == kind:
                for at in range(max(0, mark.start), min(mark.end, len(text))):
                    first[at] = kind
    at = 0
    for seen, run in groupby(first):
        end = at + sum(1 for _ in run)
        yield at, end, seen
        at = end
