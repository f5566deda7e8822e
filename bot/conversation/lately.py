"""What the customer was asked last, by the talk or by staff, who ask about their answers: what may be said to
several things is said to that."""

import re
from typing import Final

from bot.conversation.context import ComplaintState
from bot.conversation.turn import Turn

_END: Final = re.compile(r"(?<![\d-])\d{4}(?!\d)")
"""The end of a number, as customers call it."""


def verdict(turn: Turn) -> str:
    """The number of the own complaint about whose answer, or measures, they were asked last; else empty."""
    if not turn.context.complaints:
        return ""
    kind, _, number = str(turn.wanted("asked")).partition(".")
    return number if kind == "verdict" else ""


def named(turn: Turn) -> list[str]:
    """The numbers of own complaints that stand in the words: what is said, is said of those. Customers call
    one by the end of its number, too: 0077那件."""
    numbers, text = [each.number for each in turn.context.complaints], turn.inbound.text
    if found := [each for each in numbers if each in text]:
        return found
    ends = set(_END.findall(text))
    return [each for each in numbers if each.rpartition("-")[2] in ends]


def own(turn: Turn, number: str) -> ComplaintState | None:
    """The customer's own complaint of this number."""
    return next((each for each in turn.context.complaints if each.number == number), None)
