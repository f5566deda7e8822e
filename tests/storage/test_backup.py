"""A backup holds everything while others write, says what it is, and comes back as it was or not at all."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from storage import backup, db, events, messages, one_time_keys, outbox, sealing, users
from storage.backup import Refused, postgres
from storage.conversations import Conversation
from storage.tables import counters, metadata, sealing_keys, survey_versions
from storage.tables import events as history
from storage.tables import files as evidence
from storage.tables import messages as kept
from tests.databases import ON_POSTGRESQL, ON_SQLITE, Cluster, Prepare
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.test_upgrading import third

Rows = dict[str, list[Any]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "manyi.backup"


@pytest.fixture(autouse=True)
def folder(file: Path) -> None:
    file.parent.mkdir()


@pytest.fixture
def elsewhere(kind: str, new_database: Callable[[Prepare], str], tmp_path: Path) -> str:
    """A database in which there is nothing yet."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/elsewhere/manyi.db"
    return new_database(nothing)


def nothing(_: str) -> None:
    """Leaves the database empty."""


@pytest.fixture
def filled(engine: Engine, talk: Conversation, staff: int, survey: int) -> Conversation:
    """Of all sorts: words, numbers, moments, JSON, bytes, nulls, history."""
    with db.writing(engine) as session:
        odd = "价格\t“偏高”\n\\N 🙂 \U0002070e"
        messages.record(session, [rows.message(talk, f"m{n}", n, NOW, text=odd) for n in range(1, 50)])
        messages.record(session, [rows.message(talk, "raw", 50, NOW, raw=bytes(range(256)))])
        outbox.put(session, [rows.saying(talk, n, NOW) for n in range(51, 100)])
        events.append(session, [events.event(NOW, "conversation", talk.id, "hold", "staff", user_id=staff)])
        photo = {"name": "裂.jpg", "kind": "image/jpeg", "size": 100_000, "content": os.urandom(100_000)}
        session.execute(insert(evidence), [{"conversation_id": talk.id, "received_at": NOW, **photo}])
    return talk


def everything(engine: Engine) -> Rows:
    """Every row of every table."""
    with db.reading(engine) as session:
        return {
            table.name: [
                tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
        }


def opened(url: str) -> Rows:
    engine = db.opened(url)
    try:
        return everything(engine)
    finally:
        engine.dispose()


def refused(do: Callable[..., object], *args: Any, **options: Any) -> str:
    with pytest.raises(Refused) as told:
        do(*args, **options)
    return told.value.code


class Writer:
    """Somebody who writes all the time, from another thread."""

    def __init__(self, engine: Engine, talk: Conversation) -> None:
        self._engine, self._talk = engine, talk
        self._stopping = threading.Event()
        self._once_more = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._write)
        self.written = 0
        self._thread.start()

    def wait_for(self, count: int) -> None:
        """Until so many more were kept."""
        for _ in range(count):
            assert self._once_more.acquire(timeout=60)

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._stopping.is_set():
            number = 100 + self.written
            with db.writing(self._engine) as session:
                messages.record(session, [rows.message(self._talk, f"w{number}", number, NOW)])
                happened = events.event(NOW, "conversation", self._talk.id, "wrote", "customer")
                events.append(session, [happened])
            self.written += 1
            self._once_more.release()


@pytest.fixture
def writer(engine: Engine, filled: Conversation) -> Iterator[Writer]:
    made = Writer(engine, filled)
    yield made
    made.stop()


def test_what_was_backed_up_comes_back_row_by_row(
    engine: Engine, url: str, filled: Conversation, file: Path, elsewhere: str
) -> None:
    before = everything(engine)
    backup.backup(url, file, NOW)
    backup.restore(elsewhere, file)
    assert opened(elsewhere) == before
    assert len(before["messages"]) == 50
    assert before["files"]
    assert before["survey_versions"]


