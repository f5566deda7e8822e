"""What is wrong with the settings is told before anything starts: a line each, and how to write it."""

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
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
    ("LOG_LEVEL", "loud"),
    ("UPLOAD_LIMIT", "-5"),
    ("DEMO", "vielleicht"),
    ("DATABASE_URL", ""),
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
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert [line[:7] for line in done.stderr.splitlines()] == ["✗ MANYI"] * 2
