"""What of a body was typed and what is quoted: a reason for every line that is not the customer's. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.mail.reply.attribution import Attribution, attribution_ending
from bot.mail.reply.headers import Block, headers, separator, with_rules
from bot.mail.reply.line import Line

TYPED: Final = ""
_ENDS_SENTENCE: Final = tuple(".?!。？！:：;；…>")
_WRAPS_AT: Final = 62  # programs wrap at 65 to 78
_LINK: Final = re.compile(r"[(<]?https?://\S{1,500}[)>]?[\s>]*")
MOST_LINES: Final = 20_000  # no reply is so long: what is below is what the last of them is


@dataclass(slots=True)
class Sorted:
    """whys: one for each line, ``""`` for what was typed. unsure: something was kept that may be a quote."""

    whys: list[str]
    unsure: bool = False
    quoted: bool = field(default=False)  # an attribution, separator or element told so

    def mark(self, start: int, end: int, why: str) -> None:
        self.whys[start:end] = [why] * (end - start)


def sort(lines: Sequence[Line]) -> Sorted:
    """Walk down: attributions, separators, headers open a quote; marks hold it, or it runs on."""
    below, lines = len(lines) - MOST_LINES, lines[:MOST_LINES]
    result = Sorted([TYPED] * len(lines))
    attributions = {found.start: found for found in _attributions(lines)}
    place = 0
    while place < len(lines):
        line = lines[place]
        if line.mark == "rest":
            _rest(lines, result, place, "quote")
            break
        if line.mark == "signature" and not line.depth:
            result.whys[place] = "signature"
            place += 1
        elif line.depth:
            place = _block(lines, result, place, attributions)
        elif found := attributions.get(place):
            place = _attributed(lines, result, found)
        elif not line.blank and (block := separator(lines, place) or headers(lines, place)):
            place = _opened(lines, result, block)
        else:
            place += 1
    result.whys += result.whys[-1:] * max(0, below)
    return result


def _attributions(lines: Sequence[Line]) -> list[Attribution]:
    found, after = list[Attribution](), 0
    for place, line in enumerate(lines):
        if line.mark == "rest":
            break
        if line.mark == "attribution":
            one: Attribution | None = Attribution(place, place + 1, True)
        else:
            one = None if line.blank else attribution_ending(lines, place, after)
        if one:
            found.append(one)
            after = one.end if one.sure else after
    return found


def _attributed(lines: Sequence[Line], result: Sorted, found: Attribution) -> int:
    below = _next(lines, found.end)
    held = below < len(lines) and lines[below].depth > 0
    if not found.sure and not held:
        result.unsure = True
        return found.end
    result.mark(with_rules(lines, found.start, _typed_from(result, found.start)), found.end, "attribution")
    return _below(lines, result, found.end, "quote")


def _opened(lines: Sequence[Line], result: Sorted, block: Block) -> int:
    """A separator or a block of headers, and the headers that may stand below a separator."""
    start = with_rules(lines, block.start, _typed_from(result, block.start))
    under = headers(lines, _next(lines, block.end))
    end = under.end if under else block.end
    result.mark(start, end, block.why)
    return _below(lines, result, end, block.why)


def _below(lines: Sequence[Line], result: Sorted, end: int, why: str) -> int:
    """On with the next line where the quote is held by marks; without them it goes to the end."""
    result.quoted = True
    below = _next(lines, end)
    if below < len(lines) and lines[below].depth == 0:
        result.mark(end, len(lines), why)
        return len(lines)
    return end


def _rest(lines: Sequence[Line], result: Sorted, place: int, why: str) -> None:
    result.quoted = True
    result.mark(with_rules(lines, place, _typed_from(result, place)), len(lines), why)


def _typed_from(result: Sorted, place: int) -> int:
    """The first line of the typed ones that end here."""
    while place and result.whys[place - 1] == TYPED:
        place -= 1
    return place


def _block(lines: Sequence[Line], result: Sorted, start: int, attributions: dict[int, Attribution]) -> int:
    end = _end_of_block(lines, start)
    told = any(line.mark == "element" for line in lines[start:end]) or any(
        place in attributions or headers(lines, place) for place in range(start, min(end, start + 12))
    )
    if told or result.quoted or _by_a_program(lines, attributions, start, end):
        result.quoted = True
        result.mark(start, end, "quote")
        if lines[start].mark == "element" and _heads_alone(lines, start, end, attributions):
            return _below(lines, result, end, "quote")
    else:
        result.unsure = True
    return end


def _heads_alone(lines: Sequence[Line], start: int, end: int, attributions: dict[int, Attribution]) -> bool:
    """Some set only the attribution or the headers into an element: the old mail itself is below."""
    while end > start and lines[end - 1].blank:
        end -= 1
    if end - start > 12:
        return False
    blocks = (attributions.get(place) or headers(lines, place) for place in range(start, end))
    return any(block is not None and block.end >= end for block in blocks)


def _end_of_block(lines: Sequence[Line], start: int) -> int:
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


def _by_a_program(lines: Sequence[Line], attributions: dict[int, Attribution], start: int, end: int) -> bool:
    """Without an attribution ``>`` may be a list that was typed: then it stands under a typed line."""
    above = start - 1
    while above >= 0 and lines[above].blank:
        above -= 1
    if above < 0:  # quoted first, answered below
        below = _next(lines, end)
        return (
            below < len(lines)
            and below not in attributions
            and not (separator(lines, below) or headers(lines, below))
        )
    if _blocks_apart(lines) > 1:
        return True
    if above == start - 1 or lines[above].head.endswith((":", "：")):
        return False
    block = lines[start:end]
    return len(block) > 2 or any(line.depth > 1 or line.head.endswith(("?", "？")) for line in block)


def _blocks_apart(lines: Sequence[Line]) -> int:
    """How many marked blocks stand under an empty line: nobody types two such lists."""
    starts = (
        place for place in range(len(lines)) if lines[place].depth and not (place and lines[place - 1].depth)
    )
    return sum(place == 0 or lines[place - 1].blank for place in starts)


def _next(lines: Sequence[Line], place: int) -> int:
    while place < len(lines) and lines[place].blank:
        place += 1
    return place
