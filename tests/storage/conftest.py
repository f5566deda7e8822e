"""A real database file for each test, and the few things most stories begin with."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import conversations, db, definitions, surveys, users
from storage.conversations import Conversation

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning in Shanghai."""


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "manyi.db"
    db.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def url(empty: Path, tmp_path: Path) -> str:
    """A database of this test's own."""
    shutil.copy(empty, tmp_path / "manyi.db")
    return f"sqlite:///{tmp_path / 'manyi.db'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = db.engine(url)
    yield made
    made.dispose()


@pytest.fixture
def talk(engine: Engine) -> Conversation:
    """A customer who has come to the web chat."""
    with db.writing(engine) as session:
        return conversations.load(session, [("webchat", "a")], NOW)["webchat", "a"]


@pytest.fixture
def staff(engine: Engine) -> int:
    """A member of staff."""
    with db.writing(engine) as session:
        return users.add(session, "li", "李工", "handler", "correct horse battery", NOW)


@pytest.fixture
def survey(engine: Engine) -> int:
    """The published version of the survey that ships."""
    source = (definitions.DATA / "surveys" / "satisfaction.toml").read_text("utf-8")
    with db.writing(engine) as session:
        surveys.import_(session, source, NOW)
        return surveys.publish(session, "satisfaction", NOW)
