"""`manyi worker --check`: whether the worker works, wherever it runs; and the worker says so."""

from datetime import timedelta

from sqlalchemy import update

from admin.worker import Worker
from storage import db, heartbeats
from storage.tables import heartbeats as table
from tests.admin.test_commands import as_before, typed, url  # noqa: F401 - fixtures


def test_a_worker_that_was_never_started_is_told(url: str) -> None:  # noqa: F811
    status, said = typed("worker", "--check")
    assert (status, "还没有启动过" in said) == (1, True)


def test_one_that_works_says_so_round_by_round(url: str, tmp_path) -> None:  # noqa: F811
    engine = db.engine(url)
    Worker(engine, tmp_path).round()
    status, said = typed("worker", "--check")
    assert (status, "在工作" in said) == (0, True)
    with db.writing(engine) as session:
        long_ago = db.now(session) - heartbeats.MISSED - timedelta(minutes=2)
        session.execute(update(table).values(at=long_ago))
    status, said = typed("worker", "--check")
    assert (status, "7 分钟没有报到" in said) == (1, True)
