"""A member of staff links a chat, in which they are told what cannot wait: by a link with a code that their
own page shows. It makes no customer of them: nothing else is said, and the talk stands where it stood."""

import re
from typing import Final

from bot.conversation.effects import LinkAlerts
from bot.conversation.turn import Turn
from storage.domain.code import SIGNS, plain

_START: Final = re.compile(rf"staff-([{SIGNS}]{{4}}-?[{SIGNS}]{{4}})")
"""`Inbound.start` of such a link; no survey is called so."""


def brought(start: str) -> str:
    """The code in what a link asks for; empty where there is none."""
    found = _START.fullmatch(start) if start else None
    return plain(found[1]) if found else ""


def linked(turn: Turn, signs: str) -> None:
    """From now on they are told here; or the code is not good any more."""
    turn.own()
    if turn.wanted("alerts", signs):
        turn.do(LinkAlerts(signs))
        turn.say("alerts.linked")
    else:
        turn.say("alerts.not_linked")
