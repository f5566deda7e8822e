"""Whether a process can do its work: what is missing is named, and nothing is written to find out."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from storage import db, ready
from tests.databases import Prepare


def test_what_can_work_lacks_nothing(engine: Engine, tmp_path: Path) -> None:
    assert ready.failing(engine, tmp_path / "not made yet") == ()
    assert not (tmp_path / "not made yet").exists()


@pytest.mark.parametrize("found", ["0001", "9999"])
def test_a_database_of_another_version_is_told(engine: Engine, tmp_path: Path, found: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = :found"), {"found": found})
    assert ready.failing(engine, tmp_path) == ("migrated",)


def test_an_empty_one_is_told(new_database: Callable[[Prepare], str], tmp_path: Path) -> None:
    engine = db.engine(new_database(lambda _: None))
    assert ready.failing(engine, tmp_path) == ("migrated",)
    engine.dispose()


def test_a_file_that_has_gone_is_told_and_not_made(tmp_path: Path) -> None:
    engine = db.engine(f"sqlite:///{tmp_path}/gone.db")
    assert ready.failing(engine, tmp_path) == ("database",)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    engine = db.engine(f"postgresql://manyi:secret@/manyi?host={tmp_path}")
    assert ready.failing(engine, tmp_path) == ("database",)


def test_a_full_disk_is_told(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=ready.ROOM - 1))
    assert ready.failing(engine, tmp_path) == ("disk",)


def test_asking_writes_nothing(engine: Engine, tmp_path: Path) -> None:
    with db.writing(engine) as session:  # who holds the only place to write holds up nobody who asks
        session.execute(text("update alembic_version set version_num = version_num"))
        assert ready.failing(engine, tmp_path) == ()
