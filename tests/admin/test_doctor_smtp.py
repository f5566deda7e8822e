"""What the doctor says of sending mail: what is wrong, what to do, never the password; and sends nothing."""

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which

import pytest

from admin import doctor, doctor_smtp
from admin.commands.doctor import line
from storage.settings import Settings
from tests.bot.mailing.standin import StandIn, certificate

Findings = dict[str, tuple[str, str]]
GOOD = {"lmtp": "127.0.0.1:24", "bot_url": "https://chat.example.com"}


class Running:
    """A mail server in a thread of its own, as the doctor waits for its answers."""

    def __init__(self, server: StandIn) -> None:
        self.server = server
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> StandIn:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.server.up(), self._loop).result(5)
        return self.server

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.server.down(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


@pytest.fixture
def found() -> Callable[..., Findings]:
    """`found(port, **settings)`: key -> (grade, words) of all that is said of sending."""

    def examine(server: StandIn | None, login: str = "", **changed: object) -> Findings:
        port = server.port if server else 9  # discard: nobody listens
        given = {"smtp_url": f"smtp://{login}127.0.0.1:{port}", "mail_from": "service@qinghe.example"}
        settings = Settings(_env_file=None, **{**given, **GOOD, **changed})  # type: ignore[arg-type]
        told = list(doctor_smtp.examine(settings))
        assert not any("geheim" in str(each) for each in told)
        return {each.key: (each.grade, line(each.key, each.values)) for each in told}

    return examine


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[ssl.SSLContext]:
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(certificate(tmp_path))
    return made  # type: ignore[return-value]


def test_mail_is_off_and_nothing_is_said_of_it(found: Callable[..., Findings]) -> None:
    assert found(None, smtp_url="") == {}


def test_a_server_that_takes_us_is_good_and_gets_no_mail(found: Callable[..., Findings]) -> None:
    with Running(StandIn()) as server:
        assert {key: grade for key, (grade, _) in found(server).items()} == {"smtp_ok": "good"}
        assert server.mails == []


@pytest.mark.usefixtures("trusted")
def test_a_password_is_tried(found: Callable[..., Findings], tls: ssl.SSLContext) -> None:
    with Running(StandIn(("service", "geheim"), tls)) as server:
        assert list(found(server, "service:geheim@")) == ["smtp_ok"]
        assert list(found(server, "service:geheim2@")) == ["smtp_login"]


@pytest.fixture
def trusted(tmp_path: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))


def test_who_is_not_who_they_say_is_told_no_password(
    found: Callable[..., Findings], tls: ssl.SSLContext
) -> None:
    with Running(StandIn(("service", "geheim"), tls)) as server:
        assert list(found(server, "service:geheim@")) == ["smtp_certificate"]


def test_a_sender_that_is_not_allowed(found: Callable[..., Findings]) -> None:
    with Running(StandIn()) as server:
        server.answers["MAIL", ""] = ["553 Mail from must equal authorized user"]
        ((grade, words),) = found(server).values()
    assert grade == "bad"
    assert "service@qinghe.example" in words
    assert "553" in words


@pytest.mark.parametrize("greeting", ["554 No", "drop"])
def test_a_server_that_lets_nobody_in(found: Callable[..., Findings], greeting: str) -> None:
    with Running(StandIn()) as server:
        server.answers["connect", ""] = [greeting]
        assert list(found(server)) == ["smtp_unreachable"]


def test_a_server_that_encrypts_later(found: Callable[..., Findings]) -> None:
    with Running(StandIn()) as server:
        assert list(found(server, smtp_url=f"smtps://127.0.0.1:{server.port}")) == ["smtp_scheme"]


def test_nobody_is_there(found: Callable[..., Findings]) -> None:
    assert list(found(None)) == ["smtp_unreachable"]


def test_what_else_mail_wants(found: Callable[..., Findings]) -> None:
    with Running(StandIn()) as server:
        said = found(server, lmtp="", bot_url="")
    assert {key: grade for key, (grade, _) in said.items()} == {
        "smtp_ok": "good",
        "mail_not_received": "bad",
        "mail_no_links": "note",
    }


def test_the_key_that_signs(found: Callable[..., Findings], tmp_path: Path) -> None:
    if which("openssl") is None:
        pytest.skip("openssl is not installed: apt install openssl")
    key = tmp_path / "dkim.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
    with Running(StandIn()) as server:
        said = found(server, dkim_key=str(key), dkim_selector="manyi")
        assert said["dkim_ok"] == ("good", "邮件会签名（DKIM）：manyi._domainkey.qinghe.example")
        assert "dkim_ok" not in found(server, dkim_key=str(tmp_path / "none.pem"), dkim_selector="manyi")


def test_the_doctor_asks_for_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = Settings(
        _env_file=None,
        data=tmp_path,
        database_url=f"sqlite:///{tmp_path}/none.db",
        smtp_url="smtp://127.0.0.1:9",
        mail_from="service@qinghe.example",
    )
    assert "smtp_unreachable" in {each.key for each in doctor.examine(settings)}
