"""Header fields as they go over the wire: ASCII, folded, one line break only where we fold (RFC 5322, 2.2).

Whatever a name or a subject holds, it can end neither its field nor the header.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Final

from bot.mail.writing.outgoing import Mailbox

_LINE: Final = 76  # RFC 2047, 2: a line with an encoded word
_WORD: Final = len("=?UTF-8?B??=")
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+"
)
_PLAIN: Final = re.compile(r"[ -~]*")
_ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_ID: Final = re.compile(r"<[!-;=?-~]{1,500}>")


class BadAddress(ValueError):
    """No mail can go there."""


def field(name: str, value: str) -> str:
    """A field whose value is ASCII already."""
    return f"{name}: {value}\r\n"


def unstructured(name: str, text: str) -> str:
    """A field that people read, a subject say (RFC 5322, 3.6.5)."""
    shown = clean(text)
    if _PLAIN.fullmatch(shown) and "=?" not in shown and len(name) + 2 + len(shown) <= _LINE:
        return field(name, shown)
    return field(name, _folded(_words(shown, len(name) + 2)))


def mailbox(name: str, whose: Mailbox) -> str:
    """A field with one address (RFC 5322, 3.4). Raises BadAddress."""
    at, shown = wire(whose.address), clean(whose.name)
    if not shown:
        return field(name, at)
    if _PLAIN.fullmatch(shown) and "=?" not in shown and len(shown) < 60:
        quoted = shown if _ATOMS.fullmatch(shown) else '"{}"'.format(re.sub(r'(["\\])', r"\\\1", shown))
        return field(name, f"{quoted}\r\n <{at}>" if len(shown) + len(at) > 60 else f"{quoted} <{at}>")
    return field(name, _folded([*_words(shown, len(name) + 2), f"<{at}>"]))


def identifiers(name: str, ids: Iterable[str]) -> str:
    """A field of Message-IDs (RFC 5322, 3.6.4); what is none is left out, and a field without one is none."""
    good = [one for one in ids if _ID.fullmatch(one)]
    return field(name, _folded(good)) if good else ""


def wire(address: str) -> str:
    """An address as servers know it: its domain in ASCII (RFC 5890). Raises BadAddress."""
    local, _, domain = address.rpartition("@")
    try:
        known = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise BadAddress("This is no address.") from None
    if not _ADDRESS.fullmatch(known):
        raise BadAddress("This is no address.")
    return known


def clean(text: str) -> str:
    """On one line, without what nobody sees and what turns the direction of writing."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def _words(text: str, used: int) -> Iterator[str]:
    """Encoded words (RFC 2047, 2), none longer than its line; no character is split between two of them."""
    taken, size = "", 0
    for sign in text:
        length = len(sign.encode())
        if taken and 4 * -(-(size + length) // 3) + _WORD + used > _LINE:
            yield _word(taken)
            taken, size, used = "", 0, 1
        taken, size = taken + sign, size + length
    yield _word(taken)


def _word(text: str) -> str:
    return f"=?UTF-8?B?{b64encode(text.encode()).decode()}?="


def _folded(parts: Iterable[str]) -> str:
    return "\r\n ".join(parts)
