"""What the doctor says of receiving mail: what is wrong and what to do, never the password; it reads none."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from admin import doctor_mailbox
from admin.commands.doctor import line
from storage.settings import Settings
from tests.mail.imap import FaultyServer
from tests.mail.imap.line import Line

Findings = dict[str, tuple[str, str]]


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    """In a thread of its own, as the doctor waits for its answers."""
    loop, made = asyncio.new_event_loop(), FaultyServer()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(made.__aenter__(), loop).result(5)
    yield made
    asyncio.run_coroutine_threadsafe(made.__aexit__(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


@pytest.fixture
def found() -> Callable[..., Findings]:
    """`found(imap_url=…)`: key -> (grade, words) of all that is said of receiving."""

    def examine(**given: str) -> Findings:
        told = list(doctor_mailbox.examine(Settings(_env_file=None, **given)))  # type: ignore[arg-type]
        assert not any("geheim" in str(each) for each in told)
        return {each.key: (each.grade, line(each.key, each.values)) for each in told}

    return examine


def url(server: FaultyServer, folders: str = "INBOX") -> str:
    return f"imap://service%40qinghe.example:geheim@127.0.0.1:{server.port}/{folders}"


def test_who_receives_no_mail_hears_nothing_of_it(found) -> None:
    assert found() == {}


def test_a_mailbox_that_lets_us_in(server, found) -> None:
    server.put(b"Subject: x\r\n\r\n")

    told = found(imap_url=url(server), mail_authserv="mx.example.com")

    assert told == {"imap_ok": ("good", "收得到 127.0.0.1 上的邮件（INBOX）")}
    assert server.folders["INBOX"].mails[0].flags == set()


def test_a_folder_that_is_not_there(server, found) -> None:
    grade, words = found(imap_url=url(server, "INBOX,满意"))["imap_folder"]

    assert grade == "bad"
    assert "满意" in words


def test_a_password_that_is_wrong(server, found, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("[AUTHENTICATIONFAILED] geheim")

    monkeypatch.setattr(Line, "_login", refuse)

    grade, words = found(imap_url=url(server))["imap_login"]

    assert grade == "bad"
    assert "授权码" in words


def test_a_server_that_is_not_there(found, unused_tcp_port) -> None:
    told = found(imap_url=f"imap://a:geheim@127.0.0.1:{unused_tcp_port}")

    assert told["imap_unreachable"][0] == "bad"


def test_a_server_that_breaks_off(server, found) -> None:
    server.drops = 1.0

    assert found(imap_url=url(server))["imap_unreachable"][0] == "bad"


def test_a_server_that_encrypts_later(server, found) -> None:
    assert found(imap_url=url(server).replace("imap:", "imaps:"))["imap_scheme"][0] == "bad"


def test_that_a_forged_sender_would_get_in_is_worth_knowing(server, found) -> None:
    assert found(imap_url=url(server))["mail_authserv"][0] == "note"


def test_the_door_for_a_mail_server(found, unused_tcp_port, server, tmp_path: Path) -> None:
    assert found(lmtp=f"127.0.0.1:{unused_tcp_port}")["lmtp_ok"][0] == "good"
    assert found(lmtp=f"127.0.0.1:{server.port}")["lmtp_taken"][0] == "note"
    assert found(lmtp=f"0.0.0.0:{unused_tcp_port}")["lmtp_open"][0] == "note"
    assert found(lmtp=f"[::]:{unused_tcp_port}")["lmtp_open"][0] == "note"
    assert found(lmtp=f"unix:{tmp_path}/lmtp")["lmtp_ok"][0] == "good"
    assert found(lmtp=f"unix:{tmp_path}/none/lmtp")["lmtp_folder"][0] == "bad"
