"""One complaint is at hand: the customer's own, whose answer they are asked about, or one without a name,
whose code they have shown. What they write goes to it."""

from bot.conversation import cases, deciding, hearing, staying, verdicts
from bot.conversation.at_hand import BROKE, CLOSED, MORE, WAITS, WHY, at_hand
from bot.conversation.turn import Turn, Wish

_WORDS = (WHY, MORE, BROKE, WAITS)
"""Where whatever is written is what was asked for."""

_AS_WORDS = (None, "complaint", "question", "abuse", "offtopic")
"""Wishes that in such words are none."""


def text(turn: Turn) -> None:
    """What they say to the answer, that it is all, a wish, or more to the complaint."""
    if staying.asks(turn):
        staying.text(turn)
        return
    here, key, reading = at_hand(turn.talk), hearing.picked(turn, turn.open), hearing.words(turn)
    if verdicts.answered(turn):
        return
    if here.asked == CLOSED and (key == "reopen" or hearing.heard(turn, "reopen")):
        cases.reopened(turn)
    elif key or hearing.heard(turn, "all_told") or (not here.asked and hearing.courtesy(turn)):
        picked(turn, (key or "all_told",))
    elif here.asked in _WORDS and reading.missing and here.asked != WAITS:  # 不想说
        turn.wish = Wish("go_on")
    elif here.asked in _WORDS and reading.intent in _AS_WORDS:
        deciding.told(turn, here, turn.inbound.text)
    elif isinstance(reading.value, str):
        deciding.added(turn, reading.value)
    elif reading.intent and (here.asked or reading.intent != "complaint"):
        turn.wish = hearing.wish(reading)
    else:
        turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """What they say to the answer; or that is all: on where the talk was."""
    if staying.asks(turn):
        staying.picked(turn, keys)
        return
    here, shown = at_hand(turn.talk), [each.key for each in turn.open.outbound.choices]
    if len(keys) != 1 or keys[0] not in (*shown, "all_told"):
        turn.puzzled()
    elif keys[0] in ("all_told", "skip"):
        turn.wish = Wish("go_on")
    elif keys[0] == "reopen":
        cases.reopened(turn)
    else:
        deciding.take(turn, here, keys[0], "")
