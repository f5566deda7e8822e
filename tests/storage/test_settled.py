"""A table is settled up to where no row can be committed any more, however late and of whatever day it is."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import db, events, numbers, settled
from storage.records import KINDS, Asked, listing
from storage.search.sources import SOURCES
from storage.settled import Settling
from storage.tables import events as table
from storage.tables import messages
from tests.databases import ON_POSTGRESQL
from tests.storage.conftest import NOW


def settle(engine: Engine) -> None:
    """What the clock does every few seconds."""
    Settling()(engine, NOW)


def happen(session: Session, key: int, days_ago: int = 0) -> None:
    told = events.event(NOW - timedelta(days=days_ago), "department", key, "make", "staff")
    events.append(session, [told])


def upto(engine: Engine) -> int:
    with db.reading(engine) as session:
        return settled.upto(session, table)


def told(engine: Engine, after: int) -> list[int]:
    """Who follows the events reads on behind this one."""
    with db.reading(engine) as session:
        return [each["id"] for each in listing(session, KINDS["events"], Asked(after=after), 9)]


def test_what_stands_there_is_settled_whatever_day_it_is_of(engine: Engine) -> None:
    with db.writing(engine) as session:
        for key, days_ago in enumerate((0, 365, 0), start=1):
            happen(session, key, days_ago)
    settle(engine)
    assert told(engine, 0) == [1, 2, 3]


@ON_POSTGRESQL
def test_what_is_committed_late_is_missed_by_nobody(engine: Engine) -> None:
    """Another has been given the first id, and is still writing when the second is there to see."""
    clock = Settling()
    with db.writing(engine) as late:
        happen(late, 1)
        late.flush()
        for key, days_ago in ((2, 30), (3, 0)):
            with db.writing(engine) as session:
                happen(session, key, days_ago)
            clock(engine, NOW)
        assert (upto(engine), told(engine, 0)) == (0, [])
        with db.writing(engine) as session:
            happen(session, 4)
    assert told(engine, 0) == []
    with db.writing(engine) as other:
        happen(other, 5)
        other.flush()
        clock(engine, NOW)
        assert told(engine, 0) == [1, 2], "all who wrote when the second was noted have ended"
    clock(engine, NOW)
    assert told(engine, 2) == [3, 4, 5]


@ON_POSTGRESQL
def test_a_number_that_was_taken_and_not_used_yet_counts(engine: Engine) -> None:
    with db.writing(engine) as late:
        assert list(numbers.take(late, "messages", 1)) == [1]
        with db.reading(engine) as session:
            assert settled._holders(session, messages)
            assert not settled._holders(session, table)
    with db.reading(engine) as session:
        assert not settled._holders(session, messages)


@ON_POSTGRESQL
def test_a_mark_never_goes_back(engine: Engine) -> None:
    with db.writing(engine) as session:
        happen(session, 1)
        settled._keep(session, {table: 7})
        settled._keep(session, {table: 3})
    assert upto(engine) == 7


def test_postgresql_says_who_still_writes(engine: Engine) -> None:
    with db.reading(engine) as other:
        assert settled.writing_since(other) is None
    if engine.dialect.name == "sqlite":
        return
    with db.writing(engine) as session:
        happen(session, 1)
        session.flush()
        with db.reading(engine) as other:
            assert settled.writing_since(other) is not None


def test_all_that_is_searched_is_watched() -> None:
    assert {source.table for source in SOURCES.values()} | {table} == set(settled.TABLES)
