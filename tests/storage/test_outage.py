"""The log while the database is away: that it goes and that it is back, and little between."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from storage import db, outage
from storage.outage import Outage
from tests.databases import Cluster

AWAY, BACK = "database out of reach", "database within reach again"
FAILURE = ConnectionError("a server that quotes a customer")


def told(logs: Any) -> list[tuple[str, int]]:
    return [(line["event"], line["seconds"]) for line in logs]


@pytest.fixture
def logs() -> Iterator[Any]:
    with capture_logs() as lines:
        yield lines


def test_many_loops_that_find_it_away_for_minutes_tell_it_once_a_minute(logs: Any) -> None:
    ours = Outage()
    for half in range(4 * 60):
        for writes in (True, False):
            ours.found(FAILURE, 1000 + half / 2, writes=writes)
    for moment in (1120.0, 1120.1):
        ours.over(moment, writes=False)
    assert told(logs) == [(AWAY, 0), (AWAY, 60), (BACK, 120)]
    assert "customer" not in str(logs)


def test_where_nothing_was_wrong_nothing_is_said(logs: Any) -> None:
    Outage().over(1.0, writes=True)
    assert logs == []


def test_what_comes_and_goes_is_told_once_a_minute(logs: Any) -> None:
    ours = Outage()
    for second in range(61):
        ours.found(FAILURE, float(second), writes=False)
        ours.over(second + 0.5, writes=True)
    assert told(logs) == [(AWAY, 0), (BACK, 0)] * 2


def test_a_full_disk_is_not_over_because_it_can_be_read(logs: Any) -> None:
    ours = Outage()
    ours.found(FAILURE, 0.0, writes=True)
    ours.over(1.0, writes=False)
    ours.found(FAILURE, 2.0, writes=True)
    ours.over(9.0, writes=True)
    assert told(logs) == [(AWAY, 0), (BACK, 9)]


@pytest.mark.postgresql
def test_a_server_that_is_gone_and_comes_back_is_told(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, logs: Any
) -> None:
    monkeypatch.setattr(outage, "OURS", Outage())
    engine = db.engine(cluster.url("postgres").replace(str(cluster.folder), "/nowhere"))
    for door in (db.reading, db.writing) * 5:
        with pytest.raises(db.OutOfReach), door(engine) as session:
            session.execute(text("select 1"))
    with db.reading(db.engine(cluster.url("postgres"))) as session:
        session.execute(text("select 1"))
    assert [event for event, _ in told(logs)] == [AWAY, BACK]
    assert logs[0]["error"] == "OperationalError"


def test_a_file_that_somebody_keeps_locked_is_told(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, logs: Any
) -> None:
    monkeypatch.setattr(outage, "OURS", Outage())
    monkeypatch.setattr(db, "PRAGMAS", ("busy_timeout=0",))
    engine = db.engine(f"sqlite:///{tmp_path}/a.db")
    with sqlite3.connect(tmp_path / "a.db", isolation_level=None) as other:
        other.execute("begin exclusive")
        for _ in range(3):
            with pytest.raises(db.OutOfReach), db.writing(engine):
                pass
        other.execute("rollback")
    with db.writing(engine):
        pass
    engine.dispose()
    assert [event for event, _ in told(logs)] == [AWAY, BACK]
