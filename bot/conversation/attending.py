"""Whether words may be said to an answer of ours: which complaint of the customer waits for them, and whether
nothing else is asked."""

from collections.abc import Sequence
from typing import Final

from bot.conversation import lately, understanding
from bot.conversation.at_hand import ASKED, at_hand, looked_up
from bot.conversation.context import ComplaintState
from bot.conversation.draft import PURPOSES
from bot.conversation.letter import Letter
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn

_LISTENING: Final = ("menu", "asking", "waiting", "resting", "reopening", "declined")
_BY_MAIL: Final = ("welcome", "declined", "menu", "resting")


def meant(turn: Turn, among: Sequence[str]) -> ComplaintState | None:
    """Of their own complaints in these states the one that is named, at hand, waits for them or was asked
    about last; else the latest."""
    own = [each for each in turn.context.complaints if each.state in among and each.kind not in PURPOSES]
    if numbers := lately.named(turn):
        return next((each for each in own if each.number in numbers), None)
    here, last = at_hand(turn.talk).number, lately.verdict(turn) if len(own) > 1 else ""
    first = [each for each in own if each.number == here] if turn.talk.state == "case" else []
    waits = [each for each in own if each.waits]
    asked = [each for each in own if each.number == last]
    return next(iter((*first, *waits, *asked, *own)), None)


def waiting(turn: Turn) -> ComplaintState | None:
    """The customer's own complaint whose answer waits for what they say: the one named, else the one asked
    about last, else the latest."""
    own = turn.context.complaints
    found = [each for each in own if each.state in ASKED and each.kind not in PURPOSES]
    if numbers := lately.named(turn):
        return next((each for each in found if each.number in numbers), None)
    if len(found) < 2:
        return next(iter(found), None)
    last = lately.verdict(turn)
    return next((each for each in found if each.number == last), found[0])


def listening(turn: Turn) -> bool:
    """Whether words may be said to what was asked some time ago. An open question comes first: what answers
    it is its answer. By mail a complaint is registered before consent to anything."""
    state = turn.talk.state
    if state != "asking":
        return state in _LISTENING or (state == "welcome" and turn.mailed and not looked_up(turn.talk))
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    if understanding.free(question):
        return False
    return understanding.read(turn, question, turn.inbound.text).outcome != "answer"


def at_leisure(turn: Turn) -> bool:
    """Whether that is so, or nothing is asked but what is to be added."""
    return listening(turn) or to_add(turn)


def foremost(turn: Turn, *, last: bool = False) -> bool:
    """Whether nothing else is asked, or it was asked last, so that a plain no is said to it."""
    if isinstance(turn, Letter):
        return (turn.talk.state in _BY_MAIL and (last or not turn.offers)) or to_add(turn)
    return turn.talk.state == "menu" or to_add(turn)


def to_add(turn: Turn) -> bool:
    """Whether nothing is asked but what is to be added to a complaint of their own."""
    here = at_hand(turn.talk)
    own = any(each.number == here.number for each in turn.context.complaints)
    return turn.talk.state == "case" and own and not here.asked
