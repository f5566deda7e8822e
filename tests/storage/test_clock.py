"""One clock for all who share a database."""

from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import Engine

from storage import db
from tests.databases import ON_POSTGRESQL, ON_SQLITE

WRONG = timedelta(days=3)


@ON_POSTGRESQL
def test_a_server_s_clock_counts_whatever_the_machine_s_says(engine: Engine) -> None:
    right = datetime.now(UTC)
    with time_machine.travel(right + WRONG), db.reading(engine) as session:
        told = db.now(session)
    assert abs(told - right) < WRONG / 2
    assert told.tzinfo is UTC


@ON_SQLITE
def test_a_file_s_clock_is_the_machine_s(engine: Engine) -> None:
    right = datetime.now(UTC)
    with time_machine.travel(right + WRONG), db.reading(engine) as session:
        assert db.now(session) >= right + WRONG
