"""Codes of a second factor that change with the time (RFC 6238, over RFC 4226). Pure.

HMAC-SHA-1, six digits, a step of 30 seconds: what every authenticator app can do. A step before and one after
are good too, for clocks that differ; what is not later than the last step that was used is not (5.2: no code
is good twice).
"""

import hmac
import re
import unicodedata
from base64 import b32encode
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

STEP: Final = 30
"""Seconds."""

DIGITS: Final = 6
BESIDE: Final = 1
"""So many steps before and after are good too."""

KEY: Final = 20
"""Bytes of a key: as many as the digest has (RFC 4226, 4, R6)."""

_APART: Final = re.compile(r"[\s\-‐‑–—·]+")


def step(at: datetime) -> int:
    """The number of the step that this moment falls into."""
    return int(at.timestamp()) // STEP


def code(key: bytes, number: int, digits: int = DIGITS) -> str:
    """The code of one step (RFC 4226, 5.3)."""
    digest = hmac.new(key, number.to_bytes(8, "big"), "sha1").digest()
    offset = digest[-1] & 0xF
    cut = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{cut % 10**digits:0{digits}}"


def used(key: bytes, typed: str, at: datetime, last: int | None) -> int | None:
    """The step whose code this is; None: it is wrong, too old, or not later than the `last` one."""
    digits = plain(typed)
    here, found = step(at), None
    for number in range(here - BESIDE, here + BESIDE + 1):
        same = hmac.compare_digest(code(key, number).encode(), digits.encode())
        if same and (last is None or number > last):
            found = number
    return found


def plain(typed: str) -> str:
    """The digits as typed, however wide and apart; empty where it can be no code."""
    digits = _APART.sub("", unicodedata.normalize("NFKC", typed))
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else ""


def letters(key: bytes) -> str:
    """The key as it is typed into an app: base 32, in groups of four."""
    whole = b32encode(key).decode().rstrip("=")
    return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))


def address(key: bytes, login: str, issuer: str) -> str:
    """The address that an app reads from the picture (Key Uri Format). A colon parts issuer and login."""
    issuer = issuer.replace(":", " ").strip()
    asked = {"secret": b32encode(key).decode().rstrip("="), "issuer": issuer}
    return f"otpauth://totp/{quote(f'{issuer}:{login}', safe=':@')}?{urlencode(asked, quote_via=quote)}"
