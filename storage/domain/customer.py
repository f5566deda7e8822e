"""What staff keep of a customer (A8): which fields fit, how an address is told from another, what of it is
shown before somebody asks."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

KINDS: Final = ("external", "internal", "supplier", "employee", "community", "authority", "potential")
"""GB/T 19000 3.2.4 and 3.2.3: who uses what the organisation makes, and others whom it concerns."""

FIELDS: Final = ("name", "number", "kind", "segment", "high_value", "note", "own")
"""What staff may change; `own` are the organisation's own columns, name -> value."""

LONGEST: Final[Mapping[str, int]] = {"name": 100, "number": 60, "segment": 60, "note": 4000}
"""Characters of a field."""

OWN: Final = 200
"""Characters of the name of an own column, and of its value."""
MOST: Final = 40
"""Own columns of one customer."""

CONTACTS: Final = ("phone", "email", "wechat", "post", "fax")
"""How somebody is reached besides the channels that they write from."""

LONGEST_CONTACT: Final = 200
LONGEST_ORDER: Final = 100

_DIALLED: Final = 3, 20
"""Digits of the shortest and the longest number that is dialled."""
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{1,60}")


def wrong(told: Mapping[str, Any]) -> dict[str, str]:
    """What does not fit, by field; nobody is kept of whom nothing is told."""
    found = {name: "too_long" for name, most in LONGEST.items() if len(told[name]) > most}
    if told["kind"] not in KINDS:
        found["kind"] = "unknown_choice"
    own = told["own"]
    if len(own) > MOST or any(len(part) > OWN for pair in own.items() for part in pair):
        found["own"] = "too_much"
    if not told["name"] and not told["number"]:
        found["name"] = "nobody"
    return found


def plain(kind: str, text: str) -> str:
    """What two spellings of the same address have in common; empty where it is no address of this kind."""
    return _PLAIN[kind](text)


def _dialled(text: str) -> str:
    digits = "".join(each for each in text if each.isdecimal() and each.isascii())
    local = re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)
    least, most = _DIALLED
    return local if least <= len(local) <= most else ""


def _mailed(text: str) -> str:
    found = text.strip().casefold()
    return found if _EMAIL.fullmatch(found) else ""


def _named(text: str) -> str:
    return "".join(text.split()).casefold()


_PLAIN: Final[Mapping[str, Callable[[str], str]]] = {
    "phone": _dialled,
    "fax": _dialled,
    "email": _mailed,
    "wechat": _named,
    "post": _named,
}

HIDDEN: Final = "****"


def masked(kind: str, text: str) -> str:
    """138****5678: enough to ask back whether it is the right one; nothing of nothing."""
    if not text:
        return ""
    if kind in ("phone", "fax"):
        digits = _dialled(text)
        return f"{digits[:3]}{HIDDEN}{digits[-4:]}" if len(digits) > 9 else f"{digits[:1]}{HIDDEN}"
    name, at, domain = text.partition("@")
    return f"{name[:1]}{HIDDEN}{at}{domain}"


def masked_address(text: str) -> str:
    """The same of an address of which nobody says what kind it is; what is masked already stays so."""
    if HIDDEN in text:
        return text
    return masked("email" if "@" in text else "phone" if _dialled(text) else "post", text)
