"""What a new account may be called when it signs in. Pure. Accounts from before keep what they are called."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 80
"""Characters."""

_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffd")
"""Letters, marks and signs that nobody sees, and what stands for a character that was lost."""

_SELECTING: Final = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Selectors: they choose how the character before them is drawn, mostly as it is anyhow."""


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
    return (
        unicodedata.category(character)[0] in "CZ"
        or character in _UNSEEN
        or bool(_SELECTING.match(character))
    )
