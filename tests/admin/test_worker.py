"""The worker: a job is done once, tried again when it fails, given up with a reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

import nlp
from admin import rereading, worker
from storage import analyses as storage_analyses
from storage import complaint_months, db, expiring, jobs, response_months, search
from storage.queries import complaints as complaint_lists
from storage.queries import follow_ups
from storage.search import keeping as storage_keeping
from storage.tables import analyses, complaints
from storage.tables import jobs as kept
from tests.databases import ON_SQLITE

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def put(engine: Engine, kind: str = "analyse", **payload: Any) -> None:
    job = jobs.Job(kind=kind, key="1", payload=payload, due_at=NOW, created_at=NOW)
    with db.writing(engine) as session:
        jobs.put(session, [job])


def complain(engine: Engine, story: str, number: str = "T1") -> int:
    row = {
        "number": number,
        "channel": "webchat",
        "state": "acknowledged",
        "story": story,
        "received_at": NOW,
    }
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


def test_what_cannot_wait_is_to_be_followed_up(engine: Engine) -> None:
    key = complain(engine, "家里煤气漏了，马上派人来")
    with db.writing(engine) as session:
        session.execute(update(complaints).values(anonymous=True))
    put(engine, subject="complaint", subject_id=key)
    assert worker.work_off(engine, NOW) == 1
    with db.reading(engine) as session:
        assert "unsafe" in {each.signal for each in follow_ups.of(session, "complaint", key)}
        assert complaint_lists.like(session, key).signature


def test_what_locks_talks_is_kept_at_once_and_before_what_locks_the_words_told_in_them(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        complain(engine, story, number) for story, number in (("太慢了", "T1"), ("灯不亮", "T2"))
    )
    put(engine, subject="complaint", subject_id=first)
    with db.writing(engine) as session:
        rereading.put(session, {"model": nlp.version(), "step": 2, "after": first}, NOW)
        search.begin(session, NOW)
    kept_so: list[Any] = []
    alone, pieces = storage_analyses.keep, storage_keeping.upto

    def keep(session: Session, rows: Any) -> None:
        kept_so.append(sorted(row["subject_id"] for row in rows))
        alone(session, rows)

    def upto_of(session: Session, kind: str) -> int:
        kept_so.append("search")
        return pieces(session, kind)

    monkeypatch.setattr(storage_analyses, "keep", keep)
    monkeypatch.setattr(storage_keeping, "upto", upto_of)
    assert worker.work_off(engine, NOW) == 3
    assert kept_so[0] == [first, second]
    assert set(kept_so[1:]) == {"search"}


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
    with capture_logs() as told:
        worker.work_off(engine, at)
    (job,) = open_jobs(engine)
    assert (job.state, job.reason) == ("failed", "interrupted")
    assert [(each["event"], each["kind"], each["error"]) for each in told] == [
        ("job given up", "analyse", "interrupted")
    ]


def test_work_of_another_s_kind_is_left_to_it_and_keeps_nobody_waiting(engine: Engine) -> None:
    put(engine, kind="fly")
    assert worker.work_off(engine, NOW) == 0
    put(engine, subject="complaint", subject_id=complain(engine, "很好"))
    assert worker.work_off(engine, NOW) == 1
    assert len(found(engine)) == 1
    (job,) = open_jobs(engine)
    assert (job.kind, job.attempts) == ("fly", 0)


def test_where_nothing_is_due_nothing_is_written(engine: Engine) -> None:
    put(engine, kind="fly")
    begun: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: begun.append(args[2]))
    assert worker.work_off(engine, NOW) == 0
    assert not [
        each for each in begun if each.startswith(("UPDATE", "BEGIN IMMEDIATE")) or "FOR UPDATE" in each
    ]


@ON_SQLITE
def test_a_round_waits_for_no_writer_where_nothing_is_due(engine: Engine, tmp_path: Path) -> None:
    working = worker.Worker(engine, tmp_path)
    working.round()
    with db.writing(engine), ThreadPoolExecutor() as beside:
        assert beside.submit(working.round).result(timeout=8) == 0


def test_what_a_clock_that_has_gone_back_put_off_is_done(engine: Engine, tmp_path: Path) -> None:
    put(engine, subject="answer", subject_id=404)
    ahead = datetime.now(UTC) + timedelta(days=1)
    with db.writing(engine) as session:
        (job,) = jobs.claim(session, ahead, worker.LEASE, worker.KINDS)
        jobs.later(session, job, ahead + timedelta(days=1), "OSError", ahead)
    assert worker.Worker(engine, tmp_path).round() == 1
    assert open_jobs(engine) == []


DAILY = (expiring, complaint_months, response_months)


def test_what_goes_on_by_itself_puts_the_next_once_though_the_clock_goes_back_within_its_day(
    engine: Engine,
) -> None:
    late = NOW + timedelta(minutes=50)
    with db.writing(engine) as session:
        for each in DAILY:
            each.begin(session, late)
    assert worker.work_off(engine, late) == len(DAILY)
    for minutes in (40, 30):
        back = NOW + timedelta(minutes=minutes)
        with db.writing(engine) as session:
            jobs.rescue(session, worker.KINDS, back)
        assert worker.work_off(engine, back) == len(DAILY)
        assert worker.work_off(engine, back) == 0, "none has put itself"
        waiting = sorted(open_jobs(engine), key=lambda job: job.kind)
        assert [(job.kind, job.attempts, job.due_at > back) for job in waiting] == [
            (each, 0, True) for each in sorted(each.JOB for each in DAILY)
        ]
    for _ in range(3):
        at = max(job.due_at for job in open_jobs(engine))
        worker.work_off(engine, at)
        assert len([job for job in open_jobs(engine) if job.kind == expiring.JOB]) == 1, "one a day"


def test_a_worker_outlives_that_no_connection_is_free(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for pool in ("POOL", "FILE_POOL"):
        monkeypatch.setattr(db, pool, {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.01})
    engine = db.engine(url)
    put(engine, subject="answer", subject_id=404)
    working = worker.Worker(engine, tmp_path)
    with engine.connect():
        assert working.round() == 0
    assert working.round() == 1
    engine.dispose()


def test_a_worker_does_not_call_a_wrong_statement_out_of_reach(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def wrong(session: Session, *_: object) -> None:
        session.execute(insert(complaints), [{"number": None}])

    put(engine, subject="answer", subject_id=404)
    monkeypatch.setattr(jobs, "claim", wrong)
    with pytest.raises(IntegrityError):
        worker.Worker(engine, tmp_path).round()
