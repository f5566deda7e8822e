"""Blocks of lines that marks hold (``>``): where they end, and whether a program set the marks. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from bot.mail.reply.attribution import Attribution
from bot.mail.reply.headers import headers, is_rule, separator
from bot.mail.reply.line import Line

_ENDS_SENTENCE: Final = tuple(".?!。？！:：;；…>")
_WRAPS_AT: Final = 62  # programs wrap at 65 to 78
_LINK: Final = re.compile(r"[(<]?https?://\S{1,500}[)>]?[\s>]*")


def end_of_block(lines: Sequence[Line], start: int) -> int:
    """Behind the last line of the block that begins here."""
    place = start
    while (
        place < len(lines) and lines[place].mark != "rest" and (lines[place].depth or _wrapped(lines, place))
    ):
        place += 1
    return place


def _wrapped(lines: Sequence[Line], place: int) -> bool:
    """The tail of a long quoted line that was broken again on its way: alone between two quoted ones."""
    if not 0 < place < len(lines) - 1 or lines[place].blank or not lines[place - 1].raw:
        return False
    above = lines[place - 1]
    if _LINK.fullmatch(lines[place].head) and lines[place + 1].depth > 0:
        return True
    long = _width(above.text) >= _WRAPS_AT and not above.head.endswith(_ENDS_SENTENCE)
    return long and lines[place + 1].depth > 0 and _width(lines[place].text) < 40


def _width(text: str) -> int:
    """In columns: a Chinese character takes two."""
    return sum(2 if character >= "\u2e80" else 1 for character in text[:100])


def by_a_program(
    lines: Sequence[Line], attributions: dict[int, Attribution], start: int, end: int, *, apart: bool
) -> bool:
    """Without an attribution ``>`` may be a list that was typed: then it stands under a typed line."""
    above = start - 1
    while above >= 0 and lines[above].blank:
        above -= 1
    if above < 0:  # quoted first, answered below
        below = next_words(lines, end)
        while below < len(lines) and is_rule(lines[below]):
            below = next_words(lines, below + 1)
        if below == len(lines):
            return _as_none_types(lines[start:end])
        return below not in attributions and not (separator(lines, below) or headers(lines, below))
    if apart:
        return True
    if above == start - 1 or lines[above].head.endswith((":", "：")):
        return False
    block = lines[start:end]
    return len(block) > 2 or any(line.depth > 1 or line.head.endswith(("?", "？")) for line in block)


def _as_none_types(block: Sequence[Line]) -> bool:
    """Marks of several depths, or an empty line marked between others: a list that was typed has neither."""
    return len({line.depth for line in block}) > 1 or any(line.blank for line in block[1:-1])


def blocks_apart(lines: Sequence[Line]) -> int:
    """How many marked blocks stand under an empty line: nobody types two such lists."""
    starts = (
        place for place in range(len(lines)) if lines[place].depth and not (place and lines[place - 1].depth)
    )
    return sum(place == 0 or lines[place - 1].blank for place in starts)


def next_words(lines: Sequence[Line], place: int) -> int:
    """The first line from here on that is not empty."""
    while place < len(lines) and lines[place].blank:
        place += 1
    return place
