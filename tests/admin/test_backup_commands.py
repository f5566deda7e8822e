"""`manyi backup` and `manyi restore` as typed: what they say, and the one line where they can't."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import backup, db, definitions, sealing
from storage.settings import settings
from tests.admin.test_commands import as_before, typed, url  # noqa: F401 - fixtures
from tests.storage.test_upgrading import third


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "manyi.backup"


def test_a_backup_says_what_was_done(url: str, file: Path) -> None:  # noqa: F811
    status, said = typed("backup", str(file))
    assert status == 0
    assert f"已备份到 {file}" in said
    assert "kB，用时" in said
    assert f"SQLite，版本 {db.head()}" in said


def test_a_restore_says_what_was_done(
    url: str,  # noqa: F811
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed("backup", str(file))
    monkeypatch.setenv("MANYI_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.db")
    settings.cache_clear()
    status, said = typed("restore", str(file))
    assert status == 0
    assert f"已从 {file} 恢复" in said
    assert "所有人都要重新登录" in said
    assert db.revision(db.engine(settings().database_url)) == db.head()


@pytest.fixture
def other_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Path]]:
    """`move()`: from now on all is typed on another machine, which has a folder of its own and no key."""

    def forget() -> None:
        settings.cache_clear()
        for each in (sealing._key, sealing._cipher, sealing._siv):
            each.cache_clear()

    def move() -> Path:
        monkeypatch.setenv("MANYI_SEALING_KEY", "")
        monkeypatch.setenv("MANYI_DATA", str(tmp_path / "there"))
        monkeypatch.setenv("MANYI_DATABASE_URL", f"sqlite:///{tmp_path}/there/manyi.db")
        forget()
        return tmp_path / "there"

    yield move
    monkeypatch.undo()
    forget()


def test_without_the_key_of_the_backup_nothing_is_restored_and_it_is_said_where_to_put_it(
    url: str,  # noqa: F811
    file: Path,
    other_machine: Callable[[], Path],
) -> None:
    typed("backup", str(file))
    key = settings().sealing_key
    there = other_machine()
    status, said = typed("restore", str(file))
    assert (status, said.count("\n")) == (1, 1)
    assert f"sealing.key 拷到 {there}/sealing.key" in said
    assert list(there.iterdir()) == [], "no key is made, no database"
    assert typed("restore", str(file), "--force") == (1, said)
    (there / "sealing.key").write_text(key)
    status, said = typed("restore", str(file))
    assert (status, "启动：manyi serve" in said) == (0, True)
    assert (there / "sealing.key").read_text() == key
    db.opened(settings().database_url).dispose()


def test_under_another_key_what_is_there_stays(
    url: str,  # noqa: F811
    file: Path,
    other_machine: Callable[[], Path],
) -> None:
    typed("backup", str(file))
    there = other_machine()
    db.upgrade(settings().database_url)
    before = {each.name: each.read_bytes() for each in there.iterdir()}
    assert "sealing.key" in before, "this house has one of its own"
    status, said = typed("restore", str(file), "--force")
    assert (status, "另一把密钥" in said, "原来的先另存一份" in said) == (1, True, True)
    assert {each.name: each.read_bytes() for each in there.iterdir()} == before


def test_whose_key_is_lost_for_good_restores_all_the_same(
    url: str,  # noqa: F811
    file: Path,
    other_machine: Callable[[], Path],
) -> None:
    typed("backup", str(file))
    there = other_machine()
    status, said = typed("restore", str(file), "--without-key")
    assert (status, "manyi db new-key" in said) == (0, True)
    assert not (there / "sealing.key").exists()
    assert typed("db", "new-key", "--yes")[0] == 0
    db.opened(settings().database_url).dispose()
    assert typed("audit", "verify")[0] == 0


def test_what_is_refused_ends_in_a_line_that_says_what_to_do(url: str, file: Path) -> None:  # noqa: F811
    typed("backup", str(file))
    status, said = typed("backup", str(file))
    assert (status, said.count("\n")) == (1, 1)
    assert "--force" in said
    assert typed("backup", str(file), "--force")[0] == 0
    status, said = typed("restore", str(file))
    assert status == 1
    assert "已经有数据" in said
    status, said = typed("restore", str(file.with_name("no.such")))
    assert status == 1
    assert "读不了" in said


def test_a_running_house_is_noticed(url: str, file: Path) -> None:  # noqa: F811
    typed("backup", str(file))
    engine = db.engine(url)
    with engine.connect() as door:
        door.execute(text("select 1"))
        status, said = typed("restore", str(file), "--force")
    engine.dispose()
    assert status == 1
    assert "停止满意的全部进程" in said


def test_every_refusal_has_its_sentence() -> None:
    codes = set(definitions.texts().section("cli.backup.refused"))
    folder = Path(backup.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    assert codes == {word.partition('"')[0] for word in source.split('Refused("')[1:]}


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database of an older version that the commands find in their settings, with a folder of its own."""
    made = f"sqlite:///{tmp_path}/old.db"
    monkeypatch.setenv("MANYI_DATABASE_URL", made)
    monkeypatch.setenv("MANYI_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    third(made)
    return made


def test_an_upgrade_says_where_its_backup_is(old: str, tmp_path: Path) -> None:
    status, said = typed("db", "upgrade")
    (kept,) = (tmp_path / "data" / "backups").iterdir()
    assert status == 0
    assert f"升级前的备份：{kept}" in said
    status, said = typed("db", "upgrade")
    assert (status, "备份" in said) == (0, False)


def test_an_upgrade_without_its_backup_is_refused_unless_told(old: str, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    status, said = typed("db", "upgrade")
    assert (status, "--without-backup" in said, "数据库没有动" in said) == (1, True, True)
    assert db.revision(db.engine(old)) == "0003"
    assert typed("db", "upgrade", "--without-backup")[0] == 0
    assert db.revision(db.engine(old)) == db.head()
