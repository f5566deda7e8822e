"""Staff on duty are told at once of who may be in danger and, in quiet hours, of who asks for a person."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select

from storage import conversations, db
from storage.settings import Settings
from storage.tables import conversations as talks
from storage.tables import outbox, users
from tests.bot.talks import Someone

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Shanghai."""

NIGHT = NOW + timedelta(hours=13)


@pytest.fixture
def heard(engine: Engine) -> Callable[[], list[str]]:
    """What the one on duty, who sees it in a chat of their own, was told."""
    with db.writing(engine) as session:
        place = conversations.load(session, [("webchat", "staff")], NOW)["webchat", "staff"].id
        row = {"login": "b", "name": "b", "role": "handler", "password_hash": "", "created_at": NOW}
        session.execute(insert(users).values(**row, alert_to=place))

    def told() -> list[str]:
        query = select(outbox.c.payload).join(talks).where(talks.c.address == "staff")
        with db.reading(engine) as session:
            return [payload["text"] for payload in session.scalars(query.order_by(outbox.c.seq))]

    return told


def test_who_asks_for_a_person_at_night(engine: Engine, settings: Settings, heard) -> None:
    li = Someone(engine, settings, "webchat", "li", NIGHT).opens().says("可以", "人工", "人工")
    (told,) = heard()
    assert told.endswith(f"/talks/{li.row().id}")
    assert told.startswith("有顾客要找人")


def test_by_day_the_pages_show_it(engine: Engine, settings: Settings, heard) -> None:
    Someone(engine, settings, "webchat", "li", NOW).opens().says("可以", "人工")
    assert heard() == []


def test_who_may_be_in_danger_at_any_hour(engine: Engine, settings: Settings, heard) -> None:
    Someone(engine, settings, "webchat", "li", NOW).opens().says("可以", "我不想活了")
    (told,) = heard()
    assert told.startswith("有顾客可能有危险")
    assert "不想活" not in told


def test_staff_who_ask_for_a_person_in_the_very_chat_are_served_there(
    engine: Engine, settings: Settings, heard
) -> None:
    staff = Someone(engine, settings, "webchat", "staff", NIGHT).says("我要投诉", "可以", "人工")
    assert staff.row().waiting_for == "human"
    assert not [text for text in heard() if text.startswith("有顾客要找人")]
