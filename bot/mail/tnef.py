"""winmail.dat, in which Outlook wraps a mail for other Outlooks (TNEF, [MS-OXTNEF]): its text, its files."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.mail import charsets, rtf

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MESSAGE_TEXT, _MESSAGE_PROPERTIES, _CODE_PAGE = 0x2800C, 0x69003, 0x69007
_FILE_BEGINS, _FILE_TITLE, _FILE_CONTENT, _FILE_PROPERTIES = 0x69002, 0x18010, 0x6800F, 0x69005
_BODY, _BODY_HTML, _BODY_RTF = 0x1000, 0x1013, 0x1009
_LONG_NAME, _SHORT_NAME, _MEDIA_TYPE, _DATA = 0x3707, 0x3704, 0x370E, 0x3701
_FIXED = {0x2: 4, 0x3: 4, 0x4: 4, 0xA: 4, 0xB: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_COUNTED = (0xD, 0x1E, 0x1F, 0x102)
_MOST = 2000


class Opened(NamedTuple):
    """files: name, media type (empty where not named), content."""

    plain: str | None
    html: str | None
    files: list[tuple[str, str, bytes]]


@dataclass(slots=True)
class _File:
    title: bytes = b""
    content: bytes = b""
    properties: dict[int, bytes | str] = field(default_factory=dict)


def is_tnef(content: bytes) -> bool:
    return content.startswith(_SIGNATURE)


def opened(content: bytes) -> Opened:
    """As far as it goes: what is cut off or makes no sense is left out."""
    page = "gb18030"
    message: dict[int, bytes | str] = {}
    files: list[_File] = []
    text = b""
    for attribute, value in _attributes(content):
        if attribute == _CODE_PAGE and len(value) >= 4:
            page = f"cp{int.from_bytes(value[:4], 'little')}"
        elif attribute == _MESSAGE_TEXT:
            text = value.rstrip(b"\0")
        elif attribute == _MESSAGE_PROPERTIES:
            message = dict(_properties(value))
        elif attribute == _FILE_BEGINS:
            files.append(_File())
        elif files:
            _put(files[-1], attribute, value)
    plain = _text(message.get(_BODY, text), page) or None
    html = _text(message.get(_BODY_HTML, b""), page) or None
    if not (plain or html):
        plain, html = rtf.text(_bytes(message.get(_BODY_RTF, b"")))
    return Opened(plain, html, [_named(each, page) for each in files])


def _put(file: _File, attribute: int, value: bytes) -> None:
    if attribute == _FILE_TITLE:
        file.title = value
    elif attribute == _FILE_CONTENT:
        file.content = value
    elif attribute == _FILE_PROPERTIES:
        file.properties = dict(_properties(value))


def _named(file: _File, page: str) -> tuple[str, str, bytes]:
    own = file.properties
    name = own.get(_LONG_NAME) or own.get(_SHORT_NAME) or file.title
    content = file.content or _bytes(own.get(_DATA, b""))
    return _text(name, page), _text(own.get(_MEDIA_TYPE, ""), page).lower(), content


def _text(value: bytes | str, page: str) -> str:
    if isinstance(value, bytes):
        value = charsets.text(value.rstrip(b"\0"), page)[0]
    return charsets.storable(value.rstrip("\0").replace("\r\n", "\n"))


def _bytes(value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else b""


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Level (one byte), number, length, value, checksum of two bytes; the checksum is not looked at."""
    at = 6
    while at + 9 <= len(content):
        _, attribute, length = struct.unpack_from("<BII", content, at)
        at += 9
        yield attribute, content[at : at + length]
        at += length + 2


def _properties(content: bytes) -> Iterator[tuple[int, bytes | str]]:
    """MAPI properties: type, number, for named ones the name, then the values; the first one counts."""
    count = min(_number(content, 0), _MOST)
    at = 4
    for _ in range(count):
        if at + 4 > len(content):
            return
        kind, number = struct.unpack_from("<HH", content, at)
        at = _after_name(content, at + 4) if number >= 0x8000 else at + 4
        values, at = _values(content, at, kind)
        if not values:
            return
        yield number, _value(kind & 0xFFF, values[0])


def _values(content: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    """The values of one property, and where the next one begins; none where that cannot be told."""
    size = _FIXED.get(kind & 0xFFF)
    if size is None and kind & 0xFFF not in _COUNTED:
        return [], at
    count = 1
    if size is None or kind & 0x1000:
        count, at = _number(content, at), at + 4
    found: list[bytes] = []
    for _ in range(min(count, _MOST)):
        length = size
        if length is None:
            length, at = _number(content, at), at + 4
        found.append(content[at : at + length])
        at += length + -length % 4
    return found, at


def _number(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "little")


def _value(kind: int, value: bytes) -> bytes | str:
    if kind == 0x1F:
        return value.decode("utf-16-le", "replace")
    return value[16:] if kind == 0xD else value


def _after_name(content: bytes, at: int) -> int:
    if not _number(content, at + 16):
        return at + 24
    length = _number(content, at + 20)
    return at + 24 + length + -length % 4
