import io
import zipfile

import pytest

from bot.filekind import kind_of


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return buffer.getvalue()


WORD = ("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"GIF89arest", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "audio/wav"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypisom", "video/mp4"),
        (b"%PDF-1.7\n%\xe2", "application/pdf"),
        (b"#!AMR\nrest", "audio/amr"),
        (b"OggS\0\x02", "audio/ogg"),
        (b"ID3\x03\0", "audio/mpeg"),
        ("订单号 20261121，箱子破了".encode(), "text/plain"),
        ("订单号，箱子破了".encode("gb18030"), "text/plain"),
        (archive(*WORD), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_evidence_is_told_by_its_content(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf  <HTML>",
        b'<?xml version="1.0"?><svg onload="x()"/>',
        b"MZ\x90\0program",
        b"\x7fELF\x02\x01",
        b"#!/bin/sh\nrm -rf /",
        b"PK\x03\x04anything else in an archive",
        archive(*WORD, "word/vbaProject.bin"),
        b"text with a NUL\0 in it",
        b"RIFF\x10\0\0\0AVI LIST",
    ],
)
def test_what_could_run_or_is_not_known_is_refused(content):
    assert kind_of(content) is None
