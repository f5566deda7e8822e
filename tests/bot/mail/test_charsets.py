"""Bytes to text, with the right label, a wrong one or none."""

import pytest

from bot.mail import charsets, cns

SIMPLE = "你们的服务很好，但是送货太慢了，请尽快处理。"
TRADITIONAL = "貴公司的服務很好，但是送貨太慢了，請盡快處理。"
ENCODINGS = [
    ("utf-8", SIMPLE), ("gb18030", SIMPLE), ("gb18030", TRADITIONAL), ("big5", TRADITIONAL), ("hz", SIMPLE),
    ("big5hkscs", TRADITIONAL + "嘅"), ("utf-7", SIMPLE), ("utf-16", SIMPLE), ("utf-16-le", SIMPLE),
    ("utf-16-be", SIMPLE), ("utf-8-sig", SIMPLE),
]  # fmt: skip
LABELS = ["", "x-unknown", "us-ascii", "iso-8859-1", "utf-8", "gb2312", "big5", '"GBK"']
# the same sentences by another program (iconv)
ISO_2022_CN = b"\x1b$)A\x0eDcCG5D7~Nq:\\:C\x0f"
ISO_2022_CN_BOTH = b"\x1b$)A\x0e7~Nq\x0f OK\n\x1b$)A\x0e7~\x1b$)GY-\x0f"


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(("encoding", "said"), ENCODINGS)
def test_read_whatever_the_label_says(encoding: str, said: str, label: str) -> None:
    assert charsets.text(said.encode(encoding), label) == (said, True)


@pytest.mark.parametrize("said", ["好的", "4分", "不满意", "联通", "一般", "谢谢", "很好！"])
def test_a_few_characters_without_a_label(said: str) -> None:
    assert charsets.text(said.encode("gb18030")) == (said, True)
    assert charsets.text(said.encode("gb18030"), "gb2312") == (said, True)
    assert charsets.text(said.encode()) == (said, True)


def test_gb2312_is_gb18030() -> None:
    assert charsets.text("朱镕基、㐀、😀".encode("gb18030"), "gb2312") == ("朱镕基、㐀、😀", True)


def test_the_euro_sign_of_windows() -> None:
    assert charsets.text(b"\xbc\xdb\xb8\xf180\x80", "gbk") == ("价格80€", True)


def test_western_text_stays_western() -> None:
    said = "Là où ça coûte 20 €, garçon"
    assert charsets.text(said.encode("cp1252"), "iso-8859-1") == (said, True)
    assert charsets.text(said.encode("cp1252")) == (said, True)


def test_iso_2022_cn() -> None:
    assert charsets.text(ISO_2022_CN, "iso-2022-cn") == ("你们的服务很好", True)
    assert charsets.text(ISO_2022_CN) == ("你们的服务很好", True)
    assert charsets.text(ISO_2022_CN_BOTH) == ("服务 OK\n服務", True)


def test_planes_of_cns_11643_are_where_the_standard_puts_them() -> None:
    assert cns.text(b"\x44\x21\x44\x22\x7d\x4b\x21\x21\x24\x21", 1) == "一乙籲　０"
    assert cns.text(b"\x21\x21\x72\x44", 2) == "乂龘"


@pytest.mark.parametrize(
    "written", [b"call +86138-1234-5678", b"a+b=c+defg", b"C++abc +abcd-", b"1+1=2 +ABCD"]
)
def test_a_plus_sign_is_a_plus_sign(written: bytes) -> None:
    assert charsets.text(written) == (written.decode(), True)


@pytest.mark.parametrize(
    "label", ["rot13", "zlib", "punycode", "unicode_escape", "idna", "undefined", "mbcs", "\0"]
)
def test_a_codec_that_is_no_charset_is_no_label(label: str) -> None:
    assert charsets.text(b"eJw\\u4f60-abc", label) == ("eJw\\u4f60-abc", True)


def test_what_is_cut_off_is_marked_and_the_rest_is_read() -> None:
    assert charsets.text("好的，谢谢".encode()[:-1], "utf-8") == ("好的，谢\ufffd", False)
