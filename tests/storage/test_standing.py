"""How the work stands, in numbers: what waits, what failed, what is late, whether the worker works."""

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed
from sqlalchemy import Engine

from storage import conversations, db, heartbeats, jobs, messages, outbox
from storage.conversations import Conversation
from storage.metrics import Metrics
from storage.queries.standing import Queue, standing
from tests.storage import rows
from tests.storage.conftest import NOW

MINUTE = timedelta(minutes=1)


def job(key: str, kind: str = "analyse") -> jobs.Job:
    return jobs.Job(kind=kind, key=key, payload={}, due_at=NOW, created_at=NOW)


@pytest.fixture
def busy(engine: Engine, talk: Conversation) -> Engine:
    """Of everything something."""
    with db.writing(engine) as session:
        other = conversations.load(session, [("telegram", "b")], NOW)["telegram", "b"]
        outbox.put(session, [rows.saying(other, n, NOW + n * MINUTE) for n in (2, 3)])
        messages.park(session, rows.message(talk, "p", 4, NOW), "OperationalError")
        jobs.put(session, [job(key) for key in "abc"])
        (first, second) = jobs.claim(session, NOW, MINUTE, ["analyse"], 2)
        jobs.failed(session, first, "KeyError")
        jobs.later(session, second, NOW + MINUTE, "OSError", NOW)
        jobs.put(session, [job("d", "expire")])
        jobs.claim(session, NOW, 10 * MINUTE, ["expire"])
        heartbeats.beat(session, heartbeats.WORKER, NOW)
    return engine


def test_all_of_it_is_counted(busy: Engine) -> None:
    with db.reading(busy) as session:
        found = standing(session, NOW + 5 * MINUTE)
    assert found.outbox == {"telegram": Queue(2, 180.0)}
    assert found.parked == {"message": 1, "mail": 0}
    assert (found.overdue, found.heartbeat) == (0, 300.0)
    assert found.size > 100_000
    analyse, expire = found.jobs
    assert analyse[:5] == ("analyse", 2, 1, 0, 1)
    assert (analyse.due_since, analyse.failed_since, analyse.reasons) == (NOW, NOW, ("KeyError",))
    assert expire[:5] == ("expire", 0, 0, 1, 0)


def test_what_is_put_off_is_not_late(busy: Engine) -> None:
    with db.reading(busy) as session:
        assert standing(session, NOW).outbox == {"telegram": Queue(2, 0.0)}


def test_a_worker_that_was_never_there_has_no_figure(engine: Engine) -> None:
    with db.reading(engine) as session:
        assert standing(session, NOW).heartbeat is None
    assert b"manyi_worker_heartbeat_seconds" not in Metrics(engine).told()


def test_prometheus_reads_it(busy: Engine) -> None:
    told = Metrics(busy).told().decode()
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in parsed(told)
        for sample in family.samples
    }
    assert found["manyi_jobs", "analyse", "failed"] == 1
    assert found["manyi_outbox_waiting", "telegram"] == 2
    assert found["manyi_parked", "message"] == 1
    assert found["manyi_database_up",] == 1


def test_a_database_out_of_reach_is_a_figure_too(tmp_path) -> None:
    engine = db.engine(f"postgresql://manyi:secret@/manyi?host={tmp_path}")
    told = Metrics(engine).told()
    assert b"manyi_database_up 0.0" in told
    assert b"manyi_jobs" not in told


def test_who_drops_what_failed_drops_what_they_have_seen(busy: Engine, staff: int) -> None:
    with db.writing(busy) as session:
        (seen, _) = jobs.standing(session, NOW)
        (late,) = jobs.claim(session, NOW, MINUTE, ["analyse"], 1)
        jobs.failed(session, late, "ValueError")
        assert jobs.drop(session, "analyse", seen.upto, NOW, staff) == 1
        assert jobs.drop(session, "analyse", seen.upto, NOW, staff) == 0
        (left, _) = jobs.standing(session, NOW)
    assert (left.failed, left.reasons) == (1, ("ValueError",))
