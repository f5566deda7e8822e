"""Mails made to take time or memory take little of either."""

import tracemalloc

import pytest

from bot.mail import read
from bot.mail.body import letter
from bot.mail.mime import DEEPEST, MOST_PARTS
from tests.effort import cost

MB = 1 << 20
MOST = 400  # yards (tests.effort)
HEAD = b"From: a@example.cn\nSubject: hello\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"


def nested(place: int) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (place, place)


def encoded(encoding: str, content: bytes) -> bytes:
    return HEAD + f"Content-Transfer-Encoding: {encoding}\n\n".encode() + content


BOMBS = {
    "a file of 40 MB": lambda: (
        MIXED + b"--b\n\nhi\n--b\nContent-Type: application/zip\n"
        b"Content-Transfer-Encoding: base64\n\n" + (b"B5kH" * 19 + b"\n") * (40 * MB // 78)
    ),
    "a text of 40 MB": lambda: HEAD + b"\n" + "你好啊\n".encode("gbk") * (6 * MB),
    "5,000 parts": lambda: MIXED + b"--b\nContent-Type: text/plain; charset=x\n\n\xc4\xe3\xba\xc3\n" * 5000,
    "a million parts": lambda: MIXED + b"--b\n\nx\n" * MB,
    "lines that are nearly boundaries": lambda: MIXED + b"--b x\n" * (6 * MB),
    "10,000 deep": lambda: HEAD + b"".join(map(nested, range(10_000))) + b"\nhi",
    "10,000 deep with one boundary": lambda: HEAD + nested(1) * 10_000,
    "a thousand multiparts side by side": lambda: (
        MIXED + b"".join(b"--b\n" + nested(place) + b"x" * 20_000 + b"\n" for place in range(1000))
    ),
    "mails in mails": lambda: HEAD + b"Content-Type: message/rfc822\n\n" * 100_000,
    "25,000 names of a recipient": lambda: b"To: =?gb18030?B?zfXWvse/?= <a@b.cn>\n" * 25_000 + HEAD + b"\nhi",
    "headers of 8 MB": lambda: b"X-A: b\n" * MB + HEAD + b"\nhi",
    "a subject of encoded words": lambda: b"Subject: " + b"=?utf-8?Q?a?= " * 300_000 + b"\n\nhi",
    "a subject of words that do not end": lambda: b"Subject: " + b"=?utf-8?Q?a" * 300_000 + b"\n\nhi",
    "a folded subject": lambda: b"Subject: " + b"\n " * MB + b"\n\nhi",
    "quotes that do not close": lambda: (
        b"From: " + b'"\\' * 100_001 + b"\nTo: " + b"<a@" * 100_000 + b"\n\nhi"
    ),
    "parameters": lambda: (
        b"Content-Type: a/b" + b"".join(b";name*%d*=%%41" % n for n in range(50_000)) + b"\n\n"
    ),
    "soft line breaks": lambda: encoded("quoted-printable", b"= " * (4 * MB)),
    "padding": lambda: encoded("base64", b"QQ==" * (8 * MB)),
    "files within a text": lambda: HEAD + b"\nbegin 644 a\n#86)C\nend\n" * MB,
    "shifts": lambda: HEAD + b"Content-Type: text/plain; charset=iso-2022-cn\n\n" + b"\x1b$)A\x0e" * MB,
    "pictures in HTML": lambda: HEAD + b"Content-Type: text/html\n\n" + b"data:a/" * (4 * MB),
    "nothing": lambda: b"\0" * (40 * MB),
    "line breaks": lambda: b"\n" * (40 * MB),
}


@pytest.mark.parametrize("name", BOMBS)
def test_taken_apart_in_time(name: str) -> None:
    raw = BOMBS[name]()
    found, yards = cost(lambda: letter(raw))
    assert yards < MOST
    assert len(found.parts) <= MOST_PARTS
    assert len(found.plain or "") + len(found.html or "") <= 3 * MB


@pytest.mark.parametrize(
    "name",
    [
        "a file of 40 MB",
        "5,000 parts",
        "10,000 deep",
        "25,000 names of a recipient",
        "headers of 8 MB",
        "quotes that do not close",
    ],
)
def test_read_in_time(name: str) -> None:
    raw = BOMBS[name]()
    assert cost(lambda: read(raw))[1] < MOST


def test_memory_is_a_few_times_the_mail() -> None:
    raw = BOMBS["a file of 40 MB"]()
    tracemalloc.start()
    found = letter(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * len(raw)
    assert len(found.attachments[0].content) > 25 * MB


def test_what_is_left_out_is_told() -> None:
    assert letter(MIXED + b"--b\n\nx\n" * (MOST_PARTS + 1)).flags == {"truncated"}
    assert letter(MIXED + b"--b\n\nx\n" * MOST_PARTS).flags == set()
    deep = b"".join(map(nested, range(DEEPEST)))
    assert letter(deep + b"\nhi").plain == "hi"
    assert letter(deep + nested(DEEPEST) + b"\nhi").flags == {"truncated"}
