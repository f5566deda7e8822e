"""What customers ask about the talk itself: who is this, how long does it take, who reads it."""

import re
from functools import cache

from bot.conversation import surveying, way
from bot.conversation.life import IN_SURVEY
from bot.conversation.turn import Turn
from nlp import simplified

_SHORT = 40  # characters of a question that is answered in a line
_WHERE = {
    "long": ("welcome", *IN_SURVEY),
    "left": IN_SURVEY,
    **dict.fromkeys(("look", "done", "must", "hard", "scam"), ("welcome",)),
}
"""Elsewhere, how long it takes is asked of a complaint or of a person, and not ours to say."""


def line(turn: Turn) -> str:
    """The line that answers what is asked; empty where none of this is."""
    texts, words = turn.context.texts, turn.inbound.text.strip().lower()
    if len(words) > _SHORT or words.isdecimal():
        return ""
    for key, known in texts.section("chat.consent.asked").items():
        if turn.talk.state in _WHERE.get(key, (turn.talk.state,)) and _said_so(known["pattern"], words):
            left = _left(turn) if key == "left" else 0
            return texts(f"chat.consent.asked.{key}.line", organisation=turn.context.organisation, left=left)
    return ""


def _said_so(pattern: str, words: str) -> bool:
    """In either script."""
    if re.fullmatch(pattern, words):
        return True
    return not words.isascii() and re.fullmatch(_in_one_script(pattern), simplified(words)) is not None


_in_one_script = cache(simplified)


def _left(turn: Turn) -> int:
    """How many questions there still are on this customer's way, with the open one."""
    if not surveying.at_hand(turn):
        return 0
    places = way.way(turn.talk, turn.context)
    return len(places) - places.index(turn.talk.at) if turn.talk.at in places else 0
