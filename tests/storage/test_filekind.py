import io
import zipfile

import pytest

from storage.filekind import LONGEST_NAME, kind_of, named, plain


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
        b"<script>WEBPVP8 alert(1)</script>",
        b"MZ\x90\0\0\0\0\0WAVEfmt \0\0",
        b"MZ\x90\0ftypisom",
        b"#!AMR;rm -rf /",
        ("很长的说明。" * 100 + "<script>alert(1)</script>").encode(),
    ],
)
def test_what_could_run_or_is_not_known_is_refused(content):
    assert kind_of(content) is None


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("照片.png", "image/png", "照片.png"),
        ("照片.JPEG", "image/jpeg", "照片.JPEG"),
        ("照片2026.11.21", "image/png", "照片2026.11.21.png"),
        ("x.exe", "image/png", "x.exe.png"),
        ("x.html", "text/plain", "x.html.txt"),
        ("合同.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "合同.docx"),
        ("file", "audio/amr", "file.amr"),
    ],
)
def test_a_file_is_kept_under_a_name_that_ends_as_its_kind_does(name, kind, kept):
    assert named(name, kind) == kept


def test_every_kind_that_is_taken_has_an_end_of_its_own():
    samples = [b"ID3\x03", b"\0\0\0\x18ftypM4A ", "文字".encode(), archive(*WORD), archive("xl/workbook.xml")]
    assert all(named("a.exe", kind_of(sample)).startswith("a.exe.") for sample in samples)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        *[("发票.pdf", "发票.pdf"), ("../../etc/passwd", "passwd"), ("C:\\票据\\发票.pdf", "发票.pdf")],
        *[
            ("\u202efdp.exe", "fdp.exe"),
            ("发\u2066票\x00\n.pdf", "发票\ufffd.pdf"),
            ("", ""),
            ("..", ""),
            (" .x ", "x"),
        ],
        ("很" * 300 + ".jpg", ("很" * 300 + ".jpg")[-LONGEST_NAME:]),
    ],
)
def test_a_name_is_kept_without_path_control_and_direction(name, kept):
    assert plain(name) == kept


def test_the_name_of_an_unknown_kind_stays():
    assert named("模型.step", "application/octet-stream") == "模型.step"
