"""Compressed RTF ([MS-OXRTFCP]), in which Outlook keeps a text, and what is within ([MS-OXRTFEX])."""

import re
from itertools import groupby
from typing import Final, cast

from bot.mail import charsets, escapes

_LONGEST: Final = 1 << 20
_WINDOW: Final = 4096
_START: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_SKIPPED: Final = frozenset(
    (b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"generator", b"listtable")
)
_SIGNS: Final = {b"par": "\n", b"line": "\n", b"tab": "\t", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
                 b"rdblquote": "”", b"bullet": "•", b"endash": "–", b"emdash": "—"}  # fmt: skip


def text(content: bytes) -> tuple[str | None, str | None]:
    """Plain text and HTML, of which one at most is there."""
    written = uncompressed(content)
    if not written:
        return None, None
    holds_html = b"\\fromhtml" in written[:1000]
    found = _read(written, holds_html).strip()
    return (None, found) if found and holds_html else (found or None, None)


def uncompressed(content: bytes) -> bytes:
    """LZFu: each bit of a control byte tells a literal from a place and length in the last 4096 bytes."""
    if content[8:12] == b"MELA":
        return content[16:][:_LONGEST]
    if content[8:12] != b"LZFu":
        return b""
    out = bytearray(_START)
    at = 16
    while at < len(content) and len(out) < _LONGEST:
        control = content[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += content[at : at + 1]
                at += 1
            elif not _repeat(out, int.from_bytes(content[at : at + 2], "big")):
                return bytes(out[len(_START) :])
            else:
                at += 2
    return bytes(out[len(_START) :])


def _repeat(out: bytearray, reference: int) -> bool:
    """Adds what the window holds at a place; false at the mark of the end. The window is a ring of the last
    4096 bytes, so that a place in it is a distance back."""
    back = (len(out) - (reference >> 4)) % _WINDOW
    if not back:
        return False
    for _ in range((reference & 15) + 2):
        out.append(out[-back] if back <= len(out) else 0)
    return True


class _Text:
    """Reads RTF; where it was made from HTML, with its tags and without what ``htmlrtf`` hides."""

    def __init__(self, holds_html: bool) -> None:
        self._holds_html = holds_html
        self.out: list[bytes | str] = []
        self._groups: list[tuple[bool, bool]] = []
        self._hidden = self._skipped = False
        self._passed = 0

    def take(self, token: re.Match[bytes]) -> None:
        byte, word, number, sign, brace, plain = token.groups()
        if brace:
            self._brace(brace)
        elif not self._switches(word, number, sign) and not (self._skipped or self._hidden):
            self._add(byte, word, number, sign, plain)

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            self._groups.append((self._hidden, self._skipped))
        else:
            self._hidden, self._skipped = self._groups.pop() if self._groups else (False, False)

    def _switches(self, word: bytes | None, number: bytes | None, sign: bytes | None) -> bool:
        if word == b"htmlrtf":
            self._hidden = self._holds_html and number != b"0"
        elif word == b"htmltag":
            self._skipped = False
        elif word in _SKIPPED or sign == b"*":
            self._skipped = True
        else:
            return False
        return True

    def _add(
        self,
        byte: bytes | None,
        word: bytes | None,
        number: bytes | None,
        sign: bytes | None,
        plain: bytes | None,
    ) -> None:
        if self._passed and (byte or plain):  # stands for the character that \u has given
            self._passed = 0
            self.out.append(plain[1:] if plain else b"")
        elif word == b"u" and number:
            self.out.append(chr(int(number) & 0xFFFF))
            self._passed = 1
        elif word in _SIGNS:
            self.out.append(_SIGNS[word])
        elif byte:
            self.out.append(bytes((int(byte, 16),)))
        elif sign or plain:
            self.out.append(
                plain or {b"~": b" "}.get(sign or b"", sign if sign in (b"{", b"}", b"\\") else b"")
            )


def _read(written: bytes, holds_html: bool) -> str:
    page = re.search(rb"\\ansicpg(\d{3,5})", written[:1000])
    reader = _Text(holds_html)
    for token in _TOKEN.finditer(written):
        reader.take(token)
    return _decoded(reader.out, page[1].decode() if page else "1252")


def _decoded(out: list[bytes | str], page: str) -> str:
    """Bytes that follow each other are decoded together: a character has two."""
    found = []
    for kind, pieces in groupby(out, type):
        if kind is bytes:
            found.append(charsets.text(b"".join(cast(list[bytes], list(pieces))), f"cp{page}")[0])
        else:
            found += cast(list[str], list(pieces))
    return escapes.whole_pairs("".join(found))
