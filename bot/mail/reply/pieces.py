"""Sorted lines to the reply: what was typed, run by run, each with the quoted line it answers. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.mail.mail import Piece
from bot.mail.reply.endings import ending
from bot.mail.reply.footers import banner, without_footer
from bot.mail.reply.line import Line
from bot.mail.reply.shapes import blank
from bot.mail.reply.sorting import TYPED, Sorted

MOST_ENDINGS: Final = 24
_NUMBERED: Final = re.compile(r"\d{1,3}[.、．]\s*\S")


@dataclass(slots=True)
class Reply:
    """What is kept, and what was cut with the reason. closed: an old mail runs to the end."""

    pieces: list[Piece] = field(default_factory=list)
    cut: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    unsure: bool = False
    quoted: bool = False
    closed: bool = False

    @property
    def text(self) -> str:
        return "\n".join(piece.text for piece in self.pieces)


def gather(lines: Sequence[Line], found: Sorted, *, broken: bool) -> Reply:
    """broken: line breaks were lost, so a footer may stand on a line with typed words."""
    reply = Reply(unsure=found.unsure, quoted=found.quoted, closed=found.closed)
    above = list[Line]()
    for start, end, why in _runs(found.whys):
        run = lines[start:end]
        if why != TYPED:
            reply.cut.append((why, tuple(line.raw or line.text for line in run)))
            above += [line for line in run if why == "quote" and not line.blank]
            continue
        text = _typed(
            reply, [line.raw or line.text for line in run], first=start == 0, last=end == len(lines)
        )
        if broken or len(lines) == 1:
            text = without_footer(text, grown_on=broken)
        if text:
            reply.pieces.append(Piece(_question(above), text))
            above = []
    if len(reply.pieces) == 1 and reply.pieces[0].line and _many(found, lines):
        reply.pieces = [Piece(None, reply.pieces[0].text)]
    return reply


def _runs(whys: Sequence[str]) -> list[tuple[int, int, str]]:
    runs, start = list[tuple[int, int, str]](), 0
    for place in range(1, len(whys) + 1):
        if place == len(whys) or whys[place] != whys[start]:
            runs.append((start, place, whys[start]))
            start = place
    return runs


def _typed(reply: Reply, lines: list[str], *, first: bool, last: bool) -> str:
    """The run without what programs put around it; all of it where nothing else would be left but a name."""
    lines = _trimmed(lines)
    if first and (count := banner(lines)):
        reply.cut.append(("banner", tuple(lines[:count])))
        lines = _trimmed(lines[count:])
    for _ in range(MOST_ENDINGS):
        found = ending(lines, quote_below=not last)
        if found is None:
            break
        rest = _trimmed(lines[: found.start])
        if not rest and not reply.pieces and found.why == "card":
            reply.unsure = True
            break
        reply.cut.append((found.why, tuple(lines[found.start :])))
        lines = rest
    return "\n".join(lines).strip()


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and blank(lines[start]):
        start += 1
    while end > start and blank(lines[end - 1]):
        end -= 1
    return lines[start:end]


def _question(above: Sequence[Line]) -> str | None:
    """The quoted line that was answered: the last one that asks or has a number, else the last."""
    said = [line.text.strip() for line in above]
    asked = [text for text in said if text.endswith(("?", "？")) or _NUMBERED.match(text)]
    return next(reversed(asked or said), None)


def _many(found: Sorted, lines: Sequence[Line]) -> bool:
    """Answered once below a whole mail: no single line of it was meant."""
    asked = sum(
        why == "quote" and line.head.endswith(("?", "？"))
        for why, line in zip(found.whys, lines, strict=True)
    )
    quoted = sum(why == "quote" and not line.blank for why, line in zip(found.whys, lines, strict=True))
    return asked > 1 or (asked == 0 and quoted > 3)
