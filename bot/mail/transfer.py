"""Transfer encodings undone (RFC 2045, 6), broken ones as far as they go; also uuencode."""

import binascii
import re

_MOST_TEXTS = 1000
_MOST_LINES = 1_000_000
_NOT_DIGITS = re.compile(rb"[^A-Za-z0-9+/=]+")
_PROSE = re.compile(rb"\n[ \t]*+(?:--|__|\S++[ \t]++\S)")
_SOFT_BREAK = re.compile(rb"=(?:[ \t]++(?=\r?\n|\Z)|\r(?!\n))")
_UU_BEGIN = re.compile(rb"(?m)^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n")
_UU_END = re.compile(rb"(?m)^end[ \t]*\r?$")
_UNDECLARED_QP = re.compile(rb"(?:=[0-9A-F]{2}){3}")
_UNDECLARED_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]{0,76}={0,2}\s*")


def undone(content: bytes, encoding: str) -> bytes:
    """The bytes; those of an unknown encoding as they are."""
    encoding = encoding.lower()
    if "base64" in encoding:
        return unbase64(content)
    if "quoted" in encoding:
        return unquoted(content)
    if "uu" in encoding:
        return next((found for _, found, _, _ in uuencoded(content)), content)
    return content


def undeclared(content: bytes) -> bytes:
    """A text whose encoding was not named: what it gives away."""
    if not content.isascii():
        return content
    if _UNDECLARED_QP.search(content):
        return unquoted(content)
    return unbase64(content) if _UNDECLARED_BASE64.fullmatch(content) else content


def unquoted(content: bytes) -> bytes:
    if _SOFT_BREAK.search(content):
        content = _SOFT_BREAK.sub(b"=\r\n", content) if b"=\r" in content else _SOFT_BREAK.sub(b"=", content)
    return binascii.a2b_qp(content)


def unbase64(content: bytes) -> bytes:
    """Leaves out what are no digits; reads on after padding (texts joined), stops where prose begins; a
    content that is no base64 at all comes back as it is."""
    try:
        found = binascii.a2b_base64(content)
        if len(found) * 4 >= len(content) * 2.7:
            return found
    except binascii.Error:
        pass
    if content.strip().count(b" ") > 2 * content.count(b"\n") + 2:
        return _leading(content)
    if prose := _PROSE.search(content.strip()):  # a footer that a list added
        content = content.strip()[: prose.start()]
    digits = _NOT_DIGITS.sub(b"", content)
    if len(digits) * 4 < len(b"".join(content.split())) * 3:
        return _leading(content)
    return b"".join(_padded(piece) for piece in re.split(rb"=+", digits, maxsplit=_MOST_TEXTS) if piece)


def _leading(content: bytes) -> bytes:
    """The lines of digits before the first other one; without any, the content as it is."""
    lines = content.split(b"\n")
    for count, line in enumerate(lines):
        if _NOT_DIGITS.search(line.strip()) and count:
            return b"".join(_padded(line.strip().rstrip(b"=")) for line in lines[:count])
        if _NOT_DIGITS.search(line.strip()):
            return content
    return content


def _padded(digits: bytes) -> bytes:
    digits = _NOT_DIGITS.sub(b"", digits).replace(b"=", b"")
    if len(digits) % 4 == 1:
        digits = digits[:-1]
    return binascii.a2b_base64(digits + b"==="[: -len(digits) % 4])


def uuencoded(content: bytes) -> list[tuple[bytes, bytes, int, int]]:
    """Files from ``begin 644 name`` to ``end`` (POSIX uuencode): name, bytes, where each begins and ends."""
    found: list[tuple[bytes, bytes, int, int]] = []
    at = 0
    while len(found) < 100 and (begin := _UU_BEGIN.search(content, at)):
        end = _UU_END.search(content, begin.end())
        stop, after = (end.start(), end.end()) if end else (len(content), len(content))
        inner = content[begin.end() : stop]
        if begin[0].startswith(b"begin-base64"):
            found.append((begin[1], unbase64(inner), begin.start(), after))
        else:
            lines = [_uu_line(line) for line in inner.split(b"\n", _MOST_LINES)]
            if lines[0]:
                found.append((begin[1], b"".join(lines), begin.start(), after))
        at = after
    return found


def _uu_line(line: bytes) -> bytes:
    line = line.rstrip(b"\r")
    if not line:
        return b""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        pass
    length = ((line[0] - 32) & 63) * 4 // 3 + 5
    try:
        return binascii.a2b_uu(line[: length // 4 * 4 + 1])  # some count their line ends into it
    except binascii.Error:
        return b""
