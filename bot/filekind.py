"""What kind of file this is, told by its first bytes and never by its name. Pure."""

from typing import Final

IMAGES: Final = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/heic")

_OFFICE: Final = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_HEIC: Final = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc")
_MARKUP: Final = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<body", b"<head", b"#!")
_TEXT_CONTROLS: Final = frozenset(range(32)) - {7, 8, 9, 10, 12, 13, 27}

# (offset, signature, media type): the signatures are those of the formats' own specifications.
_SIGNATURES: Final = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf2", "audio/mpeg"),
)


def kind_of(content: bytes) -> str | None:
    """The media type of a file that we take as evidence; None for markup, scripts, programs, the unknown."""
    for offset, signature, kind in _SIGNATURES:
        if content.startswith(signature, offset):
            return kind
    if content[4:8] == b"ftyp":
        return _film(content[8:12])
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return "text/plain" if _is_text(content) else None


def _film(brand: bytes) -> str:
    if brand in _HEIC:
        return "image/heic"
    return "audio/mp4" if brand == b"M4A " else "video/mp4"


def _office(content: bytes) -> str | None:
    """A zip file whose first entries are those of an Office document; a macro makes it a program."""
    if b"vbaProject.bin" in content:
        return None
    return next((kind for folder, kind in _OFFICE.items() if folder in content), None)


def _is_text(content: bytes) -> bool:
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if not content or any(mark in start for mark in _MARKUP) or _TEXT_CONTROLS & set(content):
        return False
    return any(_decodes(content, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
