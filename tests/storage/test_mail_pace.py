"""How many mails were sent in this hour: counted by all together, and only what was sent."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from storage import db, mail_pace
from storage.tables import counters

NOW = datetime(2026, 11, 20, 2, 15, 7, tzinfo=UTC)
LIMITS = {mail_pace.MINUTE: 5, mail_pace.HOUR: 2}


def counted(engine) -> dict[str, int]:
    with db.reading(engine) as session:
        rows = session.execute(select(counters.c.key, counters.c.value).where(counters.c.key.like("mails.%")))
        return {row.key.split(".")[1]: row.value for row in rows}


def count(engine, at) -> float:
    with db.writing(engine) as session:
        db.now(session)  # as whoever sends does: the transaction has begun
        return mail_pace.count(session, LIMITS, at)


def test_what_no_limit_allows_does_not_count(engine):
    waits = [count(engine, NOW) for _ in range(5)]
    assert [wait > 0 for wait in waits] == [False, False, True, True, True]
    assert set(waits[2:]) == {3600 - int(NOW.timestamp()) % 3600}
    assert counted(engine) == {"60": 2, "3600": 2}


def test_what_was_not_sent_after_all_is_given_back(engine):
    for _ in range(2):
        count(engine, NOW)
    with db.writing(engine) as session:
        mail_pace.give_back(session, LIMITS, NOW)
    assert counted(engine) == {"60": 1, "3600": 1}
    assert count(engine, NOW) == 0


def test_what_comes_back_when_its_hour_is_over_changes_nothing(engine):
    count(engine, NOW)
    count(engine, NOW + timedelta(hours=1))
    with db.writing(engine) as session:
        mail_pace.give_back(session, LIMITS, NOW)
    assert counted(engine) == {"60": 1, "3600": 1}
