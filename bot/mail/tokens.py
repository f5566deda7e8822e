"""Signed reply addresses: which talk and whose, in a word that mail servers carry unchanged.

A token is at most 40 lower-case base32 characters, for a local part holds 64 and some servers lower-case it.
It stands in the address (``reply+<token>@``), begins our Message-IDs (``<token.…@host>``), and is the code
in the subject (``[token]``) where the host knows no sub-addresses.
"""

import binascii
import hmac
import re
from base64 import b32decode, b32encode
from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.mail.letter import Letter
from bot.mail.mail import Mail

_SEAL: Final = 10  # bytes of the keyed digest: nobody guesses one of 2**80 by mail
_LONGEST: Final = 40
_SHORTEST: Final = 20  # the seal and two small numbers

_WORD: Final = rf"([a-z2-7]{{{_SHORTEST},{_LONGEST}}})"
_ADDRESS: Final = re.compile(
    rf"(?<![\w.+-])reply\+([a-z2-7]{{6,{_LONGEST}}})@|\+{_WORD}(?:-\w+)?@", re.IGNORECASE
)
_MESSAGE_ID: Final = re.compile(rf"<{_WORD}\.[^<>@\s]*@", re.IGNORECASE)
_CODE: Final = re.compile(rf"[\[【]#?{_WORD}[\]】]", re.IGNORECASE)

_RECIPIENTS: Final = (
    "To",
    "Cc",
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "Resent-To",
)
RETURNED: Final = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
"""Media types under which a report brings a mail back (RFC 6522, RFC 6533)."""
_HEAD: Final = 20_000  # bytes of a returned mail in which its headers stand


class Token(NamedTuple):
    """Whom a reply address belongs to, by number."""

    talk: int
    customer: int


def sign(key: str, talk: int, customer: int) -> str:
    """The token of a talk and its customer.

    Raises ValueError where a number is negative or too large for the 40 characters.
    """
    bound = _packed(talk) + _packed(customer)
    seal = hmac.digest(key.encode(), b"reply address\n" + bound, "sha256")[:_SEAL]
    token = b32encode(seal + bound).decode().rstrip("=").lower()
    if len(token) > _LONGEST:
        raise ValueError("These numbers do not fit into a reply address.")
    return token


def verify(key: str, token: str) -> Token | None:
    """Whose token this is; None for one that this key has not signed. Takes a time that tells nothing."""
    token = token.lower()
    try:
        bound = b32decode(token.upper() + "=" * (-len(token) % 8))[_SEAL:]
        talk, rest = _unpacked(bound)
        customer, rest = _unpacked(rest)
        signed = sign(key, talk, customer)
    except (binascii.Error, ValueError):
        return None
    return Token(talk, customer) if hmac.compare_digest(signed.encode(), token.encode()) else None


def find(letter: Letter) -> str | None:
    """The first token that this mail carries, not verified: in an address, in what it answers, in its
    subject, in the mail that it brings back."""
    return next(_tokens(letter), None)


def candidates(mail: Mail) -> Iterator[str]:
    """All tokens that a mail may carry, the likeliest first: what looks like one in an address may be part of
    somebody else's."""
    if mail.token:
        yield mail.token
    for recipient in mail.recipients:
        yield from _found(_ADDRESS, recipient)
    for identifier in (mail.in_reply_to, *reversed(mail.references)):
        yield from _found(_MESSAGE_ID, identifier)
    yield from _found(_CODE, mail.subject)


def number(raw: bytes, token: str) -> int | None:
    """The number within its talk of the mail of ours, with this token, that a mail names or brings back."""
    found = re.search(rf"<{re.escape(token)}\.(\d{{1,9}})[^<>@\s]*@".encode(), raw, re.IGNORECASE)
    return int(found[1]) if found else None


def without_code(subject: str) -> str:
    """A subject without the code that we had put there."""
    return _CODE.sub("", subject).strip()


def _tokens(letter: Letter) -> Iterator[str]:
    for name in _RECIPIENTS:
        for value in letter.headers.all(name):
            yield from _found(_ADDRESS, value)
    yield from _found(_MESSAGE_ID, letter.headers["In-Reply-To"])
    yield from reversed(list(_found(_MESSAGE_ID, letter.headers["References"])))
    yield from _found(_CODE, letter.headers["Subject"])
    for part in letter.parts:
        if part.kind in RETURNED:
            head = part.content[:_HEAD].decode("ascii", "replace")
            yield from _found(_ADDRESS, head)
            yield from _found(_MESSAGE_ID, head)


def _found(form: re.Pattern[str], text: str) -> Iterator[str]:
    return (next(filter(None, match.groups())).lower() for match in form.finditer(text))


def _packed(number: int) -> bytes:
    """Seven bits a byte, the last with its high bit set."""
    if number < 0:
        raise ValueError("A number in a reply address cannot be negative.")
    low = bytes([number & 0x7F | 0x80])
    while number := number >> 7:
        low = bytes([number & 0x7F]) + low
    return low


def _unpacked(packed: bytes) -> tuple[int, bytes]:
    number = 0
    for at, byte in enumerate(packed):
        number = number << 7 | byte & 0x7F
        if byte & 0x80:
            return number, packed[at + 1 :]
    raise ValueError("A number ended early.")
