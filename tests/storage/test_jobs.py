"""Work for the worker: once while it is open, under a lease, gone when done."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event

from storage import db, jobs
from tests.storage.conftest import NOW

LEASE = timedelta(minutes=5)


def put(engine: Engine, *keys: str, after: timedelta = timedelta(), **payload: Any) -> None:
    with db.writing(engine) as session:
        jobs.put(
            session,
            [
                jobs.Job(
                    kind="analyse", key=key, payload=payload or {"n": key}, due_at=NOW + after, created_at=NOW
                )
                for key in keys
            ],
        )


def claim(engine: Engine, after: timedelta = timedelta()) -> list[jobs.Claimed]:
    with db.writing(engine) as session:
        return jobs.claim(session, NOW + after, LEASE, {"analyse"})


def test_the_same_work_waits_only_once_and_may_come_again_when_done(engine: Engine) -> None:
    put(engine, "1", "2", "1")
    put(engine, "2")
    claimed = claim(engine)
    assert [(job.key, job.payload, job.attempts) for job in claimed] == [
        ("1", {"n": "1"}, 1),
        ("2", {"n": "2"}, 1),
    ]
    assert claim(engine) == []
    with db.writing(engine) as session:
        jobs.done(session, claimed)
    put(engine, "1")
    assert [job.key for job in claim(engine)] == ["1"]


def test_work_put_again_while_a_worker_is_at_it_is_done_anew(engine: Engine) -> None:
    put(engine, "1")
    first = claim(engine)
    put(engine, "1")
    with db.writing(engine) as session:
        jobs.done(session, first)
    second = claim(engine)
    assert [(job.key, job.attempts) for job in second] == [("1", 2)]
    with db.writing(engine) as session:
        jobs.failed(session, first[0], "too late: it is another worker's now")
        jobs.done(session, second)
        assert jobs.broken(session) == []
        assert not jobs.is_open(session, "analyse", "1")


def test_work_that_a_killed_worker_left_is_taken_up_by_another(engine: Engine) -> None:
    put(engine, "1")
    claim(engine)
    assert claim(engine, LEASE - timedelta(seconds=1)) == []
    assert [job.attempts for job in claim(engine, LEASE)] == [2]


def test_work_is_done_when_it_is_due(engine: Engine) -> None:
    put(engine, "later", after=timedelta(hours=1))
    put(engine, "now")
    (job,) = claim(engine)
    assert job.key == "now"
    with db.writing(engine) as session:
        jobs.later(session, job, NOW + timedelta(minutes=1), "the model is not there", NOW)
    assert [job.key for job in claim(engine, timedelta(minutes=1))] == ["now"]


def test_what_failed_for_good_is_listed_with_its_reason(engine: Engine) -> None:
    put(engine, "1")
    (job,) = claim(engine)
    with db.writing(engine) as session:
        jobs.failed(session, job, "ValueError")
    assert claim(engine, timedelta(days=1)) == []
    with db.reading(engine) as session:
        assert jobs.broken(session) == [jobs.Broken("analyse", 1, NOW, ("ValueError",))]


def test_each_process_takes_the_kinds_that_it_knows(engine: Engine) -> None:
    put(engine, "1")
    with db.writing(engine) as session:
        assert jobs.claim(session, NOW, LEASE, {"fetch"}) == []
        assert len(jobs.claim(session, NOW, LEASE, {"fetch", "analyse"})) == 1


def is_due(engine: Engine, after: timedelta = timedelta(), kind: str = "analyse") -> bool:
    with db.reading(engine) as session:
        return jobs.due(session, {kind}, NOW + after)


def test_who_reads_first_knows_whether_a_claim_would_find_something(engine: Engine) -> None:
    assert not is_due(engine)
    put(engine, "1", after=timedelta(minutes=1))
    assert not is_due(engine)
    assert is_due(engine, timedelta(minutes=1))
    assert not is_due(engine, timedelta(minutes=1), "fetch")
    claim(engine, timedelta(minutes=1))
    assert not is_due(engine, timedelta(minutes=2)), "somebody is at it"
    assert is_due(engine, timedelta(minutes=1) + LEASE)


def test_asking_whether_something_is_due_reads_along_an_index(engine: Engine) -> None:
    plans: list[str] = []
    how = "explain query plan " if engine.dialect.name == "sqlite" else "explain "

    def explain(connection: Any, _: Any, statement: str, parameters: Any, *__: Any) -> None:
        told = connection.connection.cursor()
        told.execute(how + statement, parameters)
        plans.append(str(told.fetchall()))

    with db.reading(engine) as session:
        if engine.dialect.name == "postgresql":
            session.connection().exec_driver_sql("set local enable_seqscan = off")
        event.listen(engine, "before_cursor_execute", explain)
        jobs.due(session, {"analyse"}, NOW)
    assert "ix_jobs_open" in plans[-1]


def test_a_clock_that_has_gone_back_leaves_no_work_undone(engine: Engine) -> None:
    put(engine, "claimed", "put off")
    ahead = timedelta(days=1)
    _, put_off = claim(engine, ahead)
    with db.writing(engine) as session:
        jobs.later(session, put_off, NOW + 2 * ahead, "the model is not there", NOW + ahead)
        jobs.rescue(session, {"analyse"}, NOW + ahead)
    assert claim(engine, ahead) == [], "as long as it goes right, leases and delays stand"
    with db.writing(engine) as session:
        jobs.rescue(session, {"fetch"}, NOW)
    assert claim(engine) == [], "who does this kind of work looks after it"
    with db.writing(engine) as session:
        jobs.rescue(session, {"analyse"}, NOW)
    assert [job.key for job in claim(engine)] == ["claimed", "put off"]
    assert claim(engine) == []


def test_a_clock_that_ran_ahead_while_it_was_tried_leaves_no_work_undone(engine: Engine) -> None:
    put(engine, "fetched")
    (job,) = claim(engine)
    ahead = NOW + timedelta(days=400)
    with db.writing(engine) as session:
        jobs.later(session, job, ahead + timedelta(minutes=1), "timeout", ahead)
    with db.writing(engine) as session:
        jobs.rescue(session, {"analyse"}, NOW)
    assert [each.key for each in claim(engine)] == ["fetched"]


def fail(engine: Engine, reason: str = "OSError") -> None:
    with db.writing(engine) as session:
        for job in jobs.claim(session, NOW, LEASE, {"analyse"}):
            jobs.failed(session, job, reason)


def test_what_failed_for_good_is_tried_again_from_the_beginning(engine: Engine) -> None:
    put(engine, "1", "2")
    fail(engine)
    put(engine, "3")
    fail(engine, "TimeoutError")
    with db.writing(engine) as session:
        assert jobs.broken(session) == [jobs.Broken("analyse", 3, NOW, ("OSError", "TimeoutError"))]
        assert jobs.again(session, "inspect", NOW) == 0
        assert jobs.again(session, "analyse", NOW) == 3
        assert jobs.broken(session) == []
    assert [(each.key, each.attempts) for each in claim(engine)] == [("1", 1), ("2", 1), ("3", 1)]


def test_what_was_put_again_since_it_failed_is_not_done_twice(engine: Engine) -> None:
    for time in ("first", "second"):
        put(engine, "failed twice", "failed, then put again", time=time)
        fail(engine)
    put(engine, "failed, then put again", time="third")
    with db.writing(engine) as session:
        assert jobs.again(session, "analyse", NOW) == 1
    claimed = {each.key: each.payload["time"] for each in claim(engine)}
    assert claimed == {"failed twice": "second", "failed, then put again": "third"}
