"""The headers of a mail or of a part (RFC 5322, 2.2), by name, decoded when asked for."""

import re
from collections.abc import Iterator
from typing import Final

from bot.mail import words

LONGEST: Final = 1 << 20
"""Bytes of a header section that are read."""
_LONGEST_VALUE: Final = 64 << 10
_MOST: Final = 500
"""Headers of one name that are read: more are nobody's mail."""

_FIELD = re.compile(rb"(?m)^([!-9;-~]+)[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)")
_END = re.compile(rb"\n[ \t]*\r?(?:\n|\Z)")
_STRAY = re.compile(rb"(?m)^(?![!-9;-~]+[ \t]*:|[ \t]|>?From )[^\r\n]")
_KNOWN = re.compile(
    rb"(?mi)^(?:from|to|cc|subject|date|message-id|mime-version|received|return-path|reply-to|content-[a-z-]+"
    rb"|x-[a-z0-9-]+)[ \t]*:"
)
_FOLD = re.compile(rb"[\r\n]+")


class Headers:
    """``headers["subject"]`` is the first of that name, unfolded and decoded, or an empty text."""

    __slots__ = ("_raw",)

    def __init__(self, section: bytes = b"") -> None:
        self._raw: dict[str, list[bytes]] = {}
        for name, value in _FIELD.findall(section):
            self._raw.setdefault(name.decode("ascii").lower(), []).append(value)

    def __getitem__(self, name: str) -> str:
        return words.decoded(self.raw(name))

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._raw

    def __iter__(self) -> Iterator[str]:
        """The names in small letters, each once."""
        return iter(self._raw)

    def all(self, name: str) -> list[str]:
        return [words.decoded(_unfolded(value)) for value in self._raw.get(name.lower(), ())[:_MOST]]

    def raw(self, name: str) -> bytes:
        """The first of that name as it came, unfolded."""
        values = self._raw.get(name.lower())
        return _unfolded(values[0]) if values else b""


def split(raw: bytes, start: int, end: int) -> tuple[bytes, int]:
    """The header section that begins at ``start``, and where the body begins.

    A body that no blank line parts from the headers begins at the first line that is none; a line that was
    folded without a space belongs to the header above it, as long as more headers follow.
    """
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return b"", start + (1 if raw[start] == 10 else 2)
    found = _END.search(raw, start, end)
    body = found.end() if found else end
    section = raw[start : min(found.start() + 1 if found else end, start + LONGEST)]
    stray = _STRAY.search(section)
    if stray is None:
        return section, body
    last = max((known.start() for known in _KNOWN.finditer(section)), default=0)
    if last > stray.start():
        return _STRAY.sub(rb" \g<0>", section[:last]) + section[last:], body
    return section[: stray.start()], start + stray.start()


def _unfolded(value: bytes) -> bytes:
    return _FOLD.sub(b"", value[:_LONGEST_VALUE]).strip()
