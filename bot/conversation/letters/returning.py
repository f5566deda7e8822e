"""A talk that went on in another channel, and is answered by mail again."""

from typing import Final

from bot.conversation import cases, passing
from bot.conversation.context import Arrival
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import polite
from bot.conversation.life import IN_SURVEY
from bot.conversation.talk import load
from bot.conversation.turn import Turn

_ANSWERED: Final = ("welcome", *IN_SURVEY)


def taken_back(turn: Turn) -> None:
    """Whoever replies to a mail of ours answers its survey, wherever they were last: it goes on here. Who
    sends a code gets what the code says."""
    if not isinstance(turn, Letter):
        return
    talk, said = turn.talk, turn.inbound
    nothing_open = talk.state == "menu" and not talk.version_id and talk.draft is None
    if said.kind != "text" or not nothing_open or not said.text.strip() or polite(turn, said.text):
        return
    if cases.asked_for(said.text) or passing.code(turn):
        return
    found: Arrival = turn.wanted("gone_on")
    if found.talk and not found.held and load(found.talk).state in _ANSWERED:
        passing.bring(turn, found, load(found.talk))