def test_a_backup_is_one_moment_of_a_database_that_is_written_to(
    url: str, writer: Writer, file: Path, elsewhere: str
) -> None:
    writer.wait_for(20)
    before = writer.written
    backup.backup(url, file, NOW)
    after = writer.written
    writer.wait_for(1)
    backup.restore(elsewhere, file)
    there = opened(elsewhere)
    wrote = [event for event in there["events"] if "wrote" in event]
    assert before <= len(wrote) <= after + 1, "all that was committed before it began"
    assert len(wrote) == len(there["messages"]) - 50, "and of what was written meanwhile all or nothing"


def test_who_was_signed_in_is_not_any_more_and_no_key_lets_anybody_in(
    engine: Engine, url: str, staff: int, file: Path, elsewhere: str
) -> None:
    """They may have signed out since the backup."""
    with db.writing(engine) as session:
        whole, half = users.sign_in(session, staff, NOW), users.sign_in_half(session, staff, NOW)
        key, code = one_time_keys.give(session, staff, NOW), users.new_alert_code(session, staff, NOW)
        users.set_out(session, "away", users.Begun("enter", None, "/", NOW))
        assert one_time_keys.first(session, "a form", staff, NOW)
    backup.backup(url, file, NOW)
    backup.restore(elsewhere, file)
    there = db.opened(elsewhere)
    with db.writing(there) as session:
        assert users.session_user(session, whole.token, NOW) is None
        assert users.half_user(session, half.token, NOW) is None
        assert one_time_keys.use(session, key, NOW) is None
        assert not users.alert_code(session, code, "telegram:1", NOW)
        assert users.come_back(session, "away", NOW) is None
        assert not one_time_keys.first(session, "a form", staff, NOW), "what was sent is not done again"
    there.dispose()
    with db.reading(engine) as session:
        assert users.session_user(session, whole.token, NOW), "where it was taken, all goes on"


def test_a_restored_database_lives_on_and_still_keeps_its_history(
    url: str, filled: Conversation, file: Path, elsewhere: str
) -> None:
    backup.backup(url, file, NOW)
    backup.restore(elsewhere, file)
    engine = db.opened(elsewhere)
    with db.writing(engine) as session:
        messages.record(session, [rows.message(filled, "next", 100, NOW)])
        newest = session.scalar(select(func.max(kept.c.id)))
        assert newest == 51, "numbers go on where they were"
    for change in (
        update(history).values(trigger="nothing"),
        delete(history),
        update(survey_versions).values(source=""),
    ):
        with pytest.raises(DatabaseError), db.writing(engine) as session:
            session.execute(change)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.scalar(text("pragma journal_mode")) == "wal"
            assert connection.scalar(text("pragma user_version")) == 0
    engine.dispose()


def test_a_backup_says_what_it_is_and_is_nobody_elses_to_read(
    url: str, kind: str, filled: Conversation, file: Path
) -> None:
    now = datetime.now(UTC)
    told = backup.backup(url, file, now)
    assert backup.about(file) == told
    assert (told.kind, told.revision) == (kind, db.head())
    assert abs(told.at - now) < timedelta(minutes=1)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name], "one file"


def test_a_file_that_is_there_is_only_replaced_by_force(url: str, file: Path) -> None:
    file.write_text("要紧的东西")
    assert refused(backup.backup, url, file, NOW) == "exists"
    assert file.read_text() == "要紧的东西"
    backup.backup(url, file, NOW, force=True)
    assert backup.about(file).revision == db.head()


def test_nothing_is_no_backup(elsewhere: str, file: Path) -> None:
    assert refused(backup.backup, elsewhere, file, NOW) == "nothing"
    assert list(file.parent.iterdir()) == []


def test_a_folder_that_is_not_there(url: str, file: Path) -> None:
    assert refused(backup.backup, url, file.parent / "no" / "such.backup", NOW) == "not_written"


