"""What kind of file this is, told by its content and never by its name. Pure."""

import re
from pathlib import PurePosixPath
from typing import Final

from storage.texts import storable

IMAGES: Final = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/heic")

_OFFICE: Final = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BOM: Final = b"\xef\xbb\xbf"
_HEIC: Final = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc")
_MARKUP: Final = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<body", b"<head")
_TEXT_CONTROLS: Final = frozenset(range(32)) - {7, 8, 9, 10, 12, 13, 27}

_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}

# (signature, media type): the signatures are those of the formats' own specifications.
_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"#!AMR\n", "audio/amr"),
    (b"#!AMR-WB\n", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
)


_ENDS: Final = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "application/pdf": (".pdf",),
    "audio/amr": (".amr",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/wav": (".wav",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "video/mp4": (".mp4", ".m4v", ".mov"),
    "text/plain": (".txt", ".log"),
    _OFFICE[b"word/"]: (".docx",),
    _OFFICE[b"xl/"]: (".xlsx",),
}

LONGEST_NAME: Final = 120
_UNSAFE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def kind_of(content: bytes) -> str | None:
    """The media type of a file that we take as evidence; None for markup, scripts, programs, the unknown."""
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if content.startswith(b"RIFF"):
        return _RIFF.get(content[8:12])
    if content.startswith(b"\0\0") and content[4:8] == b"ftyp":  # a box of less than 64 kB, ISO 14496-12, 4.3
        return _film(content[8:12])
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return "text/plain" if _is_text(content) else None


def named(name: str, kind: str) -> str:
    """The name under which a file of this kind is kept: its end is one of the kind's own, if it has any."""
    own = _ENDS.get(kind)
    return name if own is None or PurePosixPath(name).suffix.lower() in own else name + own[0]


def plain(name: str) -> str:
    """A file's name without path, control and direction characters; of a long one its end stays."""
    clean = _UNSAFE.sub("", storable(name)[0]).replace("\\", "/")
    return PurePosixPath(clean).name.strip(". ")[-LONGEST_NAME:]


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
    if not content or _TEXT_CONTROLS & set(content) or content.removeprefix(_BOM).startswith(b"#!"):
        return False
    if any(mark in content.lower() for mark in _MARKUP):
        return False
    return any(_decodes(content, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
