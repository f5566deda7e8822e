"""A block of headers within the text, and the lines of dashes that programs set above an old mail. Pure."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.mail.reply.evidence import addressed, timed
from bot.mail.reply.law import load, roles, said, separators
from bot.mail.reply.line import Line

_RULE: Final = re.compile(r"[\s*_=\-‐-―−－~～─━·.|+:]{3,}")
_MOST_LINES: Final = 24
_SHORT: Final = ("自", "从", "從")  # may begin a sentence: 从：北京


class Block(NamedTuple):
    start: int
    end: int
    why: str  # quote | forwarded


def role_of(head: str) -> str | None:
    """Which header a line is; None for a sentence."""
    if not head or len(head) > 500 or not any(mark in head for mark in ":：|｜\t"):
        return None
    found = roles().fullmatch(head)
    role = found.lastgroup if found else None
    if found and role == "from" and found[role] in _SHORT and not addressed(head):
        return None
    return role


def is_rule(line: Line) -> bool:
    """A line of nothing but dashes."""
    head = line.head
    drawn = len(head) >= 3 and _RULE.fullmatch(head) is not None
    return drawn and any(mark in head for mark in "-_=—–―‐−－─━")


def separator(lines: Sequence[Line], at: int) -> Block | None:
    """``----- 原始邮件 -----`` and its like; without dashes only above a block of headers."""
    head = lines[at].head
    if not head or len(head) > 200:
        return None
    for kind, why in (("forwarded", "forwarded"), ("separator", "quote")):
        if separators(kind).fullmatch(head):
            return Block(at, at + 1, why)
    if said("forwarded", "lines").fullmatch(head) and head[-1] in ":：":
        return Block(at, at + 1, "forwarded")
    if any(words in head.lower() for words in load("quotes")["above"]["lines"]):
        return Block(at, at + 1, "quote")
    if said("separator", "bare").fullmatch(head):
        below = headers(lines, _skip(lines, at + 1), below=True)
        return Block(at, below.end, "quote") if below else None
    return None


def headers(lines: Sequence[Line], at: int, *, below: bool = False) -> Block | None:
    """From, then a date or a subject; or fewer of them with an address or a time of day.

    below: stands under a separator. Else a block that is one without its first lines begins behind them: a
    customer may have typed 主题 or From above it."""
    first = role_of(lines[at].head) if at < len(lines) else None
    if first not in {"from", "sent", "to", "subject"}:
        return None
    found, end = _gathered(lines, at, first)
    if found is None:
        return None
    later = None if below else _begins_again(lines, at, end, first)
    return None if later is not None and headers(lines, later, below=True) else Block(at, end, "quote")


def _begins_again(lines: Sequence[Line], at: int, end: int, first: str) -> int | None:
    """Where within a block headers begin anew: behind an empty line, unless one stands behind each of them;
    in Chinese at 发件人, which leads where no date stands above it."""
    for place in range(at + 1, end):
        head = lines[place].head
        if lines[place - 1].blank and role_of(head):
            return None if lines[place + 1 : place + 2] and lines[place + 1].blank else place
        if first != "from" and not head[:1].isascii() and role_of(head) == "from":
            return None if any(_a_time(line.head) for line in lines[at:place]) else place
    return None


def _a_time(head: str) -> bool:
    return role_of(head) == "sent" and timed(head)


def _gathered(lines: Sequence[Line], at: int, first: str) -> tuple[set[str] | None, int]:
    """The roles of a block of headers and where it ends; None where it is none."""
    found, texts, end, gap = set[str](), list[str](), at, 0
    for place in range(at, min(len(lines), at + _MOST_LINES)):
        head = lines[place].head
        role = role_of(head) if lines[place].depth == lines[at].depth else None
        if role in found & {"from", "to", "subject"} or (
            gap and role and first in {"to", "subject"}
        ):  # the next block
            break
        if role:
            found.add(role)
            texts.append(head)
            end, gap = place + 1, 0
        elif not head or _RULE.fullmatch(head):
            gap += 1
            if gap > 2:
                break
        elif gap or not _goes_on(lines, place):
            break
    return (found if _enough(found, " ".join(texts)) else None), end


def _goes_on(lines: Sequence[Line], place: int) -> bool:
    """A value too long for its line: another header stands below it, within two lines."""
    below = [role_of(line.head) for line in lines[place + 1 : place + 3]]
    return any(below) or addressed(lines[place].head)


def _enough(found: set[str], text: str) -> bool:
    named = "from" in found and bool(found & {"sent", "subject", "to"})
    shown = addressed(text) or timed(text)
    if named and len(found) >= 3:
        return shown or {"sent", "subject"} <= found
    if named:
        return shown
    return {"sent", "to"} <= found and addressed(text)


def _skip(lines: Sequence[Line], at: int) -> int:
    """The next line with words."""
    while at < len(lines) and (lines[at].blank or is_rule(lines[at])):
        at += 1
    return at


def with_rules(lines: Sequence[Line], start: int, after: int) -> int:
    """Where the dashes above begin, with empty lines between."""
    place, best = start - 1, start
    while place >= after and (lines[place].blank or is_rule(lines[place])):
        if is_rule(lines[place]):
            best = place
        place -= 1
    return best