def test_a_database_with_something_in_it_is_only_replaced_by_force(
    engine: Engine, url: str, filled: Conversation, file: Path
) -> None:
    backup.backup(url, file, NOW)
    before = everything(engine)
    with db.writing(engine) as session:
        session.execute(insert(counters), [{"key": "after", "value": 1}])
        session.execute(text("create table of_a_later_version (id integer)"))
    after = everything(engine)
    engine.dispose()
    with pytest.raises(Refused) as told:  # held until the next try: the refused one has left the database
        backup.restore(url, file)
    assert told.value.code == "not_empty"
    assert opened(url) == after
    backup.restore(url, file, force=True)
    assert opened(url) == before
    with engine.connect() as connection:
        assert not engine.dialect.has_table(connection, "of_a_later_version")
    engine.dispose()


def test_a_database_that_somebody_has_open_is_left_alone(
    engine: Engine, url: str, filled: Conversation, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "GOING", 0.5)
    backup.backup(url, file, NOW)
    before = everything(engine)
    with engine.connect() as door:
        door.execute(text("select 1"))
        door.rollback()
        assert refused(backup.restore, url, file, force=True) == "in_use"
    assert everything(engine) == before


def test_an_idle_process_is_noticed_too(
    engine: Engine, url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "GOING", 0.5)
    backup.backup(url, file, NOW)
    everything(engine)  # its connection waits in the pool
    assert refused(backup.restore, url, file, force=True) == "in_use"


def test_a_backup_of_a_newer_version_is_refused(engine: Engine, url: str, file: Path, elsewhere: str) -> None:
    with db.writing(engine) as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    assert backup.backup(url, file, NOW).revision == "9999"
    assert refused(backup.restore, elsewhere, file) == "newer"


def test_a_backup_of_an_older_version_is_brought_to_this_one(
    kind: str, new_database: Callable[[Prepare], str], tmp_path: Path, file: Path, elsewhere: str
) -> None:
    old = f"sqlite:///{tmp_path}/old.db" if kind == "sqlite" else new_database(nothing)
    first_version(old)
    assert backup.backup(old, file, NOW).revision == db.REVISIONS[0]
    backup.restore(elsewhere, file)
    engine = db.opened(elsewhere)
    assert db.revision(engine) == db.head()
    with db.reading(engine) as session:
        assert session.scalar(text("select value from counters where key = 'old'")) == 7
    engine.dispose()


