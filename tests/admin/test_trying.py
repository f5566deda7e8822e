"""Settings tried before they are kept: within seconds, in words without a secret in them."""

import time
from collections.abc import Iterator

import pytest

from admin import trying
from admin.finding import Finding
from storage import definitions
from storage.domain.locale import leaves
from storage.settings import Settings

SECRET = "geheim-code"
MAIL = {
    "mail_from": "a@b.example",
    "smtp_url": f"smtps://a:{SECRET}@169.254.169.254:465",
    "imap_url": f"imaps://a:{SECRET}@127.0.0.1:22/INBOX",
}


async def test_who_does_not_answer_in_time_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "SECONDS", 0.01)

    def hangs(_: Settings) -> Iterator[Finding]:
        time.sleep(0.2)
        yield Finding("good", "smtp_ok", {})

    found = await trying.tried(hangs, Settings(_env_file=None))
    assert [each.key for each in found] == ["too_slow"]
    assert not trying.fits(found)


async def test_nobody_knocks_where_nothing_is_to_be_sought() -> None:
    found = await trying.tried(trying.mail, Settings(_env_file=None, **MAIL))
    assert [each.key for each in found] == ["host_refused", "port_refused"]
    for language in definitions.languages():
        told = trying.words(found, definitions.texts(language))
        assert len(told) == 2
        assert all(each.next and not each.good for each in told)
        assert SECRET not in str((found, told))


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("smtp.example.com", 465, "核对服务器的名字和端口"),
        ("smtp.example.com", 587, "核对服务器的名字和端口"),
        ("smtp.example.com", 25, "请改用 465"),
        ("127.0.0.1", 465, "127.0.0.1 就是运行本系统的这台机器"),
        ("localhost", 25, "localhost 就是运行本系统的这台机器"),
    ],
)
def test_nobody_is_told_to_do_what_they_have_done(host: str, port: int, said: str) -> None:
    found = Finding("bad", "smtp_unreachable", {"host": host, "port": port})
    (told,) = trying.words([found], definitions.texts("zh-CN"))
    assert said in told.next
    assert ("465" in told.next) is (said == "请改用 465")


def test_an_address_inside_is_not_tried_and_this_is_said() -> None:
    found = Finding("bad", "host_refused", {"host": "169.254.169.254", "port": 465})
    (told,) = trying.words([found], definitions.texts("zh-CN"))
    assert "浏览器里不去试" in told.said
    assert "MANYI_SMTP_URL" in told.next


def test_each_word_of_what_is_found_can_be_filled_in() -> None:
    values = dict.fromkeys(("host", "port", "name", "address", "seconds"), "x")
    texts = definitions.texts("zh-CN")
    keys = {key.split(".")[0] for key, _ in leaves(texts.section("page.channels.told"))}
    told = trying.words([Finding("bad", key, values) for key in keys], texts)
    assert len(told) == len(keys)


def test_nothing_found_is_no_success() -> None:
    assert not trying.fits([])
    assert trying.fits([Finding("note", "imap_no_idle", {}), Finding("good", "imap_ok", {})])
