"""Parameters of Content-Type and Content-Disposition: RFC 2045, RFC 2231, and what is written in their place
(encoded words, raw bytes, percent signs without a star, quotes that do not close)."""

import re
from urllib.parse import unquote_to_bytes

from bot.mail import charsets, words

_PARAMETER = re.compile(rb';[;\s]*([^\s=;"()<>]{1,80})\s*=\s*("(?:[^"\\]|\\.?)*+(?:"|\Z)|[^;]*)', re.DOTALL)
_ESCAPED = re.compile(rb'\\(["\\])')
_MANY = 200
_LONGEST = 8 << 10
_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2}){2}")


def parsed(value: bytes) -> tuple[str, dict[str, str]]:
    """The value before the first semicolon in small letters, and the parameters, decoded."""
    value = value[:_LONGEST]
    first = value.partition(b";")[0].strip().lower().decode("ascii", "replace")
    found = _PARAMETER.findall(value)[:_MANY] if b"=" in value else []
    raw: dict[str, bytes] = {}
    for name, written in found:
        raw.setdefault(name.decode("latin-1").lower(), _unquoted(written.strip()))
    return first, _decoded(raw) if raw else {}


def _unquoted(written: bytes) -> bytes:
    if written.startswith(b'"'):
        inner = written[1:-1] if written.endswith(b'"') and len(written) > 1 else written[1:]
        return _ESCAPED.sub(rb"\1", inner) if b"\\" in inner else inner
    return written.strip(b"'") if written.count(b"'") == 2 and written.startswith(b"'") else written


def _decoded(raw: dict[str, bytes]) -> dict[str, str]:
    if not any("*" in name for name in raw):
        return {name: _plain(name, value) for name, value in raw.items()}
    found = {name: _plain(name, value) for name, value in raw.items() if "*" not in name}
    for name in dict.fromkeys(each.partition("*")[0] for each in raw if "*" in each):
        if extended := _extended(name, raw):
            found[name] = extended
    return found


def _plain(name: str, value: bytes) -> str:
    if name == "boundary":
        return value.decode("latin-1")
    if name in ("name", "filename") and _PERCENT.search(value):
        found, whole = charsets.text(unquote_to_bytes(value))
        if whole:
            return charsets.storable(found)
    return words.decoded(value)


def _extended(name: str, raw: dict[str, bytes]) -> str:
    """``name*=utf-8''…`` or its pieces ``name*0*=``, ``name*1=`` in their order."""
    if f"{name}*" in raw:
        pieces = [(raw[f"{name}*"], True)]
    else:
        pieces = []
        while True:
            at = f"{name}*{len(pieces)}"
            piece = raw.get(f"{at}*", raw.get(at))
            if piece is None:
                break
            pieces.append((piece, f"{at}*" in raw))
    if not pieces:
        return ""
    label, written = "", pieces[0][0]
    if pieces[0][1] and written.count(b"'") >= 2:
        charset, _, written = written.split(b"'", 2)
        label = charset.decode("latin-1")
    elif not any(percent for _, percent in pieces):
        return words.decoded(b"".join(piece for piece, _ in pieces))
    content = unquote_to_bytes(written) if pieces[0][1] else written
    content += b"".join(unquote_to_bytes(piece) if percent else piece for piece, percent in pieces[1:])
    return words.decoded(content) if b"=?" in content else charsets.storable(charsets.text(content, label)[0])
