"""The worker keeps the index: a portion at a time, in a job that puts the next.

The pieces are made where nobody waits. Before they are kept the rows are read once more, and locked: what was
erased or changed meanwhile is not put into the index, and what is being changed comes another time.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from storage import db, dialects, jobs
from storage.search import compacting, words
from storage.search.grams import grams
from storage.search.pending import Pending, pending, upto
from storage.search.sources import SOURCES, Live, of
from storage.tables import jobs as job_rows
from storage.tables import search, search_marks, search_stale

JOB: Final = "search"
"""The kind of job that keeps the index; payload: nothing."""

PORTION: Final = 300
"""Rows of one table that are read at once."""
OFTEN: Final = 15  # seconds; until then what has come is read where it stands


class Batch(NamedTuple):
    """The next of each table, with the pieces of each row in the same order."""

    found: list[tuple[Pending, list[list[str]]]]
    now: datetime


def begin(session: Session, now: datetime) -> None:
    """See to it that the index is kept, unless it is already."""
    j = job_rows.c
    if session.scalar(select(j.id).where(jobs.OPEN, j.kind == JOB).limit(1)) is None:
        _put(session, now, now)


def next_batch(engine: Engine, _: dict[str, Any], now: datetime) -> Batch:
    """What is to be kept next."""
    with db.reading(engine) as session:
        found = [pending(session, kind, PORTION) for kind in SOURCES]
    return Batch([(each, [grams(row.texts) for row in each.rows]) for each in found], now)


def keep(session: Session, batches: Sequence[Batch]) -> None:
    """Keep it, and put the next job: at once while there is more."""
    for batch in batches:
        for each, pieces in batch.found:
            _keep(session, each, pieces)
        if any(each.changed for each, _ in batch.found):
            compacting.put_off(session, batch.now)
        more = any(each.more for each, _ in batch.found)
        _put(session, batch.now if more else _next(batch.now), batch.now)


def _put(session: Session, due_at: datetime, now: datetime) -> None:
    job = jobs.Job(kind=JOB, key=due_at.isoformat(), payload={}, due_at=due_at, created_at=now)
    jobs.put(session, [job])


def _next(now: datetime) -> datetime:
    """By the clock: two who keep the index put the same job, and are one from then on."""
    after = (now + timedelta(seconds=OFTEN)).timestamp()
    return datetime.fromtimestamp(after - after % OFTEN, UTC)


def _keep(session: Session, each: Pending, pieces: Sequence[list[str]]) -> None:
    ids = {*each.changed, *(row.id for row in each.rows)}
    if not _lock(session, each.kind, ids):
        return
    read = {row.id: row.texts for row in each.rows}
    still = {row.id: row.texts for row in of(session, each.kind, ids)}
    same = {key for key in ids if still.get(key) == read.get(key)}
    _forget(session, each.kind, same.intersection(each.changed))
    both = zip(each.rows, pieces, strict=True)
    _index(session, [(row, own) for row, own in both if own and row.id in same])
    if same == ids and each.upto != upto(session, each.kind):
        mark = dialects.insert(session, search_marks).values(kind=each.kind, upto=each.upto)
        session.execute(mark.on_conflict_do_update(index_elements=["kind"], set_={"upto": each.upto}))


def _lock(session: Session, kind: str, ids: set[int]) -> bool:
    """False: somebody is changing one of them. Nobody waits for the other."""
    key = SOURCES[kind].table.c.id
    locked = select(key).where(key.in_(ids)).with_for_update(read=True, skip_locked=True)
    return not ids or len(session.scalars(locked).all()) == len(ids)


def _forget(session: Session, kind: str, ids: set[int]) -> None:
    """That these have changed: they have been looked at since."""
    t = search_stale.c
    if ids:
        session.execute(delete(search_stale).where(t.kind == kind, t.row_id.in_(ids)))


def _index(session: Session, rows: Sequence[tuple[Live, list[str]]]) -> None:
    if not rows:
        return
    new = dialects.insert(session, search).on_conflict_do_nothing()
    values = [{"kind": row.kind, "row_id": row.id, "part": row.part, "at": row.at} for row, _ in rows]
    own = {row.id: pieces for row, pieces in rows}
    made = session.execute(new.returning(search.c.id, search.c.row_id), values).all()
    words.put(session, [words.Entry(row.id, own[row.row_id]) for row in made])
