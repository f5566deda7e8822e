"""`manyi audit verify` as typed; what doctor and a restore say of the history."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from admin import doctor, doctor_history
from admin.seals import seal
from storage import db, events, sealing, seals, settled
from storage.backup.replacing import BESIDE, beside
from storage.settings import settings
from storage.tables import events as table
from storage.tables import seals as seals_table
from tests.admin.test_commands import as_before, typed, url  # noqa: F401 - fixtures

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


@pytest.fixture
def sealed(url: str) -> str:  # noqa: F811
    engine = db.engine(url)
    with db.writing(engine) as session:
        events.append(session, [events.event(NOW, "user", 1, "sign_in", "staff", user_id=1)])
        seals.seal_up(session, settled.newest(session, table), NOW)
    engine.dispose()
    return url


def tamper(url: str) -> None:  # noqa: F811
    with db.writing(db.engine(url)) as session:
        session.execute(text("drop trigger events_unchanged"))
        session.execute(text("update events set user_id = 2"))


def restored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    file = str(tmp_path / "a.backup")
    typed("backup", file)
    monkeypatch.setenv("MANYI_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.db")
    settings.cache_clear()
    return typed("restore", file)


def test_before_the_first_seal_nothing_is_wrong(url: str) -> None:  # noqa: F811
    status, said = typed("audit", "verify")
    assert (status, "还没有封条" in said) == (0, True)


def test_a_whole_history_is_told_with_what_to_note(sealed: str) -> None:
    status, said = typed("audit", "verify")
    assert (status, "操作历史完好：1 道封条，1 条记录" in said.replace("\n", "")) == (0, True)
    with db.reading(db.engine(sealed)) as session:
        last = seals.verify(session).last
    assert last
    assert typed("audit", "verify", "--noted", f"{last[0]}:{last[1]}")[0] == 0
    for other in ("2:" + last[1], "1:" + "0" * 16, "1", "x:y", "９:y"):
        status, said = typed("audit", "verify", "--noted", other)
        assert (status, "链上没有记下的那道封条" in said) == (1, True)


def test_a_changed_history_is_told_with_where(
    sealed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper(sealed)
    status, said = typed("audit", "verify")
    assert (status, "1 号封条对不上（记录 1 到 1）" in said) == (1, True)
    found = {each.key: each.grade for each in doctor.database(settings())}
    assert found["history_broken"] == "bad"
    status, said = restored(tmp_path, monkeypatch)
    assert (status, "已从" in said, "1 号封条对不上" in said) == (1, True, True)


def test_triggers_that_were_dropped_are_named(sealed: str) -> None:
    with db.writing(db.engine(sealed)) as session:
        session.execute(text("drop trigger events_unchanged"))
    status, said = typed("audit", "verify")
    assert (status, "完好" in said, "events_unchanged" in said.replace("\n", "")) == (1, True, True)
    assert "history_unguarded" in {each.key for each in doctor.database(settings())}


def test_what_is_under_a_lost_key_is_told_and_no_fault(sealed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_key", lambda use: b"another" + use.encode())
    status, said = typed("db", "new-key", keys="y\n")
    assert (status, "封条" in said) == (0, True)
    status, said = typed("audit", "verify")
    assert (status, "其中 1 道是用已经丢失的密钥封的" in said.replace("\n", "")) == (0, True)
    assert "history_lost" in {each.key for each in doctor.database(settings())}


def test_doctor_and_a_restore_say_that_it_is_whole(
    sealed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "history_whole" in {each.key for each in doctor.database(settings())}
    status, said = restored(tmp_path, monkeypatch)
    assert (status, "操作历史完好" in said) == (0, True)


def happens(url: str) -> None:  # noqa: F811
    """Somebody signs in, and the clock seals it."""
    engine = db.engine(url)
    with db.writing(engine) as session:
        events.append(session, [events.event(NOW, "user", 1, "sign_in", "staff", user_id=1)])
    seal(settings().data, engine, NOW)
    engine.dispose()


def verified() -> tuple[int, str]:
    status, said = typed("audit", "verify")
    return status, said.replace("\n", "")


def test_numbers_that_a_crash_left_out_before_are_explained(sealed: str) -> None:
    engine = db.engine(sealed)
    with db.writing(engine) as session:
        events.append(session, [events.event(NOW, "user", 1, "sign_in", "staff", user_id=1)])
        found = seals.next_seal(session, settled.newest(session, table), NOW)
        assert found
        session.execute(insert(seals_table).values(id=75, **found._asdict()))
    engine.dispose()
    status, said = verified()
    assert (status, "2 道封条" in said, "号有 73 个空着" in said) == (0, True, True)
    assert {each.key: each.grade for each in doctor.database(settings())}["history_gaps"] == "good"


def note() -> Path:
    (file,) = settings().data.glob("last-seal.*")
    return file


def test_where_no_seal_is_noted_yet_it_is_said_calmly(sealed: str) -> None:
    status, said = verified()
    assert (status, "一分钟内会记下" in said) == (0, True)
    assert {each.key: each.grade for each in doctor.database(settings())}["history_end_none"] == "note"
    happens(sealed)
    status, said = verified()
    assert (status, "2 号封条在链上" in said) == (0, True)
    assert {each.key: each.grade for each in doctor.database(settings())}["history_end_held"] == "good"


def test_a_history_that_is_cut_off_at_its_end_is_told(sealed: str) -> None:
    happens(sealed)
    with db.writing(db.engine(sealed)) as session:
        for name in ("events", "seals"):
            kept = session.scalar(text(f"select sql from sqlite_master where name = '{name}_kept'"))
            session.execute(text(f"drop trigger {name}_kept"))
            session.execute(text(f"delete from {name} where id = 2"))
            session.execute(text(kept))
    status, said = verified()
    assert (status, said.startswith("留下来的部分对得上：1 道封条")) == (1, True)
    assert ("完好" in said, "2 号封条不在链上" in said) == (False, True)
    found = {each.key: each.grade for each in doctor.database(settings())}
    assert (found["history_so_far"], found["history_end_gone"]) == ("good", "bad")
    assert "history_whole" not in found
    note().unlink()
    assert verified()[0] == 0, "who has the data folder says that it is as it should be"


def test_what_is_no_seal_is_told_with_what_to_do(sealed: str) -> None:
    happens(sealed)
    note().write_text("?")
    status, said = verified()
    assert (status, "--noted" in said) == (1, True)
    assert {each.key: each.grade for each in doctor.database(settings())}["history_end_unreadable"] == "bad"


def test_a_note_that_stays_far_behind_is_worth_a_look(sealed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    happens(sealed)
    monkeypatch.setattr(doctor_history, "BEHIND", 1)
    for _ in range(2):
        with db.writing(db.engine(sealed)) as session:
            events.append(session, [events.event(NOW, "user", 1, "sign_in", "staff", user_id=1)])
            seals.seal_up(session, settled.newest(session, table), NOW)
    assert {each.key: each.grade for each in doctor.database(settings())}["history_end_behind"] == "note"


def test_a_restore_is_no_alarm_and_a_database_put_back_by_hand_is(sealed: str, tmp_path: Path) -> None:
    happens(sealed)
    typed("backup", str(tmp_path / "a.backup"))
    happens(sealed)
    status, said = typed("restore", str(tmp_path / "a.backup"), "--force")
    assert (status, "2 号封条在链上" in said.replace("\n", "")) == (0, True)
    with db.reading(db.engine(sealed)) as session:
        assert events.of(session, "database", 0)[-1]["trigger"] == "restore"
    happens(sealed)
    assert verified()[0] == 0
    database = Path(sealed.removeprefix("sqlite:///"))
    for ending in BESIDE:
        beside(database, ending).unlink(missing_ok=True)
    (tmp_path / "a.backup").replace(database)
    status, said = verified()
    assert (status, "请用 manyi restore 恢复" in said) == (1, True)
