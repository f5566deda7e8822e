"""Headers as they come."""

import base64

import pytest

from bot.mail import addresses, headers, params, words
from bot.mail.headers import Headers


def b(said: str, charset: str = "gbk") -> bytes:
    return b"=?" + charset.encode() + b"?B?" + base64.b64encode(said.encode(charset)) + b"?="


SPLIT = "满意".encode()
DIGITS = base64.b64encode("服务很好".encode())
SUBJECTS = [
    (b("回复：请评价"), "回复：请评价"),
    (b("回复：") + b" " + b("请评价"), "回复：请评价"),
    (b("回复：") + b(" 4分", "utf-8"), "回复： 4分"),
    (b"Re: " + b("很好") + b" 5", "Re: 很好 5"),
    (b"=?utf-8?Q?=E5=A5=BD_OK?=", "好 OK"),
    (b"=?utf-8?q?=E5=A5=BD OK?=", "好 OK"),
    (b"=?utf-8*zh-CN?Q?=E5=A5=BD?=", "好"),
    (
        b"=?UTF-8?B?" + base64.b64encode(SPLIT[:4]) + b"?= =?utf-8?B?" + base64.b64encode(SPLIT[4:]) + b"?=",
        "满意",
    ),
    (b"=?utf-8?B?" + DIGITS[:6] + b"?= =?utf-8?B?" + DIGITS[6:] + b"?=", "服务很好"),
    (b"=?utf-8?Q?=E6=BB?= =?utf-8?Q?=A1?=", "满"),
    (b"=?gb2312?B?" + base64.b64encode("满意".encode()) + b"?=", "满意"),
    (b'"' + b("李小姐") + b'" <li@example.cn>', '"李小姐" <li@example.cn>'),
    (b"=?utf-8?B?5ruh5oSP", "满意"),
    (b"=?utf-8?B?5ruh5oS?=", "满\ufffd"),
    (b"=?x-unknown?B?" + base64.b64encode("不满意".encode("gbk")) + b"?=", "不满意"),
    ("回复：很好".encode("gbk"), "回复：很好"),
    ("回复：很好".encode(), "回复：很好"),
    ("回覆：服務很好".encode("big5"), "回覆：服務很好"),
    (b"~{;X84~}", "回复"),
    (b"1 =? 2 ?= 3", "1 =? 2 ?= 3"),
    (b"= utf\x008?B?5Zue5aSN", "= utf\ufffd8?B?5Zue5aSN"),
]


@pytest.mark.parametrize(("written", "said"), SUBJECTS)
def test_encoded_words(written: bytes, said: str) -> None:
    assert words.decoded(written) == said


def test_folded_and_repeated() -> None:
    found = Headers(b"Subject: a\r\n b\r\nX-A: 1\r\nx-a:2\r\nReceived : c\r\n")
    assert (found["subject"], found.all("X-A"), found["received"]) == ("a b", ["1", "2"], "c")
    assert (found["none"], "none" in found, list(found)) == ("", False, ["subject", "x-a", "received"])


@pytest.mark.parametrize(
    ("raw", "names", "body"),
    [
        (b"A: 1\n\nhi", ["a"], b"hi"),
        (b"A: 1\r\n\r\nhi", ["a"], b"hi"),
        (b"From x@y Mon\nA: 1\n\nhi", ["a"], b"hi"),
        (b"Subject: a\nsome text\nmore", ["subject"], b"some text\nmore"),
        (b"Subject: a\nfolded without a space\nFrom: b\n\nhi", ["subject", "from"], b"hi"),
        (b"just text", [], b"just text"),
        (b"\nhi", [], b"hi"),
        (b"A: 1", ["a"], b""),
    ],
)
def test_where_the_headers_end(raw: bytes, names: list[str], body: bytes) -> None:
    section, at = headers.split(raw, 0, len(raw))
    assert (list(Headers(section)), raw[at:]) == (names, body)


NAMES = [
    (b"attachment; filename=a.png", "a.png"),
    (b'attachment; filename="a b;c.png"', "a b;c.png"),
    (b"attachment; filename=a b.png", "a b.png"),
    (b"attachment; filename*=utf-8''%E7%85%A7%E7%89%87.png", "照片.png"),
    (b"attachment; filename*=gb2312'zh-cn'%D5%D5%C6%AC.png", "照片.png"),
    (
        b"attachment; filename*0*=utf-8''%E7%85; filename*1*=%A7%E7; filename*2=; filename*3*=%89%87.png",
        "照片.png",
    ),
    (b"attachment; filename*1=b.png; filename*0=a", "ab.png"),
    (b'attachment; filename="=?GBK?B?' + base64.b64encode("照片.png".encode("gbk")) + b'?="', "照片.png"),
    (b'attachment; filename="' + "照片.png".encode("gbk") + b'"', "照片.png"),
    (b'attachment; filename="' + "照片.png".encode() + b'"', "照片.png"),
    (b'attachment; filename="%E7%85%A7%E7%89%87.png"', "照片.png"),
    (b'attachment; filename="100%.png"', "100%.png"),
    (b'attachment; filename="a.png', "a.png"),
    (b'attachment; filename="a\\"b.png"', 'a"b.png'),
    (b"attachment; filename=a.png; filename*=utf-8''b.png", "b.png"),
    (b"attachment;;; filename = a.png ;", "a.png"),
]


@pytest.mark.parametrize(("written", "name"), NAMES)
def test_names_of_files(written: bytes, name: str) -> None:
    assert params.parsed(written) == ("attachment", {"filename": name})


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("李 <li@example.cn>", ["li@example.cn"]),
        ('"boss@example.com" <li@example.cn>', ["li@example.cn"]),
        ("boss@example.com <li@example.cn>", ["li@example.cn"]),
        ('"李, 小姐" <li@example.cn>, b@example.cn', ["li@example.cn", "b@example.cn"]),
        ("li@example.cn (boss@example.com)", ["li@example.cn"]),
        ("友: a@example.cn, b@example.cn;", ["a@example.cn", "b@example.cn"]),
        ("<li@example.cn", ["li@example.cn"]),
        ("undisclosed-recipients:;", []),
        ("", []),
    ],
)
def test_addresses(written: str, found: list[str]) -> None:
    assert addresses.bare(written) == found
