"""What a new account may be called when it signs in. Pure. Accounts from before keep what they are called."""

import unicodedata
from typing import Final

LONGEST: Final = 80
"""Characters."""

_UNSEEN: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffd")
"""Letters and signs that are drawn as blanks, and what stands for a character that was lost."""


def plain(typed: str) -> str:
    """As it is kept and compared."""
    return typed.strip().lower()


def wrong(login: str) -> str:
    """Why there can be no such login: login_empty, login_long, login_signs (blanks, or what nobody sees:
    control and format characters, those that turn the direction of writing among them); empty where it
    can be."""
    if not login:
        return "login_empty"
    if len(login) > LONGEST:
        return "login_long"
    return "login_signs" if any(map(_unseen, login)) else ""


def _unseen(character: str) -> bool:
    return unicodedata.category(character)[0] in "CZ" or character in _UNSEEN
