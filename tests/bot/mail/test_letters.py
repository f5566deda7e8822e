"""MIME as programs write it, and as they should not."""

import base64
import struct

import pytest

from bot.mail.body import letter
from bot.mail.letter import Letter

PNG = b"\x89PNG\r\n\x1a\n"
SAID = "箱子破了，\n其他都好。"
B64 = b"Content-Transfer-Encoding: base64\n"


def part(kind: str, content: bytes | str, *more: str) -> bytes:
    """A part in base64."""
    head = "".join(f"{line}\n" for line in (f"Content-Type: {kind}", *more))
    data = content.encode() if isinstance(content, str) else content
    return head.encode() + B64 + b"\n" + base64.encodebytes(data)


def many(kind: str, *parts: bytes, boundary: str = "b", ends: bool = True) -> bytes:
    cut = f"\n--{boundary}".encode()
    inner = b"".join(cut + b"\n" + each for each in parts) + (cut + b"--\n" if ends else b"")
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode() + inner


PLAIN = part("text/plain; charset=utf-8", SAID)
HTML = part("text/html; charset=utf-8", "<p>箱子破了</p>")
PICTURE = part('image/png; name="a.png"', PNG, "Content-Disposition: attachment")
LOGO = part("image/png", PNG, "Content-ID: <logo>")


def shown(found: Letter) -> tuple[str | None, str | None, list[str]]:
    return found.plain, found.html, [each.name for each in found.attachments]


@pytest.mark.parametrize("breaks", [b"\n", b"\r\n", b"\r", b"\r\r\n"])
def test_mixed_with_alternative_and_related(breaks: bytes) -> None:
    related = many("related", HTML, LOGO, boundary="c")
    raw = many("mixed", many("alternative", PLAIN, related, boundary="bb"), PICTURE)
    found = letter(raw.replace(b"\n", breaks))
    assert shown(found) == (SAID, "<p>箱子破了</p>", ["", "a.png"])
    assert [each.inline for each in found.attachments] == [True, False]
    assert {each.kind for each in found.attachments} == {"image/png"}
    assert {each.content for each in found.attachments} == {PNG}


def test_texts_around_a_picture_are_all_read() -> None:
    assert letter(many("mixed", PLAIN, LOGO, PLAIN)).plain == f"{SAID}\n{SAID}"


def test_where_one_text_is_html_alone_html_says_all() -> None:
    found = letter(many("mixed", HTML, part("text/plain; charset=utf-8", "另外 1<2")))
    assert found.plain is None
    assert found.html == "<p>箱子破了</p>\n<pre>另外 1&lt;2</pre>"


@pytest.mark.parametrize(
    "raw",
    [
        many("mixed", PLAIN, PICTURE, ends=False),
        many("mixed", PLAIN, PICTURE).replace(b'boundary="b"', b"x=y"),
        many("mixed", PLAIN, PICTURE).replace(b'boundary="b"', b'boundary="other"'),
        many("mixed", PLAIN, PICTURE).replace(b'boundary="b"', b'boundary="b'),
        many("mixed", many("mixed", PLAIN, boundary="inner", ends=False), PICTURE),
        many("mixed", many("mixed", PLAIN, boundary="b"), PICTURE).replace(b"\n--b--\n\n", b"\n", 1),
        many("mixed", b"Content-Type: text/plain\n", PLAIN, PICTURE),
        b"\n\n" + many("mixed", PLAIN, PICTURE),
        many("mixed", PLAIN, PICTURE).replace(b"\n--b\n", b"\n--b \t\n"),
        many("mixed", PLAIN, PICTURE).replace(b"multipart/", b"Multipart/").replace(b"base64", b"BASE64 ;x"),
    ],
)
def test_broken_multiparts(raw: bytes) -> None:
    found = letter(b"Subject: a\n" + raw.lstrip(b"\n")) if raw[:1] != b"\n" else letter(raw)
    assert shown(found) == (SAID, None, ["a.png"])


def test_a_mail_within_is_kept_shut() -> None:
    found = letter(many("mixed", PLAIN, b"Content-Type: message/rfc822\n\nSubject: inner\n\nnot ours"))
    assert shown(found) == (SAID, None, [""])
    assert [(each.kind, each.content) for each in found.parts][1:] == [
        ("message/rfc822", b"Subject: inner\n\nnot ours")
    ]


def test_no_headers_no_blank_line_no_mail() -> None:
    assert letter(b"").plain in (None, "")
    assert letter("就是一句话".encode()).plain == "就是一句话"
    assert letter(b"Subject: a\nwords without a blank line").plain == "words without a blank line"


