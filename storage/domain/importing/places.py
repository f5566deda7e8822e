"""Where a customer is reached, so that the same is the same; and cells that spreadsheets take for a text."""

import re
import unicodedata
from typing import Final

_TELEGRAM: Final = re.compile(r"[1-9][0-9]{3,15}")
_NUMBER: Final = re.compile(r"\+?[0-9]{2,20}")
_SPACED: Final = re.compile(r"\+?[0-9][0-9 ()-]*")
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def address(channel: str, told: str) -> str:
    """The address as it is kept, so that the same is the same; empty where it can be none there.

    telegram: the number of the chat. email: a mail address. link: whatever tells the customer to the
    organisation, most of all a phone number or a mail address, which are to look like one.
    """
    text = unicodedata.normalize("NFKC", told).strip()
    if channel == "telegram":
        return text if _TELEGRAM.fullmatch(text) else ""
    if channel == "email":
        return text.casefold() if _MAIL.fullmatch(text) else ""
    if _SPACED.fullmatch(text):
        digits = re.sub(r"[ ()-]", "", text)
        return digits if _NUMBER.fullmatch(digits) else ""
    if "@" in text and not text.startswith("@"):
        return text.casefold() if _MAIL.fullmatch(text) else ""
    return text if len(text) > 1 else ""


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Full-width signs too, which spreadsheets may take for the others (OWASP, CSV injection)."""


def harmless(text: str) -> str:
    """A cell for a file that spreadsheets open: what they would take for a formula is made a text."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
