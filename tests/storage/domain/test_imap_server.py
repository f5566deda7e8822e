"""The URL of a mailbox: what people write, understood; and never a password shown."""

import pytest

from storage.domain.imap_server import ImapServer, parse


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("imaps://a:p@h", ImapServer(True, "h", 993, "a", "p", ("INBOX",))),
        ("imap://a:p@h:1143/", ImapServer(False, "h", 1143, "a", "p", ("INBOX",))),
        ("imaps://a@b.cn:p@h/INBOX,满意", ImapServer(True, "h", 993, "a@b.cn", "p", ("INBOX", "满意"))),
        ("imaps://a%40b.cn:p%2F%40%3A@h/%E6%BB%A1", ImapServer(True, "h", 993, "a@b.cn", "p/@:", ("满",))),
        (
            "imaps://a:p@h/INBOX/surveys, INBOX/surveys",
            ImapServer(True, "h", 993, "a", "p", ("INBOX/surveys",)),
        ),
    ],
)
def test_what_a_url_says(url: str, server: ImapServer) -> None:
    assert parse(url) == server


@pytest.mark.parametrize("url", ["h", "imaps://h", "http://a:p@h", "imaps://a:p@h:99999", "imaps://a:p@"])
def test_what_says_nothing(url: str) -> None:
    with pytest.raises(ValueError, match=r"IMAP|[Pp]ort"):
        parse(url)


def test_the_password_is_not_shown() -> None:
    assert "geheim" not in repr(parse("imaps://a:geheim@h"))


def test_a_folder_is_called_by_where_it_is() -> None:
    assert parse("imaps://a%40b.cn:geheim@h/INBOX").name("INBOX") == "a@b.cn@h:993/INBOX"
