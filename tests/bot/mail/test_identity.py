"""Which mail this is: the same wherever it comes from, and never somebody else's."""

import pytest

from bot.mail.identity import address, identify

MAIL = (
    b"From: Li <Li@Example.cn>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0800\r\nMessage-ID: <1@x>\r\n\r\nhello\r\n"
)


def test_the_same_mail_by_another_way_is_the_same() -> None:
    by_another = b"Received: from elsewhere\r\nDelivered-To: me\r\n" + MAIL

    assert identify(by_another) == identify(MAIL)


@pytest.mark.parametrize(
    ("old", "new"), [(b"<1@x>", b"<2@x>"), (b"Li@Example", b"Wang@Example"), (b"10:00", b"10:01")]
)
def test_another_message_id_sender_or_date_is_another_mail(old: bytes, new: bytes) -> None:
    assert identify(MAIL.replace(old, new)).key != identify(MAIL).key


@pytest.mark.parametrize("without", [b"Message-ID: <1@x>\r\n", b"Date: Fri, 20 Nov 2026 10:00:00 +0800\r\n"])
def test_without_its_marks_all_bytes_tell(without: bytes) -> None:
    one = MAIL.replace(without, b"")

    assert identify(one) == identify(one)
    assert identify(one).key != identify(one.replace(b"hello", b"hullo")).key


def test_marks_in_the_body_are_none() -> None:
    forwarded = b"Subject: x\r\n\r\n" + MAIL

    assert identify(forwarded).sender == ""
    assert identify(forwarded).key != identify(MAIL).key


@pytest.mark.parametrize(
    ("written", "sender"),
    [
        (b"Li <Li@Example.cn>", "li@example.cn"),
        (b'"victim@example.com" <li@example.cn>', "li@example.cn"),
        (b"=?utf-8?q?victim=40example.com=2C?= <li@example.cn>", "li@example.cn"),
        (b"=?utf-8?b?5p2OIDxsaUBleGFtcGxlLmNuPg==?=", "li@example.cn"),
        ("李 <li@example.cn>".encode("gb18030"), "li@example.cn"),
        (b"<li@example.cn>, <wang@example.cn>", ""),
        (b"<li@example.cn>, <LI@example.cn>", "li@example.cn"),
        (b"(<victim@example.com>) <li@example.cn>", "li@example.cn"),
        (b"Li (li@home.example) <li@example.cn>", "li@example.cn"),
        (b"li@example.cn (Li)", "li@example.cn"),
        (b"li@home.example <li@example.cn>", "li@example.cn"),
        (b"Li :( <li@example.cn>", "li@example.cn"),
        (b"(<victim@example.com> <li@example.cn>", ""),
        (b"<victim@example.com><li@example.cn>", ""),
        (b"<victim@example.com>\r\nFrom: <li@example.cn>", ""),
        (b"undisclosed", ""),
        (b"", ""),
    ],
)
def test_who_wrote_it(written: bytes, sender: str) -> None:
    assert identify(b"From: " + written + b"\r\n\r\n").sender == sender


@pytest.mark.parametrize(
    "written", ["a@b\r\nBcc: c@d", "a b@c", "a@", "@b", "a@b@c", "a" * 250 + "@b.cn", "a\ud800@b"]
)
def test_what_is_no_address(written: str) -> None:
    assert address(written) == ""
