"""A complaint has gone on since something was asked about it: that is asked no more, and what is said now is
said to what was asked last."""

from bot.conversation import lately
from bot.conversation.at_hand import AFTERWARDS, ANSWERED, ASKED, CLOSED, UNDER_WAY, AtHand, at_hand
from bot.conversation.context import ComplaintState
from bot.conversation.turn import Turn


def settled(turn: Turn) -> None:
    """Leave what is asked no more. A button that is pressed tells by itself what it was said to."""
    state = turn.talk.state
    if state in ("case", "reopening") and turn.inbound.kind not in ("due", "open") and not _pressed(turn):
        _left(turn, AtHand(turn.talk.fact) if state == "reopening" else at_hand(turn.talk))


def _pressed(turn: Turn) -> bool:
    return turn.inbound.kind == "choice" and turn.inbound.of == turn.open.outbound.of


def _left(turn: Turn, here: AtHand) -> None:
    """What can be told more of it stays open, and what answers it is heard everywhere."""
    known = lately.own(turn, here.number)
    if known is None:
        return
    last = lately.own(turn, lately.verdict(turn))
    if last is not None and last.state in (*ASKED, CLOSED) and (last != known or here.asked not in ASKED):
        turn.move("open_case", fact=last.number)
    elif _is_over(here, known):
        turn.move("open_case", fact=known.number)


def _is_over(here: AtHand, known: ComplaintState) -> bool:
    if here.asked in AFTERWARDS:
        return known.state != CLOSED
    if here.asked == ANSWERED and known.state in UNDER_WAY:  # they may refuse it still
        return False
    return here.asked in ASKED and here.asked != known.state
