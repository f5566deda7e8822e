"""Two workers on one PostgreSQL: every analysis is made once."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, Table, func, insert, select, text

from storage import db, jobs
from storage.tables import analyses, complaints
from storage.tables import jobs as waiting
from tests.bot.waiting import until
from tests.databases import ON_POSTGRESQL, Prepare

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
MANY = 120

COUNTED = (
    "create sequence made",
    "create function count_it() returns trigger language plpgsql as"
    " $$ begin perform nextval('made'); return new; end $$",
    "create trigger counted before insert on analyses for each row execute function count_it()",
)
"""Counts every analysis that is brought, also one that replaces another."""


@pytest.fixture
def url(new_database: Callable[[Prepare], str]) -> str:
    return new_database(db.upgrade)


@pytest.fixture
async def workers(url: str, tmp_path: Path) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    environment = {**os.environ, "MANYI_DATABASE_URL": url, "MANYI_DATA": str(tmp_path)}
    command = (sys.executable, "-m", "admin", "worker")
    started = [await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment) for _ in range(2)]
    yield started
    for worker in started:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()


def rows(engine: Engine, table: Table) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def complain(engine: Engine) -> None:
    """So many complaints, each to be analysed, every analysis counted."""
    story = {"channel": "webchat", "state": "acknowledged", "story": "物流太慢了，很失望", "received_at": NOW}
    with db.writing(engine) as session:
        for statement in COUNTED:
            session.execute(text(statement))
        told = [{**story, "number": f"T{number}"} for number in range(MANY)]
        ids = session.scalars(insert(complaints).returning(complaints.c.id), told).all()
        jobs.put(session, [analyse(key) for key in ids])


def analyse(key: int) -> jobs.Job:
    payload = {"subject": "complaint", "subject_id": key}
    return jobs.Job(kind="analyse", key=f"complaint:{key}", payload=payload, due_at=NOW, created_at=NOW)


@ON_POSTGRESQL
async def test_two_workers_make_every_analysis_once(
    url: str, workers: list[asyncio.subprocess.Process]
) -> None:
    engine = db.engine(url)
    complain(engine)
    await until(lambda: rows(engine, waiting) == 0)
    for worker in workers:
        worker.terminate()
    assert [await worker.wait() for worker in workers] == [0, 0]
    assert rows(engine, analyses) == MANY
    with db.reading(engine) as session:
        assert session.scalar(text("select last_value from made")) == MANY
    engine.dispose()
