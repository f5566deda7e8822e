"""A real database for each test, and the few things most stories begin with."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from storage import conversations, db, definitions, surveys, users
from storage.conversations import Conversation

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning in Shanghai."""


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
