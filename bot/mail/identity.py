"""Which mail this is, whenever and from wherever it is fetched: told before anybody reads it."""

import re
from hashlib import sha256
from typing import Final, NamedTuple

from bot.mail import addresses

_DIGITS: Final = 40
_HEAD: Final = 256 << 10
"""Bytes in which the header is looked for."""
_MOST: Final = 10
"""Fields From that are looked at: more than one is against RFC 5322, 3.6."""
_END: Final = re.compile(rb"\r?\n\r?\n")
_FIELD: Final = re.compile(rb"(?mi)^(message-id|from|date)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)")

_LONGEST: Final = 254  # of a path (RFC 5321, 4.5.3.1.3), without its brackets
_ADDRESS: Final = re.compile(r"[^\s@<>\x00-\x20\x7f\ud800-\udfff]{1,64}@[^\s@<>\x00-\x20\x7f\ud800-\udfff]+")


class Identity(NamedTuple):
    """key: 40 hexadecimal digits. sender: a bare address in small letters; empty where none is named, or more
    than one is: nobody knows then whom to answer."""

    key: str
    sender: str


def identify(raw: bytes) -> Identity:
    """By Message-ID, sender and date together: a Message-ID alone may be somebody else's, or used again.
    Where one is missing, by all bytes."""
    head = raw[:_HEAD]
    end = _END.search(head)
    known: dict[bytes, list[bytes]] = {b"message-id": [], b"from": [], b"date": []}
    for name, value in _FIELD.findall(head[: end.start()] if end else head):
        known[name.lower()].append(b" ".join(value.split()))
    marks = [values[0] if values else b"" for values in known.values()]
    told = b"mail\n" + b"\n".join(marks) if all(marks) else b"bytes\n" + raw
    named = {address(each) for written in known[b"from"][:_MOST] for each in addresses.named(written)}
    return Identity(sha256(told).hexdigest()[:_DIGITS], named.pop() if len(named) == 1 else "")


def address(written: str) -> str:
    """The address in small letters; empty for what is none."""
    return written.lower() if len(written) <= _LONGEST and _ADDRESS.fullmatch(written) else ""
