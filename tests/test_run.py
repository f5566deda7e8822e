"""run.py: what it decides before anything is installed, in tables."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).parents[1]
BOTH = {"venv", "ensurepip"}


@pytest.mark.parametrize(
    ("version", "has_uv", "modules", "told"),
    [
        ((3, 11, 0), False, BOTH, ""),
        ((3, 14, 1), True, set(), ""),
        ((3, 10, 12), True, BOTH, "3.11"),
        ((3, 6, 8), False, set(), "3.11"),
        ((3, 11, 2), False, {"venv"}, "apt install python3.11-venv"),
        ((3, 13, 0), False, set(), "apt install python3.13-venv"),
    ],
)
def test_what_is_missing_is_said_with_what_to_do(
    version: tuple[int, ...], has_uv: bool, modules: set[str], told: str
) -> None:
    said = run.missing(version, has_uv, modules)
    assert told in said
    assert bool(said) == bool(told)


@pytest.mark.parametrize(
    ("stamp", "dev", "is_ready"),
    [
        ("abc run", False, True),
        ("abc dev", False, True),
        ("abc dev", True, True),
        ("abc run", True, False),
        ("abd run", False, False),
        ("", False, False),
        ("abc", False, False),
    ],
)
def test_an_environment_is_used_again_only_where_it_serves(stamp: str, dev: bool, is_ready: bool) -> None:
    assert run.ready(stamp, "abc", dev) is is_ready


def test_with_uv_the_environment_comes_from_the_lock() -> None:
    ((*command,),) = run.steps("/bin/uv", "python3", ".venv/bin/python", dev=False)
    assert command[:3] == ["/bin/uv", "sync", "--frozen"]
    assert "--no-dev" in command
    assert "--no-dev" not in run.steps("/bin/uv", "python3", ".venv/bin/python", dev=True)[0]


@pytest.mark.parametrize(("dev", "listed"), [(False, "requirements.txt"), (True, "requirements-dev.txt")])
def test_without_uv_pip_checks_every_hash(dev: bool, listed: str) -> None:
    make, install = run.steps("", "python3", ".venv/bin/python", dev)
    assert make[:3] == ["python3", "-m", "venv"]
    assert install[0] == ".venv/bin/python"
    assert "--require-hashes" in install
    assert install[-1] == listed


def test_the_stamp_changes_with_the_lock_and_the_python(tmp_path: Path) -> None:
    for name in ("uv.lock", "requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("one")
    before = run.digest(tmp_path, (3, 11, 7))
    assert before == run.digest(tmp_path, (3, 11, 9))
    assert before != run.digest(tmp_path, (3, 12, 0))
    (tmp_path / "uv.lock").write_text("two")
    assert before != run.digest(tmp_path, (3, 11, 7))


def test_an_environment_cut_off_midway_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[list[list[str]]] = []
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(run, "make", lambda commands: made.append(commands) or len(made) > 1)
    monkeypatch.setattr(run, "link", lambda: tmp_path.mkdir(exist_ok=True))
    (tmp_path / "half").touch()
    run.prepare(dev=False)
    assert len(made) == 2, "the first attempt failed, so it began anew"
    assert not (tmp_path / "half").exists()
    run.prepare(dev=False)
    assert len(made) == 2, "it is there: nothing to do"
    run.prepare(dev=True)
    assert len(made) == 3, "the tests need more"


@pytest.mark.parametrize(
    ("line", "closes"),
    [
        ("12 passed in 3.21s", True),
        ("1 failed, 11 passed, 2 skipped in 61.02s (0:01:01)", True),
        ("no tests ran in 0.01s", True),
        ("2 errors in 0.50s", True),
        ("tests/test_run.py ........", False),
        ("Success: no issues found in 80 source files", False),
        ("All checks passed!", False),
    ],
)
def test_pytests_closing_line_is_known(line: str, closes: bool) -> None:
    assert bool(run.CLOSING.search(line)) is closes


def test_a_check_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def python(code: str) -> list[str]:
        return [sys.executable, "-c", code]

    monkeypatch.setattr(run, "prepare", lambda dev: None)
    monkeypatch.setattr(run, "left_out", list)
    monkeypatch.setattr(
        run, "checks", lambda _: {"bad": python("exit(3)"), "good": python("print('7 passed in 1.00s')")}
    )
    assert run.test([]) == 3
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in said[-3:-1]] == [["FAILED", "bad"], ["ok", "good"]]
    assert said[-1] == "7 passed in 1.00s"


def test_what_a_check_has_left_running_holds_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "LEFT_SECONDS", 0.1)
    end = tmp_path / "end"
    os.mkfifo(end)
    held = os.open(end, os.O_RDWR | os.O_NONBLOCK)
    late = threading.Timer(60, os.close, [held])  # then `cat` ends, and with it who waits for it
    late.start()
    try:
        assert run.teed(["sh", "-c", f"cat '{end}' & exit 3"])[0] == 3
        assert late.is_alive(), "it came back before"
    finally:
        late.cancel()
        os.close(held)


@pytest.mark.parametrize(
    ("on_path", "can_install", "marked"),
    [
        ({"chromium-headless-shell", "postgres", "dovecot", "postfix"}, False, []),
        ({"chromium", "dovecot", "postfix"}, False, ["postgresql"]),
        ({"google-chrome", "postgres", "dovecot"}, False, ["mail"]),
        (set(), False, ["browser", "postgresql", "mail"]),
        (set(), True, []),
    ],
)
def test_tests_whose_program_is_not_there_are_left_out_by_their_marker(
    on_path: set[str], can_install: bool, marked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda name: name if name in on_path else None)
    monkeypatch.setattr(run.Path, "glob", lambda *_: iter(()))
    monkeypatch.setattr(run.os, "geteuid", lambda: 0)
    monkeypatch.setattr(run, "installed", lambda _: can_install)
    assert run.left_out() == marked


def test_what_only_root_can_start_is_left_out_without_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda name: name)
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000)
    assert run.left_out() == ["mail"]


@pytest.mark.parametrize("arguments", [[], ["fly"]])
def test_an_unknown_command_is_answered_with_the_known_ones(arguments: list[str]) -> None:
    command = [sys.executable, ROOT / "run.py", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    for command in ("demo", "test", "bench"):
        assert f"run.py {command}" in done.stdout
