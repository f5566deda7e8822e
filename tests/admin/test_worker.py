"""The worker: a job is done once, tried again when it fails, given up with a reason."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

import nlp
from admin import worker
from storage import db, jobs
from storage.tables import analyses, complaints
from storage.tables import jobs as kept
from tests.databases import Prepare

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def engine(new_database: Callable[[Prepare], str]) -> Iterator[Engine]:
    made = db.engine(new_database(db.upgrade))
    yield made
    made.dispose()


def put(engine: Engine, kind: str = "analyse", **payload: Any) -> None:
    job = jobs.Job(kind=kind, key="1", payload=payload, due_at=NOW, created_at=NOW)
    with db.writing(engine) as session:
        jobs.put(session, [job])


def complain(engine: Engine, story: str) -> int:
    row = {"number": "T1", "channel": "webchat", "state": "acknowledged", "story": story, "received_at": NOW}
    with db.writing(engine) as session:
        return session.scalars(insert(complaints).returning(complaints.c.id), [row]).one()


def found(engine: Engine) -> list[Any]:
    with db.reading(engine) as session:
        return list(session.execute(select(analyses)))


def open_jobs(engine: Engine) -> list[Any]:
    with db.reading(engine) as session:
        return list(session.execute(select(kept)))


def test_what_a_customer_wrote_is_analysed_and_the_job_is_gone(engine: Engine) -> None:
    put(engine, subject="complaint", subject_id=complain(engine, "物流太慢了，很失望"))
    assert worker.work_off(engine, NOW) == 1
    (row,) = found(engine)
    (expected,) = nlp.analyse(["物流太慢了，很失望"])
    assert (row.subject, row.polarity, row.model) == ("complaint", expected.polarity, expected.model)
    assert open_jobs(engine) == []
    assert worker.work_off(engine, NOW) == 0


def test_nothing_is_found_in_what_has_been_erased(engine: Engine) -> None:
    put(engine, subject="answer", subject_id=404)
    assert worker.work_off(engine, NOW) == 1
    assert found(engine) == []
    assert open_jobs(engine) == []


def test_a_job_that_fails_is_tried_again_later_and_given_up_in_the_end(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("词典读不出来")

    monkeypatch.setitem(worker.KINDS, "analyse", worker.KINDS["analyse"]._replace(find=fails))
    put(engine, subject="complaint", subject_id=1)
    at = NOW
    for attempt in range(1, worker.ATTEMPTS + 1):
        assert worker.work_off(engine, at) == 1
        assert worker.work_off(engine, at) == 0, "not again at once"
        at += worker.pause(attempt)
    (job,) = open_jobs(engine)
    assert (job.state, job.reason) == ("failed", "OSError"), "the kind of the error, nobody's words"


def test_a_job_that_takes_the_process_down_is_not_tried_for_ever(engine: Engine) -> None:
    put(engine, subject="complaint", subject_id=complain(engine, "太慢"))
    at = NOW
    for _ in range(worker.ATTEMPTS):
        with db.writing(engine) as session:
            assert jobs.claim(session, at, worker.LEASE, worker.KINDS), "claimed by a process that then died"
        at += worker.LEASE + timedelta(seconds=1)
    worker.work_off(engine, at)
    (job,) = open_jobs(engine)
    assert (job.state, job.reason) == ("failed", "interrupted")


def test_work_of_another_s_kind_is_left_to_it_and_keeps_nobody_waiting(engine: Engine) -> None:
    put(engine, kind="fly")
    assert worker.work_off(engine, NOW) == 0
    put(engine, subject="complaint", subject_id=complain(engine, "很好"))
    assert worker.work_off(engine, NOW) == 1
    assert len(found(engine)) == 1
    (job,) = open_jobs(engine)
    assert (job.kind, job.attempts) == ("fly", 0)
