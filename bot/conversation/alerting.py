"""A member of staff links a chat, in which they are told what cannot wait: by a code that their own page
shows, in a link or sent as a message. It makes no customer of them: nothing else is said, and the talk stands
where it stood."""

import re
import unicodedata
from typing import Final

from bot.conversation.effects import LinkAlerts
from bot.conversation.letter import MAIL
from bot.conversation.turn import Turn
from bot.message import Inbound
from storage.domain.code import SIGNS, plain

_START: Final = re.compile(rf"staff-([{SIGNS}]{{4}}-?[{SIGNS}]{{4}})")
"""`Inbound.start` of such a link; no survey is called so."""


def brought(start: str) -> str:
    """The code in what a link asks for; empty where there is none."""
    found = _START.fullmatch(start) if start else None
    return plain(found[1]) if found else ""


_TYPED: Final = re.compile(r"\s*staff[-‐‑–—]?([0-9A-Z]{4}[-‐‑–—]?[0-9A-Z]{4})\s*", re.IGNORECASE)
_LONGEST: Final = 40  # characters of a message that is such a code


def typed(inbound: Inbound) -> Inbound:
    """What came in; where it is such a code and nothing else, as though its link had been followed. Not by
    mail: a mailbox is linked from the page."""
    if inbound.kind != "text" or inbound.channel == MAIL or len(inbound.text) > _LONGEST:
        return inbound
    found = _TYPED.fullmatch(unicodedata.normalize("NFKC", inbound.text))
    signs = plain(found[1]) if found else ""
    return inbound._replace(kind="open", text="", start=f"staff-{signs}") if signs else inbound


def mailed(inbound: Inbound) -> bool:
    """Whether such a code, and nothing else but what letters end with, came by mail."""
    first = inbound.text.strip().partition("\n")[0]
    by_mail = inbound.kind == "text" and inbound.channel == MAIL and len(first) <= _LONGEST
    return by_mail and _TYPED.fullmatch(unicodedata.normalize("NFKC", first)) is not None


def linked(turn: Turn, signs: str) -> None:
    """From now on they are told here; or the code is not good any more."""
    turn.own()
    if turn.wanted("alerts", signs):
        turn.do(LinkAlerts(signs))
        turn.say("alerts.linked")
    else:
        turn.say("alerts.not_linked")
