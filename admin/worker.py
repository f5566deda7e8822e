"""What takes long: jobs, claimed under a lease, done outside of any transaction that others wait for."""

import asyncio
import os
import signal
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

import nlp
from admin import clock, hooking, nightly, rereading, seals
from admin.kinds import KINDS, SLOW
from storage import (
    complaint_months,
    db,
    expiring,
    heartbeats,
    jobs,
    models,
    options,
    response_months,
    rulings,
    search,
    taxonomies,
)
from storage.settings import Settings, settings
from storage.ticking import Clock
from storage.wake import Wake

LEASE = timedelta(minutes=2)
POLL = 5.0  # seconds; a put job rings, so this only catches what is due later
ATTEMPTS = 5
BATCH = 20
FEW = 4
"""Files that are looked at in one go: should the scanner hang with each of them, the lease still stands."""

RESCUE_SECONDS = 10.0

BATCHES = ((KINDS.keys() - SLOW, BATCH), (SLOW, FEW))
"""Kinds that are done together, and how many at a time: what waits for a scanner holds up nothing else."""

Chosen = tuple[int, taxonomies.Version | None]
"""The model in force, and the categories."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Done:
    """A job after its attempt: the row that it found, or why it failed (the error's kind, nobody's words)."""

    job: jobs.Claimed
    found: Any = None
    reason: str = ""


def work_off(engine: Engine, now: datetime) -> int:
    """Do what is due now, at most a batch of each; how many jobs that were. Where nothing is, nothing is
    written."""
    return sum(_work_off(engine, kinds, most, now) for kinds, most in BATCHES)


def _work_off(engine: Engine, kinds: Collection[str], most: int, now: datetime) -> int:
    with db.reading(engine) as session:
        if not jobs.due(session, kinds, now):
            return 0
    with db.writing(engine) as session:
        claimed = jobs.claim(session, now, LEASE, kinds, most)
    if not claimed:
        return 0
    attempts = [attempt(engine, job, now) for job in claimed]
    with db.writing(engine) as session:
        settle(session, attempts, now)
    return len(claimed)


class Worker:
    """Works off what is due by the clock, round by round; now and then puts right what a clock that has gone
    back left, notes the last seal for its machine, and looks whether another model or other categories have
    been chosen."""

    def __init__(self, engine: Engine, data: Path) -> None:
        self._engine, self._data = engine, data
        self._rescue_at = self._follow_at = 0.0
        self._read_by: Chosen | None = None

    def begin(self) -> None:
        """What goes on day by day is begun, if it has not been. Out of reach, it is with the next start."""
        with suppress(db.OutOfReach), db.writing(self._engine) as session:
            now = db.now(session)
            expiring.begin(session, now)
            search.begin(session, now)
            complaint_months.begin(session, now)
            response_months.begin(session, now)

    def round(self) -> int:
        """How many jobs were done: none, and none is lost, while the database is out of reach."""
        try:
            with db.reading(self._engine) as session:
                now = db.now(session)
                rulings.refresh(session)
                options.refresh(session, settings())
            if time.monotonic() >= self._rescue_at:
                self._rescue(now)
                self._choose(now)
                self._rescue_at = time.monotonic() + RESCUE_SECONDS
            if time.monotonic() >= self._follow_at:
                seals.follow(self._data, self._engine)
                self._follow_at = time.monotonic() + seals.EVERY
            return work_off(self._engine, now)
        except db.OutOfReach:
            return 0

    def _rescue(self, now: datetime) -> None:
        """And say that we work: nobody who watches the machines would see it otherwise."""
        with db.writing(self._engine) as session:
            heartbeats.beat(session, heartbeats.WORKER, now)
            jobs.rescue(session, KINDS, now)

    def _choose(self, now: datetime) -> None:
        with db.reading(self._engine) as session:
            chosen = models.in_force(session), taxonomies.current(session)
        if chosen != self._read_by:
            rereading.begin(self._engine, self._data, now)
            self._read_by = chosen


def attempt(engine: Engine, job: jobs.Claimed, now: datetime) -> Done:
    """Do one job. One tried too often, which takes the process down with it, is not tried again."""
    if job.attempts > ATTEMPTS:
        return Done(job, reason="interrupted")
    try:
        return Done(job, KINDS[job.kind].find(engine, job.payload, now))
    except Exception as error:  # whatever it was: others wait, and it will be tried again
        log.error("job failed", kind=job.kind, job=job.id, error=type(error).__name__, attempt=job.attempts)
        return Done(job, reason=type(error).__name__)


def settle(session: Session, attempts: Sequence[Done], now: datetime) -> None:
    """Write what came of them, where the jobs are taken away. All at once, for customers wait meanwhile."""
    done = [each for each in attempts if not each.reason]
    for keep in dict.fromkeys(kind.keep for kind in KINDS.values()):
        keep(session, [each.found for each in done if KINDS[each.job.kind].keep is keep and each.found])
    jobs.done(session, [each.job for each in done])
    for each in attempts:
        if each.reason:
            put_off(session, each, now)


def put_off(session: Session, failed: Done, now: datetime) -> None:
    """Try again later; after too many attempts never."""
    job = failed.job
    if job.attempts < ATTEMPTS:
        jobs.later(session, job, now + pause(job.attempts), failed.reason, now)
    else:
        log.error("job given up", kind=job.kind, job=job.id, error=failed.reason, attempt=job.attempts)
        jobs.failed(session, job, failed.reason)
        if give_up := KINDS[job.kind].give_up:
            give_up(session, job.payload)


def pause(attempts: int) -> timedelta:
    """How long until the next try: 10 s, 40 s, 160 s …"""
    return timedelta(seconds=10 * 4 ** (attempts - 1))


async def _work(worker: Worker, wake: Wake) -> None:
    await asyncio.to_thread(worker.begin)
    await asyncio.to_thread(nlp.warm)
    while True:
        if await asyncio.to_thread(worker.round):
            wake.ring()
        else:
            await wake.wait(POLL)


async def run(engine: Engine, chosen: Settings) -> None:
    """Work until the process is told to stop; what is being done then is finished first. Beside it runs the
    clock: who waits for what is due does not wait for a long job."""
    if hasattr(os, "nice"):
        os.nice(5)  # loading the models takes seconds: the doors come first
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, task.cancel)
    wake = Wake(chosen.data, chosen.database_url)
    wake.listen()
    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(Clock(engine, clock.lease(engine), wake.ring, clock.tasks(chosen.data)).run())
            both.create_task(hooking.clock(engine, wake.ring).run())
            both.create_task(nightly.clock(engine, chosen, wake.ring).run())
            await _work(Worker(engine, chosen.data), wake)
    except asyncio.CancelledError:
        log.info("worker stopped")
    finally:
        wake.close()
