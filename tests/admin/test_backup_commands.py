"""`manyi backup` and `manyi restore` as typed: what they say, and the one line where they can't."""

from pathlib import Path

import pytest
from sqlalchemy import text

from storage import backup, db, definitions
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
    assert db.revision(db.engine(settings().database_url)) == db.head()


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
