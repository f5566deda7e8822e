"""What the customer was asked last, by the talk or by staff, who ask about their answers: what may be said to
several things is said to that."""

from bot.conversation.context import ComplaintState
from bot.conversation.turn import Turn


def verdict(turn: Turn) -> str:
    """The number of the own complaint about whose answer, or measures, they were asked last; else empty."""
    if not turn.context.complaints:
        return ""
    kind, _, number = str(turn.wanted("asked")).partition(".")
    return number if kind == "verdict" else ""


def own(turn: Turn, number: str) -> ComplaintState | None:
    """The customer's own complaint of this number."""
    return next((each for each in turn.context.complaints if each.number == number), None)
