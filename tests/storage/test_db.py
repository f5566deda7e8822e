"""What the database itself promises."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, MetaData, Table, delete, select, text, update
from sqlalchemy.exc import DatabaseError

from storage import db, events
from storage.tables import consents, counters, metadata, survey_versions
from storage.tables import events as history
from storage.tables.columns import Json
from tests.databases import ON_SQLITE
from tests.storage.conftest import NOW


def test_migrations_make_the_tables_that_the_code_knows(engine: Engine) -> None:
    """But for the words of the search: an FTS5 table with others beside it, or a tsvector."""
    ours = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("search_words")}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), metadata) == []
    assert db.revision(engine) == db.head()


def test_the_migrations_are_those_that_the_code_names() -> None:
    found = ScriptDirectory("storage/migrations").walk_revisions()
    assert tuple(script.revision for script in found)[::-1] == db.REVISIONS


def test_only_who_upgrades_loads_alembic() -> None:
    code = "import sys, bot.__main__, admin.web, admin.worker; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("value", [85, 0, -3.5, 1e300, True, None, "85", "", [1, "b"], {"a": 1}])
def test_json_comes_back_as_it_was_kept(engine: Engine, value: object) -> None:
    with engine.begin() as connection:
        kept = Table("kept", MetaData(), Column("value", Json))
        kept.create(connection)
        connection.execute(kept.insert(), {"value": value})
        assert connection.scalar(select(kept.c.value)) == value


def test_an_error_quotes_nobody(engine: Engine, survey: int) -> None:
    with pytest.raises(DatabaseError) as failed, db.writing(engine) as session:
        session.execute(update(survey_versions).values(source="我的手机号"))
    assert "手机号" not in str(failed.value)


def test_upgrading_twice_changes_nothing_and_makes_the_folder(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/folder/manyi.db"
    db.upgrade(url)
    db.upgrade(url)
    assert db.revision(db.engine(url)) == db.head()


def test_a_database_from_a_newer_version_is_refused_and_left_as_it_is(engine: Engine, url: str) -> None:
    with db.writing(engine) as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(db.NewerDatabase, match="9999"):
        db.upgrade(url)
    assert db.revision(engine) == "9999"


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("sqlite", {"pragma journal_mode": "wal", "pragma synchronous": 2}),
        pytest.param(
            "postgresql",
            {"show synchronous_commit": "on", "show fsync": "on", "show time zone": "UTC"},
            marks=pytest.mark.postgresql,
        ),
    ],
)
def test_what_is_committed_survives_a_power_cut(engine: Engine, wanted: dict[str, object]) -> None:
    with engine.connect() as connection:
        assert {asked: connection.scalar(text(asked)) for asked in wanted} == wanted


@ON_SQLITE
def test_two_writers_lose_no_update(engine: Engine) -> None:
    with db.writing(engine) as session:
        session.execute(counters.insert().values(key="n", value=0))

    def count() -> None:
        for _ in range(40):
            with db.writing(engine) as session:
                value = session.scalars(select(counters.c.value).with_for_update()).one()
                session.execute(update(counters).values(value=value + 1))

    writers = [threading.Thread(target=count) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with db.reading(engine) as session:
        assert session.scalars(select(counters.c.value)).one() == 160


def test_a_reader_waits_for_no_writer_and_sees_one_moment(engine: Engine) -> None:
    with db.reading(engine) as reader:
        assert reader.scalars(select(counters.c.key)).all() == []
        with db.writing(engine) as writer:
            writer.execute(counters.insert().values(key="n", value=0))
        assert reader.scalars(select(counters.c.key)).all() == []
    with db.reading(engine) as reader:
        assert reader.scalars(select(counters.c.key)).all() == ["n"]


def test_what_fails_is_rolled_back(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), db.writing(engine) as session:
        session.execute(counters.insert().values(key="n", value=1 // 0))
    with db.reading(engine) as session:
        assert session.scalars(select(counters.c.key)).all() == []


@pytest.mark.parametrize("change", [update(history).values(actor="nobody"), delete(history)])
def test_history_cannot_be_changed(engine: Engine, change: object) -> None:
    with db.writing(engine) as session:
        row = events.event(NOW, "complaint", 7, "close", "staff")
        events.append(session, [row])
    with pytest.raises(DatabaseError, match="append-only"), db.writing(engine) as session:
        session.execute(change)  # type: ignore[call-overload]
    with db.reading(engine) as session:
        (event,) = events.of(session, "complaint", 7)
    assert (event["actor"], event["at"]) == ("staff", NOW)


def test_a_published_survey_version_never_changes(engine: Engine, survey: int) -> None:
    with pytest.raises(DatabaseError, match="never changes"), db.writing(engine) as session:
        session.execute(update(survey_versions).values(definition={}))
    with db.writing(engine) as session:
        session.execute(update(survey_versions).values(state="retired"))


def test_a_row_may_not_refer_to_nothing(engine: Engine) -> None:
    row = {"conversation_id": 9, "version": "1", "given": True, "at": NOW}
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"), db.writing(engine) as session:
        session.execute(consents.insert(), [row])
