"""The files of an SQLite database are their owner's alone."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage import db, private
from tests.databases import ON_SQLITE, Prepare
from tests.storage.test_upgrading import third

ENDINGS = ("", "-wal", "-shm")


@pytest.fixture(autouse=True)
def open_handed() -> Iterator[None]:
    """As most systems have it: what is made may be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(file: Path) -> list[int]:
    return [stat.S_IMODE(file.with_name(file.name + ending).stat().st_mode) for ending in ENDINGS]


def test_a_new_database_is_its_owner_s_alone_with_what_is_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "manyi.db"
    engine = db.engine(f"sqlite:///{file}")
    assert not file.exists(), "nobody has connected"
    db.upgrade(f"sqlite:///{file}")
    with db.writing(engine) as session:
        session.connection().exec_driver_sql("insert into counters (key, value) values ('n', 1)")
        assert modes(file) == [0o600] * 3
    engine.dispose()


@ON_SQLITE
@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o664, 0o660), (0o600, 0o600)])
def test_an_upgrade_tightens_what_an_older_version_made(
    new_database: Callable[[Prepare], str], before: int, after: int
) -> None:
    url = new_database(third)
    file = Path(url.removeprefix("sqlite:///"))
    file.chmod(before)
    engine = db.engine(url)
    with engine.connect():
        assert modes(file) == [before] * 3
        db.upgrade(url)
        assert modes(file) == [after] * 3
    engine.dispose()
    file.chmod(before)
    db.upgrade(url)
    assert stat.S_IMODE(file.stat().st_mode) == before, "there was nothing to upgrade: it was meant so"


def test_what_is_not_ours_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_ours(*_: object, **__: object) -> None:
        raise PermissionError

    file = tmp_path / "manyi.db"
    file.touch(0o644)
    monkeypatch.setattr(Path, "chmod", not_ours)
    private.tighten(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_where_it_cannot_be_made_it_is_out_of_reach(tmp_path: Path) -> None:
    engine = db.engine(f"sqlite:///{tmp_path}/folder/manyi.db")
    (tmp_path / "folder").rmdir()
    with pytest.raises(db.OutOfReach), db.reading(engine) as session:
        session.connection()
