"""Mails made wrong, from a seed."""

import base64
import random
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

WORDS = "送货很快，师傅态度也好，就是包装破了一个角，希望下次注意。1. 非常满意 2. 一般 3分\n"
LABELS = ("gb2312", "gbk", "gb18030", "big5", "hz", "utf-7", "utf-16", "utf-8", "x-unknown", "iso-2022-cn")
_SIGNS = (
    b"\0", b"\r", b"\n", b"\n\n", b"=", b"?=", b"=?", b'"', b"<", b">", b"--", b"\x1b$)A\x0e", b"~{", b";",
    b"*0*=", b"\xff\xfe", b"\xe4\xbd", b"\x80", b"begin 644 a\n", b"\x78\x9f\x3e\x22", b"Content-Type: x/y\n",
)  # fmt: skip
Change = Callable[[random.Random, bytes], bytes]


def whole(rng: random.Random) -> bytes:
    """A mail as it should be, with text in both forms, a picture, a mail within and a file."""
    mail = EmailMessage()
    mail["Subject"] = "回复：" + WORDS[: rng.randrange(1, 40)].strip()
    mail["From"] = "李小姐 <li@example.cn>"
    mail["To"] = "满意 <reply+abcdefghij234567abcdefghij@example.com>"
    text = WORDS * rng.randrange(1, 30)
    mail.set_content(text, charset=rng.choice(("utf-8", "gb18030")), cte=rng.choice(("base64", "8bit")))
    mail.add_alternative(f"<div>{text}</div><blockquote>{text}</blockquote>", subtype="html")
    if rng.random() < 0.5:
        mail.add_attachment(rng.randbytes(300), "image", "png", filename="破损 照片.png")
    if rng.random() < 0.2:
        inner = EmailMessage()
        inner.set_content(text)
        mail.add_attachment(inner)
    raw = mail.as_bytes()
    return raw.replace(b'"utf-8"', rng.choice(LABELS).encode()) if rng.random() < 0.5 else raw


def mangled(rng: random.Random, raws: list[bytes]) -> bytes:
    raw = rng.choice(raws) if raws and rng.random() < 0.7 else whole(rng)
    for _ in range(rng.randrange(1, 12)):
        raw = rng.choice(CHANGES)(rng, raw)[: 1 << 20]
    return raw


def fixtures() -> list[bytes]:
    folder = Path(__file__).parent / "fixtures"
    return [path.read_bytes() for path in sorted(folder.rglob("*.eml"))]


def _cut(rng: random.Random, raw: bytes) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)]


def _beheaded(rng: random.Random, raw: bytes) -> bytes:
    return raw[rng.randrange(len(raw) + 1) :]


def _flipped(rng: random.Random, raw: bytes) -> bytes:
    found = bytearray(raw)
    for _ in range(rng.randrange(1, 60) if raw else 0):
        found[rng.randrange(len(found))] = rng.randrange(256)
    return bytes(found)


def _inserted(rng: random.Random, raw: bytes) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return raw[:at] + rng.choice(_SIGNS) * rng.choice((1, 1, 2, 500)) + raw[at:]


def _doubled(rng: random.Random, raw: bytes) -> bytes:
    start, end = sorted(rng.randrange(len(raw) + 1) for _ in range(2))
    return raw[:end] + raw[start:end] * rng.choice((1, 2, 20)) + raw[end:]


def _lines_shuffled(rng: random.Random, raw: bytes) -> bytes:
    lines = raw.split(b"\n")
    for _ in range(rng.randrange(1, 8)):
        one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _lines_lost(rng: random.Random, raw: bytes) -> bytes:
    return b"\n".join(line for line in raw.split(b"\n") if rng.random() > 0.1)


def _other_breaks(rng: random.Random, raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", rng.choice((b"\r\n", b"\r", b"\r\r\n", b"\n\n", b"")))


def _relabelled(rng: random.Random, raw: bytes) -> bytes:
    return raw.replace(rng.choice((b"utf-8", b"gb18030", b"base64")), rng.choice(LABELS).encode())


def _packed(rng: random.Random, raw: bytes) -> bytes:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
    inner = base64.encodebytes(raw[:50_000]) if rng.random() < 0.5 else raw
    return head + rng.choice((b"Content-Type: message/rfc822\n\n", b"")) + inner


CHANGES: tuple[Change, ...] = (
    _cut, _beheaded, _flipped, _inserted, _doubled, _lines_shuffled, _lines_lost, _other_breaks, _relabelled,
    _packed,
)  # fmt: skip
