"""Several messages taken in one batch: each is said to what was said before it, before that is written."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.ledger.complaints import Overtaken
from bot.message import Inbound
from bot.performing import take_batch
from storage import complaints, db, messages, users
from storage.tables import complaints as complaints_table

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
WORDS = ("你好", "可以", "停止", "投诉", "柜子门板裂了一道口子", "跳过", "跳过", "跳过", "跳过", "提交")


@pytest.fixture
def key(engine, settings):
    """An answered complaint of a customer who was asked what they say to it."""
    for number, words in enumerate(WORDS):
        take(engine, settings, number, words)
    with db.writing(engine) as session:
        staff = users.add(session, "li", "李工", "handler", "correct horse battery", NOW)
        found = session.scalar(select(complaints_table.c.id))
        complaints.answer(session, found, staff, "已经换了新的。", NOW + timedelta(minutes=15))
    return found


def take(engine, settings, number, *texts):
    at = NOW + timedelta(minutes=number)
    came = [Inbound("webchat", "li", f"m{number}.{i}", "text", at, words) for i, words in enumerate(texts)]
    with db.writing(engine) as session:
        take_batch(session, came, at, settings)


def state(engine, key):
    with db.reading(engine) as session:
        return complaints.one(session, key).state


def test_a_no_after_something_else_was_asked_refuses_nothing(engine, settings, key):
    take(engine, settings, 20, "服务承诺", "没有")
    assert state(engine, key) == "answered"


def test_a_no_to_what_was_asked_last_refuses(engine, settings, key):
    take(engine, settings, 20, "没有")
    assert state(engine, key) == "refused"


def test_what_staff_moved_on_meanwhile_is_not_moved_by_the_customer(engine, settings, key, monkeypatch):
    """Between reading and writing, as another process can: nothing of the batch is kept, it is taken anew."""
    real = messages.record

    def record(session, rows):
        closed = {"outcome": "unopposed"}
        complaints.move(session, key, "close", "staff", 1, NOW + timedelta(minutes=16), given=closed)
        real(session, rows)

    monkeypatch.setattr(messages, "record", record)
    with pytest.raises(Overtaken):
        take(engine, settings, 20, "接受")
    assert state(engine, key) == "answered"
