"""The last seal, noted outside the database: what is cut off at the end of the history is found."""

import os
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text
from structlog.testing import capture_logs

from admin.seals import follow, seal
from admin.worker import Worker
from storage import db, seals
from storage.seals import Noted, making
from storage.seals.noting import file_of
from tests.databases import Copies
from tests.storage.conftest import NOW
from tests.storage.test_seals import MINUTE, happen, unguard, verified
from tests.storage.test_settled import settle

SPELT = [
    ("postgresql://localhost/m", "postgresql://u:p@localhost:5432/m?sslmode=require", True),
    ("postgresql:///m?host=/run/a", "postgresql://u@/m?host=/run/a&port=5432", True),
    ("postgresql:///m?host=/run/a", "postgresql:///m?host=/run/b", False),
    ("postgresql://localhost/m", "postgresql://localhost/n", False),
    ("postgresql://localhost/m", "postgresql://localhost:5433/m", False),
    ("sqlite:///m.db", f"sqlite:///{Path.cwd()}/./m.db", True),
    ("sqlite:///m.db", "sqlite:///n.db", False),
]


@pytest.mark.parametrize(("one", "other", "same"), SPELT)
def test_a_database_has_one_file_whichever_way_its_url_is_spelt(one: str, other: str, same: bool) -> None:
    first, second = (file_of(make_url(each), Path("data")) for each in (one, other))
    assert (first == second) is same


def look(engine: Engine, data: Path) -> Noted:
    with db.reading(engine) as session:
        return seals.look(session, data)


def goes_on(engine: Engine, data: Path, at: datetime = NOW) -> None:
    """Something happens, and the clock seals it."""
    with db.writing(engine) as session:
        happen(session, 3)
    settle(engine)
    seal(data, engine, at)


def cut_off(engine: Engine) -> None:
    """The newest events with their seals: what is left is whole."""
    with db.writing(engine) as session:
        for name in ("events", "seals"):
            unguard(session, name)
        session.execute(text("delete from events where id > 3"))
        session.execute(text("delete from seals where id > 1"))


@pytest.fixture
def noted(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Six events under two seals, the second noted in the folder."""
    monkeypatch.setattr(making, "PORTION", 3)
    for _ in range(2):
        goes_on(engine, tmp_path)
    return engine


def test_each_seal_is_noted_for_its_owner_alone(noted: Engine, tmp_path: Path) -> None:
    found = look(noted, tmp_path)
    assert (found.how, found.number) == ("held", 2)
    with db.reading(noted) as session:
        last = seals.last(session)
    assert last
    assert found.file.read_text() == f"2:{last.noted}\n"
    assert os.name == "nt" or found.file.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir() if "last-seal" in file.name] == [found.file.name]


def test_a_note_that_lags_behind_is_held(noted: Engine, tmp_path: Path) -> None:
    """The process died before it was noted, or another machine sealed."""
    goes_on(noted, tmp_path / "another machine")
    assert look(noted, tmp_path)[::2] == ("held", 2)
    goes_on(noted, tmp_path)
    assert look(noted, tmp_path)[::2] == ("held", 4)
    assert look(noted, tmp_path / "another machine")[::2] == ("held", 3)


def test_what_is_cut_off_at_the_end_is_found_and_stays_so(noted: Engine, tmp_path: Path) -> None:
    cut_off(noted)
    assert verified(noted).broken is None, "the chain itself shows nothing"
    assert look(noted, tmp_path)[::2] == ("gone", 2)
    with capture_logs() as logs:
        goes_on(noted, tmp_path, NOW + MINUTE)
    assert "error" in {line["log_level"] for line in logs}
    assert verified(noted)[:2] == (2, 6), "it is sealed on"
    assert look(noted, tmp_path)[::2] == ("gone", 2), "and what was noted is not wiped out by that"


def test_where_nothing_is_noted_yet_the_next_seal_is(noted: Engine, tmp_path: Path) -> None:
    elsewhere = tmp_path / "new" / "folder"
    assert look(noted, elsewhere)[::2] == ("none", 0)
    goes_on(noted, elsewhere)
    assert look(noted, elsewhere)[::2] == ("held", 3)


@pytest.mark.parametrize("content", [b"", b"2", b"2:xyz\n", b"0:0123456789abcdef\n", b"\xff\xfe", b"2:" * 99])
def test_what_is_no_seal_is_told_and_left_as_it_is(noted: Engine, tmp_path: Path, content: bytes) -> None:
    file = look(noted, tmp_path).file
    file.write_bytes(content)
    goes_on(noted, tmp_path)
    assert look(noted, tmp_path)[::2] == ("unreadable", 0)
    assert file.read_bytes() == content


def test_where_nothing_can_be_noted_the_history_is_sealed_all_the_same(noted: Engine, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.symlink_to(tmp_path / "not there")
    with capture_logs() as logs:
        goes_on(noted, nowhere)
    assert verified(noted)[:2] == (3, 9)
    (told,) = [line for line in logs if line["log_level"] == "warning"]
    assert str(tmp_path) not in str(told.items() - {("where", told["where"])})
    assert look(noted, nowhere).how == "none"


def test_a_restored_backup_is_noted_anew(noted: Engine, tmp_path: Path) -> None:
    cut_off(noted)
    with db.reading(noted) as session:
        seals.anew(session, tmp_path)
    assert look(noted, tmp_path)[::2] == ("held", 1)
    with db.writing(noted) as session:
        session.execute(text("delete from seals"))
        seals.anew(session, tmp_path)
    assert look(noted, tmp_path)[::2] == ("none", 0)


def test_a_machine_that_does_not_seal_notes_the_last_one_too(noted: Engine, tmp_path: Path) -> None:
    """The note is a file of each machine's, the clock that seals is one for all."""
    there = tmp_path / "another machine"
    other = Worker(noted, there)
    other.round()
    assert look(noted, there)[::2] == ("held", 2)
    goes_on(noted, tmp_path)
    other.round()
    assert look(noted, there)[::2] == ("held", 2), "once a minute is often enough"
    Worker(noted, there).round()
    assert look(noted, there)[::2] == ("held", 3)


def test_a_machine_that_does_not_seal_leaves_the_trace_of_a_cut_too(noted: Engine, tmp_path: Path) -> None:
    follow(tmp_path / "there", noted)
    cut_off(noted)
    for _ in range(2):
        with capture_logs() as logs:
            follow(tmp_path / "there", noted)
        assert "error" in {line["log_level"] for line in logs}
        assert look(noted, tmp_path / "there")[::2] == ("gone", 2)
        goes_on(noted, tmp_path, NOW + MINUTE)


def test_each_database_has_its_own_note(noted: Engine, tmp_path: Path, copies: Copies) -> None:
    """A backup that is tried out, the demo."""
    (tmp_path / "beside").mkdir()
    beside = db.engine(copies.make("sqlite", db.upgrade, tmp_path / "beside"))
    assert look(beside, tmp_path).how == "none"
    goes_on(beside, tmp_path)
    assert look(beside, tmp_path)[::2] == ("held", 1)
    assert look(noted, tmp_path)[::2] == ("held", 2)
    beside.dispose()
