"""The doctor: each finding in a line that says what to do next."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from admin import doctor
from admin.commands.doctor import line
from storage import backup, db, definitions, mails, rulings, surveys, users
from storage.backup import nightly
from storage.settings import Settings
from tests.databases import Cluster

NOW = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/manyi.db", data=tmp_path)


def found(settings: Settings) -> dict[str, str]:
    """Key -> grade of all findings; each has its words."""
    findings = list(doctor.examine(settings))
    assert all(line(finding.key, finding.values) for finding in findings)
    return {finding.key: finding.grade for finding in findings}


def test_an_empty_house_is_told_to_make_its_database(house: Settings) -> None:
    assert found(house)["database_empty"] == "bad"
    assert doctor.missing(house.database_url), "looking made nothing"


def test_a_new_database_lacks_a_survey_and_somebody_who_may_sign_in(house: Settings) -> None:
    db.upgrade(house.database_url)
    said = found(house)
    assert (said["database_ok"], said["survey_none"], said["users_none"]) == ("good", "bad", "bad")


def test_a_house_in_order_has_nothing_bad(house: Settings) -> None:
    db.upgrade(house.database_url)
    with db.writing(db.engine(house.database_url)) as session:
        source = (definitions.DATA / "surveys" / "satisfaction.toml").read_text("utf-8")
        surveys.import_(session, source, NOW)
        surveys.publish(session, "satisfaction", NOW)
        users.add(session, "wang", "王", "administrator", "correct horse", NOW)
    said = found(house)
    assert (said["survey_ok"], said["users_ok"]) == ("good", "good")
    assert "bad" not in said.values()


def test_a_survey_that_is_not_published_is_named(house: Settings) -> None:
    db.upgrade(house.database_url)
    asked = house.model_copy(update={"survey": "autumn"})
    assert found(asked)["survey_key_none"] == "bad"


def test_a_database_from_a_newer_version_is_left_alone(house: Settings) -> None:
    db.upgrade(house.database_url)
    with db.writing(db.engine(house.database_url)) as session:
        session.execute(text("update alembic_version set version_num = 'r9999'"))
    assert found(house)["database_newer"] == "bad"


def test_a_database_out_of_reach_is_told_in_one_line(house: Settings, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("这不是数据库" * 100)
    told = found(house.model_copy(update={"database_url": f"sqlite:///{tmp_path}/notes.txt"}))
    assert told["database_unreachable"] == "bad"


@pytest.mark.parametrize("url", ["oracle+none://wang:secret@host/manyi", "wang:secret"])
def test_a_kind_of_database_that_is_not_spoken_is_told(house: Settings, url: str) -> None:
    findings = list(doctor.examine(house.model_copy(update={"database_url": url})))
    (told,) = [line(each.key, each.values) for each in findings if each.key == "no_driver"]
    assert "sqlite" in told
    assert "postgresql" in told
    assert "secret" not in told


def test_mails_that_nobody_reads_are_told(house: Settings) -> None:
    """Staff have let one in since mail was switched off."""
    db.upgrade(house.database_url)
    with db.writing(db.engine(house.database_url)) as session:
        mails.keep(session, [mails.Arrived("1", b"From: <li@example.cn>", "li@example.cn", db.now(session))])
    assert found(house)["mails_wait"] == "bad"
    assert "mails_wait" not in found(house.model_copy(update={"lmtp": "unix:/tmp/x"}))


def test_a_port_in_use_is_worth_knowing(house: Settings) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        taken = house.model_copy(update={"bot_port": held.getsockname()[1]})
        assert found(taken)["port_taken"] == "note"


def test_a_port_that_nobody_listens_on_and_we_cannot_have_is_bad(house: Settings) -> None:
    elsewhere = found(house.model_copy(update={"bot_host": "192.0.2.4"}))
    assert elsewhere["port_closed"] == "bad"
    assert elsewhere["setting.host"] == "bad"


def test_settings_that_lead_nowhere_are_told(house: Settings) -> None:
    assert found(house.model_copy(update={"policy": "none"}))["setting.policy"] == "bad"


def test_a_calendar_that_is_kept_in_another_time_zone_is_told(house: Settings) -> None:
    """The weekly summary falls due by the one and is held back at night by the other."""
    db.upgrade(house.database_url)
    assert "zones_differ" not in found(house)
    assert found(house.model_copy(update={"timezone": "Asia/Tokyo"}))["zones_differ"] == "note"
    shipped = (definitions.DATA / "calendars" / "standard.toml").read_text("utf-8")
    with db.writing(db.engine(house.database_url)) as session:
        wang = users.add(session, "wang", "王", "administrator", "correct horse", NOW)
        there = shipped.replace('timezone = "Asia/Shanghai"', 'timezone = "America/Los_Angeles"')
        rulings.put(session, "calendar", there, wang, NOW)
    (told,) = (each for each in doctor.examine(house) if each.key == "zones_differ")
    assert "America/Los_Angeles，MANYI_TIMEZONE 是 Asia/Shanghai" in line(told.key, told.values)


def test_a_font_that_is_missing_is_told_with_how_to_get_it() -> None:
    finding = doctor.font(there=False)
    assert "fonts-noto-cjk" in line(finding.key, finding.values)


@pytest.fixture
def answering() -> Iterator[Callable[[bytes], str]]:
    """`answering(b"PONG\\0")`: where somebody answers so to whoever pings."""
    doors: list[socket.socket] = []

    def answer(line: socket.socket, says: bytes) -> None:
        with line.accept()[0] as asked:
            assert asked.recv(64) == b"zPING\0"
            asked.sendall(says)

    def begin(says: bytes) -> str:
        doors.append(socket.create_server(("127.0.0.1", 0)))
        threading.Thread(target=answer, args=(doors[-1], says), daemon=True).start()
        return f"127.0.0.1:{doors[-1].getsockname()[1]}"

    yield begin
    for door in doors:
        door.close()


def told_of_the_scanner(at: str) -> list[tuple[str, str]]:
    return [(each.grade, line(each.key, each.values)) for each in doctor.scanner(at)]


def test_without_a_virus_scanner_there_is_nothing_to_say() -> None:
    assert told_of_the_scanner("") == []


def test_a_virus_scanner_that_answers_is_fine(answering: Callable[[bytes], str]) -> None:
    at = answering(b"PONG\0")
    assert told_of_the_scanner(at) == [("good", f"查毒程序 {at} 可用")]


def test_what_answers_and_is_no_virus_scanner_is_bad(answering: Callable[[bytes], str]) -> None:
    ((grade, words),) = told_of_the_scanner(answering(b"HTTP/1.1 400 Bad Request\r\n\r\n\0"))
    assert (grade, "MANYI_CLAMD" in words) == ("bad", True)


@pytest.mark.parametrize("at", ["127.0.0.1:1", "unix:/nowhere/clamd.ctl", "clamd"])
def test_a_virus_scanner_out_of_reach_is_bad_and_what_to_do_is_told(house: Settings, at: str) -> None:
    ((grade, words),) = told_of_the_scanner(at)
    assert grade == "bad"
    assert "MANYI_CLAMD" in words
    assert found(house.model_copy(update={"clamd": at}))["scanner_unreachable"] == "bad"


@pytest.mark.postgresql
def test_postgresql_is_examined_like_any_other(house: Settings, cluster: Cluster) -> None:
    def told(url: str) -> dict[str, str]:
        return {
            each.key: line(each.key, each.values)
            for each in doctor.database(house.model_copy(update={"database_url": url}))
        }

    url = cluster.create("examined")
    assert "database_empty" in told(url)
    db.upgrade(url)
    assert told(url).keys() == {"database_ok", "sealing_ok", "survey_none", "users_none", "backup_none"}
    assert "createdb" in told(cluster.url("nowhere"))["database_missing"]
    out_of_reach = told("postgresql://wang:secret@127.0.0.1:1/manyi?password=secret")
    assert "secret" not in str(out_of_reach)
    assert "database_unreachable" in out_of_reach


@pytest.mark.postgresql
def test_a_wrong_password_is_told_and_no_password_is(house: Settings, cluster: Cluster) -> None:
    cluster.let_in("wang", "scram-sha-256")
    cluster.execute("create role wang login password 'right'")
    url = cluster.url("postgres").replace("postgres@", "wang:wrong-secret@")
    (told,) = doctor.database(house.model_copy(update={"database_url": url}))
    assert told.key == "database_password"
    assert "secret" not in line(told.key, told.values)


@pytest.mark.postgresql
def test_too_old_a_server_is_told(house: Settings, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "OLDEST_SERVER", 99)
    (told,) = doctor.database(house.model_copy(update={"database_url": cluster.url("postgres")}))
    assert told.key == "old_server"
    assert "99" in line(told.key, told.values)


def test_how_old_the_last_good_backup_is(house: Settings) -> None:
    db.upgrade(house.database_url)
    engine = db.engine(house.database_url)
    assert found(house)["backup_none"] == "note"
    assert found(house.model_copy(update={"backup_at": ""}))["backup_off"] == "note"
    with db.reading(engine) as session:
        now = db.now(session)
    nightly.take(engine, house, now - timedelta(days=1))
    assert found(house)["backup_ok"] == "good"
    (file,) = (house.data / "backups").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert found(house)["backup_gone"] == "bad", "nobody vouches for a part"
    file.write_bytes(whole)
    nightly.take(engine, house.model_copy(update={"data": Path("/dev/null")}), now)
    assert found(house)["backup_failed"] == "bad"
    with db.writing(engine) as session:
        session.execute(text("update options set at = '2026-01-01 00:00:00'"))
    assert found(house)["backup_old"] == "bad"


def test_a_backup_that_is_not_here_is_not_vouched_for(
    house: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two machines with a folder each, and one on which a backup was restored."""
    db.upgrade(house.database_url)
    engine = db.engine(house.database_url)
    with db.reading(engine) as session:
        now = db.now(session)
    nightly.take(engine, house, now)
    (file,) = (house.data / "backups").iterdir()
    here = socket.gethostname()
    other = house.model_copy(update={"data": house.data / "other"})
    with monkeypatch.context() as there:
        there.setattr(socket, "gethostname", lambda: "b")
        (told,) = (each for each in doctor.examine(other) if each.key == "backup_elsewhere")
        assert told.grade == "note"
        assert f"{here}:{file.name}" in line(told.key, told.values)
        assert found(house)["backup_ok"] == "good", "a folder that both see"
    assert found(other)["backup_gone"] == "bad"
    engine.dispose()
    elsewhere = other.model_copy(update={"database_url": f"sqlite:///{house.data}/restored.db"})
    backup.restore(elsewhere.database_url, file)
    assert found(elsewhere)["backup_none"] == "note"
