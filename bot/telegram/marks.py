"""The data of a button: which choice of which question it is, in the 64 bytes that Telegram allows. Pure."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, Final

LONGEST: Final = 64
HASH: Final = "#"
TICK: Final = "+"
RANK: Final = "^"
DONE: Final = "="
_SPECIAL: Final = (HASH, TICK, RANK, DONE)


def single(of: str, key: str) -> str:
    """The data of a choice that answers at once."""
    return _fitting(of, key, "")


def tick(of: str, key: str) -> str:
    """The data of a choice among several: pressing it sets a tick, or takes it away."""
    return TICK + _fitting(of, key, TICK)


def rank(of: str, key: str) -> str:
    """The data of a choice to put in order: pressing it gives it the next place, or takes its place away."""
    return RANK + _fitting(of, key, RANK)


def done(of: str) -> str:
    """The data of the button that hands in all that is ticked."""
    plain = DONE + of
    clear = plain.isprintable() and not of.startswith(HASH)
    return plain if clear and len(plain.encode()) <= LONGEST else DONE + _hash(of, "")


def known(value: Any) -> str:
    """The data, if they can be a button's of ours; else empty. A customer's program can send any."""
    ours = type(value) is str and 0 < len(value) <= LONGEST and value.isprintable()
    return value if ours else ""


def read(data: str) -> tuple[str, str]:
    """(of, key) of a choice's plain data, without the sign before it; no key is an empty one."""
    of, _, key = data.partition("|")
    return of, key


def _fitting(of: str, key: str, sign: str) -> str:
    plain = f"{of}|{key}"
    clear = plain.isprintable() and "|" not in of and not of.startswith(_SPECIAL)
    return plain if clear and len(sign) + len(plain.encode()) <= LONGEST else _hash(of, key)


def _hash(of: str, key: str) -> str:
    """132 bits of a digest: enough to tell the choices on show from all others."""
    digest = sha256(f"{of}|{key}".encode("utf-8", "surrogatepass")).digest()
    return HASH + urlsafe_b64encode(digest).decode()[:22]
