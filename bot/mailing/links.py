"""Links in a mail: to go on with the talk on the web, for some weeks, and to hear no more, for ever.

Whoever has a mail may follow its links, a program that looks at it too: opening one does nothing.
"""

import re
from typing import Final

from storage.secret import sign, signed

LIVES: Final = 30
"""Days in which a link leads on to the web: mails are passed on and quoted."""

WEB, LEAVE = "mail web", "mail leave"
_SIGNS: Final = 32
_WEB: Final = re.compile(r"([1-9][0-9]{0,11})-([1-9][0-9]{0,6})-([0-9a-f]{32})")
_LEAVE: Final = re.compile(r"([1-9][0-9]{0,11})-([0-9a-f]{32})")


def web(conversation_id: int, day: int) -> str:
    """The path of a link that was sent on this day (days since the epoch)."""
    told = f"{conversation_id}-{day}"
    return f"/mail/{told}-{_seal(WEB, told)}"


def leave(conversation_id: int) -> str:
    """The path of the link that ends what is said unasked."""
    return f"/mail/{conversation_id}-{_seal(LEAVE, str(conversation_id))}/leave"


def talk_of(token: str, today: int) -> int | None:
    """The conversation that this token of `web` goes on with; None where it is not ours, or over."""
    found = _WEB.fullmatch(token)
    if found is None or not _good(WEB, f"{found[1]}-{found[2]}", found[3]):
        return None
    return int(found[1]) if int(found[2]) <= today <= int(found[2]) + LIVES else None


def left_by(token: str) -> int | None:
    """The conversation that this token of `leave` ends; None where it is not ours."""
    found = _LEAVE.fullmatch(token)
    return int(found[1]) if found and _good(LEAVE, found[1], found[2]) else None


def _seal(purpose: str, told: str) -> str:
    return sign(purpose, told)[:_SIGNS]


def _good(purpose: str, told: str, seal: str) -> bool:
    return signed(purpose, told, seal + sign(purpose, told)[_SIGNS:])
