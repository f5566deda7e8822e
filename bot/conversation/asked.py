"""What customers ask about the talk itself: who is this, how long does it take, who reads it."""

import re

from bot.conversation.life import IN_SURVEY
from bot.conversation.turn import Turn

_SHORT = 40  # characters of a question that is answered in a line
_WHERE = {"long": ("welcome", *IN_SURVEY)}
"""Elsewhere, how long it takes is asked of a complaint or of a person, and not ours to say."""


def line(turn: Turn) -> str:
    """The line that answers what is asked; empty where none of this is."""
    texts, words = turn.context.texts, turn.inbound.text.strip().lower()
    if len(words) > _SHORT or words.isdecimal():
        return ""
    for key, known in texts.section("chat.consent.asked").items():
        if turn.talk.state in _WHERE.get(key, (turn.talk.state,)) and re.fullmatch(known["pattern"], words):
            return texts(f"chat.consent.asked.{key}.line", organisation=turn.context.organisation)
    return ""