@pytest.mark.parametrize(
    ("encoding", "written", "said"),
    [
        ("base64", b"xOO6w6O/", "你好？"),
        ("base64", b"xOO6\n w6O/\n", "你好？"),
        ("base64", b"xOO6w6O", "你好"),
        ("base64", b"xOM=\nusM=\n", "你好"),
        ("base64", b"xO*O6w6O/", "你好？"),
        ("base64", b"xOO6w6O/\n-- \nlist footer, see https://example.com\n", "你好？"),
        ("base64", "其实没有编码".encode("gbk"), "其实没有编码"),
        ("base64", b"this was never encoded, you see", "this was never encoded, you see"),
        ("quoted-printable", b"=C4=E3=\n=BA=C3", "你好"),
        ("quoted-printable", b"=C4=E3= \t\n=BA=C3=", "你好"),
        ("quoted-printable", b"=c4=e3 100%=ZZ", "你 100%=ZZ"),
        ("8bit", "你好".encode("gbk"), "你好"),
        ("binary", "你好".encode("gbk"), "你好"),
        ("x-unknown", "你好".encode("gbk"), "你好"),
        ("", b"=C4=E3=BA=C3=A3=BF", "你好？"),
        ("", b"1+1=2 a=B0b", "1+1=2 a=B0b"),
        ("x-uuencode", b"begin 644 a\n$Q..ZPP``\n`\nend\n", "你好"),
    ],
)
def test_transfer_encodings(encoding: str, written: bytes, said: str) -> None:
    head = f"Content-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    found = letter((head if encoding else head[: head.index(b"\n") + 1] + b"\n") + written)
    assert (found.plain or "").rstrip("\ufffd").strip() == said


def test_uuencoded_files_leave_the_text() -> None:
    found = letter(b"Subject: a\n\nbefore\nbegin 644 a.png\n(B5!.1PT*&@H`\n`\nend\nafter\n")
    assert found.plain == "before\n\nafter\n"
    assert [(each.name, each.kind, each.content) for each in found.attachments] == [
        ("a.png", "image/png", PNG)
    ]
    prose = "begin 644 words\nthat are none\nend\n"
    assert letter(b"Subject: a\n\n" + prose.encode()).plain == prose


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("format=flowed", "one two\n> quoted so\nthree\n-- \nname"),
        ("format=flowed; delsp=yes", "onetwo\n> quotedso\nthree\n-- \nname"),
        ("format=fixed", "one \ntwo\n> quoted \n> so\nthree\n-- \nname"),
    ],
)
def test_flowed(parameters: str, said: str) -> None:
    raw = b"one \ntwo\n> quoted \n> so\nthree\n-- \nname"
    assert letter(f"Content-Type: text/plain; {parameters}\n\n".encode() + raw).plain == said


def test_a_text_that_is_the_whole_mail_is_read_though_it_calls_itself_a_file() -> None:
    raw = b"Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nwords"
    assert shown(letter(raw)) == ("words", None, [])


def test_html_labelled_in_itself_and_html_called_plain() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>服務</p>'
    assert letter(b"Content-Type: text/html\n\n" + page.encode("big5")).html == page
    assert letter(b"Content-Type: text/plain\n\n<html><p>a</p>").html == "<html><p>a</p>"


def attribute(level: int, number: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(value)) + value + b"\0\0"


def counted(kind: int, number: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def winmail(*message: bytes) -> bytes:
    name = counted(0x1F, 0x3707, "照片 一.png\0".encode("utf-16-le"))
    return (
        b"\x78\x9f\x3e\x22\x01\x00"
        + attribute(1, 0x69007, struct.pack("<II", 936, 0))
        + attribute(1, 0x69003, struct.pack("<I", len(message)) + b"".join(message))
        + attribute(2, 0x69002, b"\0" * 14)
        + attribute(2, 0x18010, "照片~1.png\0".encode("gbk"))
        + attribute(2, 0x6800F, PNG)
        + attribute(2, 0x69005, struct.pack("<I", 1) + name)
    )


RTF = b"{\\rtf1\\ansi\\ansicpg936\\fromtext {\\fonttbl{\\f0 Arial;}}\\'c4\\'e3\\'ba\\'c3\\par ok}"
RTF_HTML = (
    b"{\\rtf1\\ansicpg936\\fromhtml1 {\\*\\htmltag64 <p>}"
    b"\\htmlrtf {\\b\\htmlrtf0 \\'c4\\'e3{\\*\\htmltag72 </p>}}"
)


def rtf(written: bytes) -> bytes:
    return counted(
        0x102, 0x1009, struct.pack("<II", len(written) + 12, len(written)) + b"MELA\0\0\0\0" + written
    )


@pytest.mark.parametrize(
    ("message", "plain", "html"),
    [
        (counted(0x1F, 0x1000, "收到\0".encode("utf-16-le")), "收到", None),
        (counted(0x102, 0x1013, "<p>收到</p>".encode("gbk")), None, "<p>收到</p>"),
        (rtf(RTF), "你好\nok", None),
        (rtf(RTF_HTML), None, "<p>你</p>"),
    ],
)
def test_winmail(message: bytes, plain: str | None, html: str | None) -> None:
    whole = part('application/ms-tnef; name="winmail.dat"', winmail(message))
    assert shown(letter(whole)) == (plain, html, ["照片 一.png"])
    within = letter(many("mixed", PLAIN, whole))
    assert "箱子破了" in (within.plain or "") + (within.html or "")
    for end in range(0, len(winmail(message)), 7):
        letter(part("application/ms-tnef", winmail(message)[:end]))
