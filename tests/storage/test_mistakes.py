"""What is wrong with the settings is told before anything starts: a line each, and how to write it."""

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import pytest

from storage import mistakes
from storage.settings import TELEGRAM, settings


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """`told(BOT_PORT="x")`: the lines."""
    monkeypatch.chdir(tmp_path)

    def lines(**given: str) -> list[str]:
        for name, value in given.items():
            monkeypatch.setenv(f"MANYI_{name}", value)
        settings.cache_clear()
        return mistakes.lines()

    yield lines
    settings.cache_clear()


WRONG = [
    ("POLICY", "none"),
    ("TIMEZONE", "Mars/X"),
    ("TIMEZONE", ""),
    ("LANGUAGE", "xx"),
    ("BOT_PORT", "99999"),
    ("BOT_PORT", "eighty"),
    ("ADMIN_PORT", "0"),
    ("BOT_PORT", "8001"),
    ("BOT_HOST", "192.0.2.4"),
    ("ADMIN_HOST", "a..b"),
    ("TELEGRAM_WEBHOOK_SECRET", "a b!"),
    ("TELEGRAM_WEBHOOK_SECRET", "a" * 257),
    ("TELEGRAM_WEBHOOK_SECRET", "losung"),
    ("TELEGRAM_API_URL", "foo"),
    ("TELEGRAM_TOKEN", "geheim"),
    ("BOT_URL", "chat.example.com"),
    ("BOT_URL", "https://a:geheim@chat.example.com"),
    ("LOG_LEVEL", "loud"),
    ("UPLOAD_LIMIT", "-5"),
    ("DEMO", "vielleicht"),
    ("DATABASE_URL", ""),
    ("SMTP_URL", "geheim"),
    ("SMTP_URL", "http://geheim@mail.example.com"),
    ("SMTP_URL", "smtp://a:geheim@mail.example.com:99999"),
    ("SMTP_URL", "smtp://a:geheim@mail.example.com/x"),
    ("MAIL_FROM", "nobody"),
    ("MAIL_FROM", "李雷 <a@b.cn>"),
    ("MAIL_FROM", "a-local-part-of-far-too-long@b.cn"),
    ("MAIL_SUBADDRESS", "vielleicht"),
    ("MAIL_PER_MINUTE", "-1"),
    ("MAIL_PER_HOUR", "viele"),
    ("DKIM_SELECTOR", "a b"),
    ("LMTP", "127.0.0.1:99999"),
    ("LMTP", "mail.example.com"),
    ("CLAMD", "127.0.0.1:0"),
    ("OIDC_ISSUER", "login.example.com"),
    ("OIDC_ISSUER", "http://login.example.com"),
    ("OIDC_ISSUER", "https://login.example.com"),
    ("OIDC_CLIENT", "a b"),
    ("OIDC_SECRET", "geheim geheim"),
    ("OIDC_ONLY", "true"),
    ("OIDC_ONLY", "vielleicht"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_each_is_told_by_the_name_of_its_variable(told, name: str, value: str) -> None:
    (line,) = told(**{name: value})
    assert f"MANYI_{name}" in line
    assert "geheim" not in line


def test_what_is_right_is_not_told(told) -> None:
    assert told() == []
    assert told(TELEGRAM_TOKEN="1:bench", LOG_LEVEL="INFO", BOT_HOST="0.0.0.0", ADMIN_HOST="localhost") == []
    assert told(TELEGRAM_WEBHOOK_SECRET="losung", BOT_URL="https://chat.example.com") == []
    assert told(BOT_URL="http://127.0.0.1:8000", TELEGRAM_API_URL=f"{TELEGRAM}.example") == []
    assert told(DATABASE_URL="postgresql:///manyi") == []


@pytest.mark.parametrize("kind", ["none", "garbage", "ec"])
def test_a_key_that_can_not_sign_is_told(told, tmp_path: Path, kind: str) -> None:
    """Else every mail would fail for it."""
    file = tmp_path / "dkim.pem"
    if kind != "none":
        file.write_text("geheim")
    if kind == "ec":
        _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(file))
    (line,) = told(DKIM_KEY=str(file), DKIM_SELECTOR="manyi")
    assert "MANYI_DKIM_KEY" in line
    _openssl("genrsa", "-out", str(file), "2048")
    assert told(DKIM_KEY=str(file), DKIM_SELECTOR="manyi") == []


def _openssl(*given: str) -> None:
    if which("openssl") is None:
        pytest.skip("openssl is not installed: apt install openssl")
    subprocess.run(["openssl", *given], check=True, capture_output=True)


def test_all_are_told_at_once(told) -> None:
    lines = told(POLICY="none", BOT_PORT="99999", LANGUAGE="xx", UPLOAD_LIMIT="-5")
    assert len(lines) == 4


def test_a_database_that_nobody_could_write_is_told(told, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (line,) = told(DATABASE_URL=f"sqlite:///{tmp_path}/file/manyi.db")
    assert "manyi.db" in line
    assert told(DATABASE_URL=f"sqlite:///{tmp_path}/to/be/made/manyi.db") == []


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """Of somebody who may not write everywhere. Root may: so it is nobody who asks from here on, as far as
    `os.access` can see, which goes by the real user."""
    with TemporaryDirectory() as folder:
        if os.getuid() != 0:
            yield Path(folder)
            return
        nobody = pwd.getpwnam("nobody").pw_uid
        os.chown(folder, nobody, -1)
        os.setreuid(nobody, -1)
        try:
            yield Path(folder)
        finally:
            os.setreuid(0, -1)


def test_a_folder_that_may_not_be_written_is_told(told, own_folder: Path) -> None:
    own_folder.chmod(0o500)
    (line,) = told(DATABASE_URL=f"sqlite:///{own_folder}/manyi.db")
    assert "manyi.db" in line
    own_folder.chmod(0o700)
    assert told(DATABASE_URL=f"sqlite:///{own_folder}/manyi.db") == []


@pytest.mark.parametrize("program", [("admin", "doctor"), ("admin", "bot"), ("admin", "worker")])
def test_no_process_starts(program: tuple[str, ...]) -> None:
    environment = {**os.environ, "MANYI_LANGUAGE": "xx", "MANYI_BOT_PORT": "99999"}
    command = [sys.executable, "-m", *program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 1
    assert [line[:7] for line in done.stderr.splitlines()] == ["✗ MANYI"] * 2


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"SMTP_URL": "smtp://127.0.0.1"}, "MANYI_MAIL_FROM"),
        ({"IMAP_URL": "imaps://a:b@mail.example.com"}, "MANYI_SMTP_URL"),
        ({"LMTP": "127.0.0.1:24"}, "MANYI_SMTP_URL"),
    ],
)
def test_mail_is_set_up_whole_or_not_at_all(told, given: dict[str, str], named: str) -> None:
    assert any(named in line for line in told(**given))


def test_a_key_to_sign_with_has_to_be_there_and_named(told, tmp_path: Path) -> None:
    whole = {"SMTP_URL": "smtp://127.0.0.1", "MAIL_FROM": "a@b.cn"}
    lines = told(**whole, DKIM_KEY=str(tmp_path / "none.pem"))
    assert [name for name in ("MANYI_DKIM_KEY", "MANYI_DKIM_SELECTOR") if name in "".join(lines)] == [
        "MANYI_DKIM_KEY",
        "MANYI_DKIM_SELECTOR",
    ]
