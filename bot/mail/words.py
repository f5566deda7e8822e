"""Encoded words (RFC 2047), also as they should not be: raw bytes, characters split between two words, spaces
within a word, no end, within quotes."""

import binascii
import re
from itertools import groupby

from bot.mail import charsets

_WORD = re.compile(
    rb"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?((?:[^?=]|=(?!\?\w)|\?(?!=))*+)(?:\?=|\Z)"
)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def decoded(value: bytes) -> str:
    """The text of a header's unfolded value."""
    if b"=?" in value:
        text = "".join(_runs(value))
    elif value.isascii() and b"\x1b" not in value and b"~{" not in value:
        text = value.decode("ascii")
    else:
        text = charsets.text(value)[0]
    return charsets.storable(text)


def _runs(value: bytes) -> list[str]:
    pieces: list[str] = []
    together: list[tuple[bytes, bytes, bytes]] = []
    end = 0
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        if between.strip() or not together:
            pieces += _joined(together)
            together = []
            pieces.append(charsets.text(between)[0])
        together.append((word[1], word[2].lower(), word[3]))
        end = word.end()
    pieces += _joined(together)
    pieces.append(charsets.text(value[end:])[0])
    return pieces


def _joined(together: list[tuple[bytes, bytes, bytes]]) -> list[str]:
    """The text of words with nothing but space between them: a character may have been split."""
    return [
        charsets.text(b"".join(_bytes(list(group))), label.decode("ascii", "replace"))[0]
        for label, group in groupby(together, key=lambda word: word[0].lower())
    ]


def _bytes(words: list[tuple[bytes, bytes, bytes]]) -> list[bytes]:
    found: list[bytes] = []
    open_quantum = b""
    for _, encoding, written in words:
        if encoding == b"q":
            found.append(binascii.a2b_qp(written.replace(b" ", b"_").replace(b"\t", b"_"), header=True))
            continue
        padded = written.rstrip(b" \t").endswith(b"=")
        digits = open_quantum + _NOT_BASE64.sub(b"", written)
        open_quantum = b""
        if not padded and len(digits) % 4 and written is not words[-1][2]:
            open_quantum = digits[len(digits) & ~3 :]  # split within four digits, too
            digits = digits[: len(digits) & ~3]
        found.append(unbase64(digits))
    return [*found, unbase64(open_quantum)]


def unbase64(digits: bytes) -> bytes:
    """What digits without padding stand for."""
    if len(digits) % 4 == 1:
        digits = digits[:-1]
    return binascii.a2b_base64(digits + b"==="[: -len(digits) % 4])
