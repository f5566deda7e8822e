"""What of a body was typed and what is quoted: a reason for every line that is not the customer's. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.mail.reply.attribution import Attribution, attribution_ending, may_end
from bot.mail.reply.headers import Block, headers, separator, with_rules
from bot.mail.reply.line import Line
from bot.mail.reply.marked import blocks_apart, by_a_program, end_of_block, next_words

TYPED: Final = ""
_MOST_TRIED: Final = 400  # lines that may be an attribution: the first one counts
MOST_LINES: Final = 20_000  # no reply is so long: what is below is what the last of them is


@dataclass(slots=True)
class Sorted:
    """whys: one for each line, ``""`` for what was typed. unsure: something was kept that may be a quote."""

    whys: list[str]
    unsure: bool = False
    listed: bool | None = None  # whether several marked blocks stand apart, which nobody types
    quoted: bool = field(default=False)  # an attribution, separator or element told so
    closed: bool = field(default=False)  # an old mail runs from the last typed line to the end

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
            place = _opened(lines, result, block, attributions)
        else:
            place += 1
    result.whys += result.whys[-1:] * max(0, below)
    return result


def _attributions(lines: Sequence[Line]) -> list[Attribution]:
    found, after, tried = list[Attribution](), 0, 0
    for place, line in enumerate(lines):
        if line.mark == "rest" or tried > _MOST_TRIED:
            break
        one: Attribution | None = None
        if line.mark == "attribution":
            one = Attribution(place, place + 1, True)
        elif may_end(line.head):
            tried += 1
            one = attribution_ending(lines, place, after)
        if one:
            found.append(one)
            after = one.end if one.sure else after
    return found


def _attributed(lines: Sequence[Line], result: Sorted, found: Attribution) -> int:
    below = next_words(lines, found.end)
    held = below < len(lines) and lines[below].depth > 0
    if not found.sure and not held:
        result.unsure = True
        return found.end
    start = with_rules(lines, found.start, _typed_from(result, found.start))
    if start and lines[start - 1].head == "…":  # where a website folds the old mail away
        start -= 1
    result.mark(start, found.end, "attribution")
    return _below(lines, result, found.end, "quote")


def _opened(lines: Sequence[Line], result: Sorted, block: Block, attributions: dict[int, Attribution]) -> int:
    """A separator or a block of headers; below a separator headers or an attribution may stand."""
    start = with_rules(lines, block.start, _typed_from(result, block.start))
    under = headers(lines, next_words(lines, block.end), below=True)
    end = under.end if under else block.end
    if told := attributions.get(next_words(lines, end)):
        end = told.end
    result.mark(start, end, block.why)
    return _below(lines, result, end, block.why)


def _below(lines: Sequence[Line], result: Sorted, end: int, why: str) -> int:
    """On with the next line where the quote is held by marks; without them it goes to the end."""
    result.quoted = True
    below = next_words(lines, end)
    if below < len(lines) and lines[below].depth == 0:
        result.closed = True
        result.mark(end, len(lines), why)
        return len(lines)
    return end


def _rest(lines: Sequence[Line], result: Sorted, place: int, why: str) -> None:
    result.quoted = result.closed = True
    result.mark(with_rules(lines, place, _typed_from(result, place)), len(lines), why)


def _typed_from(result: Sorted, place: int) -> int:
    """The first line of the typed ones that end here."""
    while place and result.whys[place - 1] == TYPED:
        place -= 1
    return place


def _block(lines: Sequence[Line], result: Sorted, start: int, attributions: dict[int, Attribution]) -> int:
    end = end_of_block(lines, start)
    told = any(line.mark == "element" for line in lines[start:end]) or any(
        place in attributions or headers(lines, place) for place in range(start, min(end, start + 12))
    )
    if result.listed is None:
        told_at = min((at for at, one in attributions.items() if one.sure), default=len(lines))
        result.listed = blocks_apart(lines[:told_at]) > 1  # below it they are the program's
    if told or result.quoted or by_a_program(lines, attributions, start, end, apart=result.listed):
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
