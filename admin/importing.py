"""Tables that were handed in, read and taken beside the requests of others: each in a thread, and how far."""

import asyncio
from collections.abc import Callable, Collection
from datetime import UTC, datetime

import structlog
from sqlalchemy import Engine

from admin.door import Door
from storage import db, importing, logs
from storage.importing.handing_in import content

STEP = 10
"""Chunks after which the progress is told."""

log = structlog.get_logger()

_running: set[asyncio.Task[None]] = set()


def begin(place: Door, work: Callable[[Engine, int], None], import_id: int) -> None:
    """Have it done from now on."""

    async def run() -> None:
        try:
            await asyncio.to_thread(work, place.engine, import_id)
        except Exception as error:  # the page tells that it did not come to an end
            log.error("import failed", import_id=import_id, **logs.told(error))
            await asyncio.to_thread(_broken, place.engine, import_id)
        finally:
            place.wake.ring()

    task = asyncio.create_task(run())
    _running.add(task)
    task.add_done_callback(_running.discard)


def read(engine: Engine, import_id: int, off: Collection[str]) -> None:
    """Read the table and note what is in it. Channels that are `off` are not written to by us."""
    with db.reading(engine) as session:
        handed_in = content(session, import_id)
    try:
        found = _read(engine, import_id, handed_in, off)
    except importing.Unreadable as unreadable:
        with db.writing(engine) as session:
            importing.refuse(session, import_id, unreadable.why, _now())
    else:
        with db.writing(engine) as session:
            importing.note(session, import_id, found, _now())


def _read(engine: Engine, import_id: int, handed_in: bytes, off: Collection[str]) -> importing.Found:
    reading, total = importing.Reading(off), importing.size(handed_in)
    for number, chunk in enumerate(reading.chunks(importing.rows(handed_in))):
        with db.reading(engine) as session:
            reading.compare(session, chunk)
        if number % STEP == 0:
            with db.writing(engine) as session:
                importing.progress(session, import_id, reading.table.rows, total, _now())
    return reading.found()


def read_records(engine: Engine, import_id: int, subject: str) -> None:
    """Read a table of records of this kind and note what is in it."""
    with db.reading(engine) as session:
        handed_in = content(session, import_id)
    try:
        with db.reading(engine) as session:
            if subject.startswith("responses/") and importing.taken_before(session, handed_in, subject):
                raise importing.Unreadable("taken_before")
            reading = importing.RecordReading(session, subject)
        total = importing.size(handed_in)
        for number, chunk in enumerate(reading.chunks(importing.rows(handed_in))):
            with db.reading(engine) as session:
                reading.compare(session, chunk)
            if number % STEP == 0:
                with db.writing(engine) as session:
                    importing.progress(session, import_id, reading.sheet.rows, total, _now())
    except importing.Unreadable as unreadable:
        with db.writing(engine) as session:
            importing.refuse(session, import_id, unreadable.why, _now())
    else:
        with db.writing(engine) as session:
            importing.note(session, import_id, reading.found(), _now())


def take_records(engine: Engine, import_id: int) -> None:
    """Take all of it, in one transaction."""
    with db.writing(engine) as session:
        importing.take_records(session, import_id, _now())


def take(engine: Engine, import_id: int) -> None:
    """Take all of it, in one transaction."""
    with db.writing(engine) as session:
        importing.take(session, import_id, _now())


def _broken(engine: Engine, import_id: int) -> None:
    with db.writing(engine) as session:
        importing.refuse(session, import_id, "interrupted", _now())


def _now() -> datetime:
    return datetime.now(UTC)
