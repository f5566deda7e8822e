"""Links to try a survey out in the web chat before customers see it: one version, for an hour or two.

What is said by such a link is kept apart: in no list, no result, no count.
"""

import re
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final

from storage.secret import sign, signed

LIVES: Final = timedelta(hours=2)
PURPOSE: Final = "preview"
ADDRESS: Final = "preview:"
"""How the address of such a talk begins: `storage.conversations` sets it apart by that. No channel has one
like it."""

START: Final = "/preview/"
"""What a talk begins with that is to try out a version: followed by its id. No link of a customer's can say
this: a slash is in no key."""

_TOKEN: Final = re.compile(r"([0-9]{1,10})-([0-9]{1,12})-([0-9a-f]{16})-([0-9a-f]{64})")


def token(version_id: int, now: datetime) -> str:
    """What the link carries; each begins a talk of its own."""
    until = int((now + LIVES).timestamp())
    told = f"{version_id}-{until}-{token_hex(8)}"
    return f"{told}-{sign(PURPOSE, told)}"


def version_in(given: str, now: datetime) -> int | None:
    """The version that this token is for; None where it is not ours, or its time is over."""
    found = _TOKEN.fullmatch(given)
    if found is None or int(found[2]) < now.timestamp() or not _signed(found):
        return None
    return int(found[1])


def version_of(start: str) -> int | None:
    """The version that a talk with this start is to try out."""
    number = start.removeprefix(START)
    return int(number) if start.startswith(START) and number.isdecimal() else None


def looks(given: str) -> bool:
    """Whether this is meant to be such a token."""
    return _TOKEN.fullmatch(given) is not None


def _signed(found: re.Match[str]) -> bool:
    return signed(PURPOSE, found[0].rpartition("-")[0], found[4])
