"""What is upgraded is backed up first, once, or is not upgraded."""

import shutil
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from storage import backup, db, ready
from storage.backup import Refused, before, postgres
from tests.databases import ON_POSTGRESQL, Prepare
from tests.storage.conftest import NOW
from tests.storage.test_upgrading import third


def revision(url: str) -> str | None:
    engine = db.engine(url)
    try:
        return db.revision(engine)
    finally:
        engine.dispose()


@pytest.fixture
def old(new_database: Callable[[Prepare], str]) -> str:
    """A database of an older version, with something in it."""
    return new_database(third)


def test_a_backup_of_what_was_there_is_kept(old: str, tmp_path: Path) -> None:
    kept = before.upgrade(old, tmp_path, NOW)
    assert kept == tmp_path / "backups" / f"before-{db.head()}-20260304-020000"
    assert backup.about(kept).revision == "0003"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert revision(old) == db.head()
    assert before.upgrade(old, tmp_path, NOW + timedelta(days=1)) is None, "there is nothing to do"
    assert list(kept.parent.iterdir()) == [kept]


def test_where_there_is_nothing_nothing_is_kept(
    new_database: Callable[[Prepare], str], tmp_path: Path
) -> None:
    empty = new_database(lambda _: None)
    assert before.upgrade(empty, tmp_path / "data", NOW) is None
    assert revision(empty) == db.head()
    assert not (tmp_path / "data").exists()


def test_of_four_that_start_at_once_one_does_it(old: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as four:
        begun = [four.submit(before.upgrade, old, tmp_path, NOW + timedelta(seconds=n)) for n in range(4)]
        kept = [each.result() for each in begun]
    assert len([each for each in kept if each]) == 1
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_short_disk_refuses_and_changes_nothing(
    old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=ready.ROOM))
    with pytest.raises(Refused) as refused:
        before.upgrade(old, tmp_path, NOW)
    assert refused.value.code == "no_room"
    assert revision(old) == "0003"
    assert before.upgrade(old, tmp_path, NOW, without=True) is None
    assert revision(old) == db.head()


@ON_POSTGRESQL
def test_without_pg_dump_nothing_is_upgraded(
    kind: str, old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "which", lambda _: None)
    with pytest.raises(Refused) as refused:
        before.upgrade(old, tmp_path, NOW)
    assert (refused.value.code, refused.value.values["tool"]) == ("no_tool", "pg_dump")
    assert revision(old) == "0003"
    assert list((tmp_path / "backups").iterdir()) == []


def test_three_are_kept(old: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    names = ["before-0009-20250104-020000", "before-0010-20250204-020000", "before-0011-20250304-020000"]
    for name in (*names, "mine"):
        (folder / name).write_text("")
    kept = before.upgrade(old, tmp_path, NOW)
    assert kept
    assert {each.name for each in folder.iterdir()} == {*names[1:], kept.name, "mine"}