def first_version(url: str) -> None:
    """A database as the first version left it."""
    code = f"""
from alembic import command
from storage import db
real = command.upgrade
command.upgrade = lambda config, _: real(config, {db.REVISIONS[0]!r})
db.upgrade({url!r})
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    engine = db.engine(url)
    with db.writing(engine) as session:
        session.execute(text("insert into counters (key, value) values ('old', 7)"))
    engine.dispose()


@ON_POSTGRESQL
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_backup_that_was_not_copied_to_its_end_is_told_so(url: str, file: Path, kept: float) -> None:
    backup.backup(url, file, NOW)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * kept)])
    assert refused(backup.about, file) == "cut_off"


def test_a_damaged_backup_leaves_the_database_as_it_was(
    engine: Engine, url: str, filled: Conversation, file: Path
) -> None:
    backup.backup(url, file, NOW)
    before = everything(engine)
    engine.dispose()
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:40], b"", b"SQLite format 3\0", "不是备份".encode()):
        file.write_bytes(damaged)
        assert refused(backup.restore, url, file, force=True) in {"damaged", "not_backup", "cut_off"}
    file.unlink()
    assert refused(backup.restore, url, file, force=True) == "unreadable"
    assert opened(url) == before


def test_the_backup_of_a_damaged_database_does_not_take_the_place_of_a_good_one(
    tmp_path: Path, file: Path
) -> None:
    """SQLite copies pages without looking at them."""
    url = f"sqlite:///{tmp_path}/damaged.db"
    db.upgrade(url)
    good = backup.backup(url, file, NOW)
    whole = (tmp_path / "damaged.db").read_bytes()
    (tmp_path / "damaged.db").write_bytes(whole[:8192] + os.urandom(60_000) + whole[68_192:])
    assert refused(backup.backup, url, file, NOW, force=True) == "failed_check"
    assert backup.about(file) == good
    (tmp_path / "damaged.db").write_bytes(b"no database" * 1000)
    assert refused(backup.backup, url, file, NOW, force=True) == "tool_failed"
    assert backup.about(file) == good


def test_a_restore_that_breaks_off_half_way_changes_nothing(
    engine: Engine, url: str, kind: str, filled: Conversation, file: Path
) -> None:
    """As if the file were damaged after it has been checked."""
    backup.backup(url, file, NOW)
    before = everything(engine)
    where = engine.url
    engine.dispose()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises((Refused, DatabaseError)):
        backup.KINDS[kind].restore(where, file, force=True)
    assert opened(url) == before


@pytest.mark.postgresql
def test_what_the_tools_of_postgresql_refuse_is_told(
    cluster: Cluster, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The password reaches them through the environment, never on the command line."""
    cluster.create("secret")
    url = cluster.url("secret").replace("postgres@", "postgres:geheim@")
    db.upgrade(url)
    tool = tmp_path / "pg_dump"
    tool.write_text('#!/bin/sh\necho "refused: $* ${PGPASSWORD}." >&2\nexit 1\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(Refused) as told:
        backup.backup(url, file, NOW)
    assert told.value.code == "tool_failed"
    words = str(told.value.values["error"]).split()
    assert words[-1] == "geheim."
    assert "geheim" not in " ".join(words[:-1])
    assert list(file.parent.iterdir()) == []
    monkeypatch.setenv("PATH", "")
    assert refused(backup.backup, url, file, NOW) == "no_tool"
    cluster.drop("secret")


@pytest.mark.postgresql
def test_the_backup_of_another_kind_of_database_is_refused(
    url: str, kind: str, file: Path, cluster: Cluster, tmp_path: Path
) -> None:
    backup.backup(url, file, NOW)
    other = cluster.url("postgres") if kind == "sqlite" else f"sqlite:///{tmp_path}/other.db"
    assert refused(backup.restore, other, file) == "other_kind"


@ON_SQLITE
@pytest.mark.parametrize("force", [False, True])
def test_the_database_is_never_the_file_that_it_is_backed_up_into(
    engine: Engine, url: str, filled: Conversation, tmp_path: Path, force: bool
) -> None:
    before = everything(engine)
    engine.dispose()
    database = tmp_path / "manyi.db"
    (tmp_path / "linked").hardlink_to(database)
    (tmp_path / "pointing").symlink_to(database)
    beside = [database.with_name(f"{database.name}-{ending}") for ending in ("wal", "shm", "journal")]
    roundabout = tmp_path / "backups" / ".." / database.name
    for file in (database, tmp_path / "linked", tmp_path / "pointing", roundabout, *beside):
        assert refused(backup.backup, url, file, NOW, force) == "is_database", file
    assert opened(url) == before


def test_a_backup_says_under_which_key_it_was_sealed(engine: Engine, url: str, file: Path) -> None:
    with db.writing(engine) as session:
        session.execute(update(sealing_keys).values(proof="lost"))
        for _ in range(10):
            session.execute(insert(sealing_keys).values(proof="lost", begun_at=NOW))
    other = backup.backup(url, file, NOW)
    assert (other.proof, backup.opens(other)) == ("lost", False)
    with db.writing(engine) as session:
        db.take_key(session, NOW)
    ours = backup.backup(url, file, NOW, force=True)
    assert (ours.proof, backup.opens(ours)) == (sealing.proof(), True)


def test_a_backup_of_before_there_was_a_key_asks_for_none(
    new_database: Callable[[Prepare], str], file: Path
) -> None:
    found = backup.backup(new_database(third), file, NOW)
    assert (found.proof, backup.opens(found)) == ("", True)
