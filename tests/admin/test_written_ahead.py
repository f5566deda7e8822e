"""What was erased is in none of the files: neither in the database nor in what SQLite writes ahead of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Engine, text

from admin import clock
from storage import db, written_ahead
from storage.conversations import Conversation
from storage.ticking import Clock
from tests.databases import ON_POSTGRESQL, ON_SQLITE
from tests.storage.conftest import staff, survey, talk  # noqa: F401 - fixtures
from tests.storage.test_erasing import MARK, forgets, live, mark

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


def goes_round(engine: Engine, data: Path) -> None:
    """The clock of the worker, once."""
    Clock(engine, clock.lease(engine), list, clock.tasks(data)).round(0.0)


def ahead(engine: Engine) -> Path:
    """The file that SQLite writes ahead."""
    return Path(f"{engine.url.database}-wal")


def planted(folder: Path) -> set[str]:
    """The files in which the words stand, as they are or as JSON writes them."""
    forms = (MARK.encode(), MARK.encode("unicode_escape"))
    read = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {file.name for file, content in read.items() if any(form in content for form in forms)}


@ON_SQLITE
def test_after_a_minute_no_file_holds_a_word_of_who_was_erased(
    engine: Engine,
    talk: Conversation,  # noqa: F811
    survey: int,  # noqa: F811
    staff: int,  # noqa: F811
    tmp_path: Path,
) -> None:
    request = live(engine, talk, survey, staff)
    mark(engine, talk)
    goes_round(engine, tmp_path)
    assert planted(tmp_path) == {Path(engine.url.database or "").name}, "they stand in the database alone"
    mark(engine, talk)
    forgets(engine, request, staff)
    assert ahead(engine).name in planted(tmp_path)
    goes_round(engine, tmp_path)
    assert planted(tmp_path) == set()
    assert Path(engine.url.database or "") in tmp_path.rglob("*"), "it was looked for where it is"


@ON_SQLITE
def test_who_reads_what_was_before_only_delays_it(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written_ahead, "PATIENCE", 0.01)
    with db.writing(engine) as session:
        session.execute(text("insert into counters (key, value) values ('n', 1)"))
    with db.reading(engine) as reader, structlog.testing.capture_logs() as told:
        assert reader.scalar(text("select value from counters where key = 'n'")) == 1
        with db.writing(engine) as session:
            session.execute(text("update counters set value = 2 where key = 'n'"))
        assert written_ahead.cut_off(engine, NOW) == 0
        assert ahead(engine).stat().st_size, "it is there for them"
        assert reader.scalar(text("select value from counters where key = 'n'")) == 1
        with db.writing(engine) as session:
            session.execute(text("update counters set value = 3 where key = 'n'"))
    assert [each["log_level"] for each in told] == ["info"]
    written_ahead.cut_off(engine, NOW)
    assert not ahead(engine).stat().st_size
    with db.reading(engine) as session:
        assert session.scalar(text("select value from counters where key = 'n'")) == 3


@ON_SQLITE
def test_where_nothing_was_written_nothing_is_done(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    written_ahead.cut_off(engine, NOW)
    monkeypatch.delattr(written_ahead, "sqlite3")
    assert written_ahead.cut_off(engine, NOW) == 0


@ON_POSTGRESQL
def test_a_server_sees_to_it_itself(engine: Engine) -> None:
    assert written_ahead.cut_off(engine, NOW) == 0
