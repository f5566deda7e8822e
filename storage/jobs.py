"""Work for later: put with what causes it, claimed under a lease, gone when done."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    func,
    null,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from storage import bulk, dialects, events
from storage.leases import SKEW
from storage.tables import jobs

OPEN = text("jobs.state = 'open'")
"""As text: with parameters, or as a Boolean that is compared with 1, SQLite uses no partial index."""


FAILED = text("jobs.state = 'failed'")

REREAD = "reread"
"""The kind of job that reads texts anew, a portion each; pages show how far that is."""


class Job(TypedDict):
    """Work to do: of one `kind` and `key` only one is open at a time. A second put is the same work; where a
    worker has begun on it, it is done anew, for what it is about has changed since."""

    kind: str
    key: str
    payload: dict[str, Any]
    due_at: datetime
    created_at: datetime


class Broken(NamedTuple):
    """Work of one kind that failed for good: how much of it, since when, and why (kinds of errors)."""

    kind: str
    number: int
    since: datetime
    reasons: tuple[str, ...]


class Standing(NamedTuple):
    """Work of one kind: how much of it is `waiting` (of that, `again` after it failed for now), `running` and
    `failed` for good; since when the oldest of it is due, has failed; why (kinds of errors); the number of
    the newest that failed, up to which who has seen this may drop it."""

    kind: str
    waiting: int
    again: int
    running: int
    failed: int
    due_since: datetime | None
    failed_since: datetime | None
    reasons: tuple[str, ...]
    upto: int


class Claimed(NamedTuple):
    """Work taken under a lease; `attempts` counts this one."""

    id: int
    kind: str
    key: str
    payload: dict[str, Any]
    attempts: int


def put(session: Session, rows: Sequence[Job]) -> None:
    """Have this done. In the order of their keys: two who put the same work do not block each other."""
    if rows:
        once = {(row["kind"], row["key"]): row for row in rows}
        bulk.execute(session, _put(session.get_bind().dialect.name), [once[key] for key in sorted(once)])


def put_next(session: Session, row: Job) -> None:
    """Put this while another of its kind is being done: never under the key of that one, which it may have
    after a clock that has gone back. What is put under its own key is done anew, for ever."""
    j = jobs.c
    held = session.scalars(select(j.key).where(OPEN, j.kind == row["kind"], j.lease_until.is_not(None)))
    key, taken = row["key"], set(held)
    while key in taken:
        key += "+"
    put(session, [{**row, "key": key}])


_ONE: Any = {"index_elements": ["kind", "key"], "index_where": text("state = 'open'")}
"""The index that has work once while it is open."""


@cache
def _put(dialect: str) -> Any:
    """One object a dialect: compiled once."""
    new = dialects.insert_for(dialect, jobs)
    return new.on_conflict_do_update(
        **_ONE,
        set_={"lease_until": null(), "created_at": new.excluded.created_at},
    )


_KINDS = jobs.c.kind.in_(bindparam("kinds", expanding=True))
_NOW: Any = bindparam("now", type_=jobs.c.due_at.type)
_OURS = jobs.c.kind.concat("").in_(bindparam("kinds", expanding=True))
"""As no index knows it: else SQLite reads all that is open of a kind, not what is due."""

_FREE = (OPEN, _OURS, jobs.c.due_at <= _NOW, or_(jobs.c.lease_until.is_(None), jobs.c.lease_until <= _NOW))
_DUE = select(jobs.c.id).where(*_FREE).order_by(jobs.c.due_at, jobs.c.id).limit(bindparam("most"))
_FOR_US = _DUE.with_for_update(skip_locked=True)


def due(session: Session, kinds: Collection[str], now: datetime) -> bool:
    """Whether a claim may find something. To be asked first, for asking waits for no writer."""
    return session.scalar(_DUE, {"kinds": sorted(kinds), "now": now, "most": 1}) is not None


def claim(
    session: Session, now: datetime, lease: timedelta, kinds: Collection[str], limit: int = 100
) -> list[Claimed]:
    """Take work of these kinds that is due, oldest first: anew what was not done within its lease."""
    ids = session.scalars(_FOR_US, {"kinds": sorted(kinds), "now": now, "most": limit}).all()
    taken = (
        update(jobs)
        .where(jobs.c.id.in_(ids))
        .values(lease_until=now + lease, tried_at=now, attempts=jobs.c.attempts + 1)
        .returning(*(jobs.c[name] for name in Claimed._fields))
    )
    return sorted(Claimed(*row) for row in session.execute(taken)) if ids else []


_STRANDED = (
    update(jobs)
    .where(OPEN, _KINDS, func.coalesce(jobs.c.tried_at, jobs.c.created_at) > bindparam("latest"))
    .values(due_at=_NOW, tried_at=_NOW, created_at=_NOW, lease_until=None)
)


def rescue(session: Session, kinds: Collection[str], now: datetime) -> None:
    """Make due what was put off or claimed by a clock that has gone back since. Reads all that is open: to be
    called now and then, not before each claim."""
    session.execute(_STRANDED, {"kinds": sorted(kinds), "now": now, "latest": now + SKEW})


def done(session: Session, claimed: Sequence[Claimed]) -> None:
    """This work is done, unless it was put again meanwhile."""
    session.execute(delete(jobs).where(_still_held(*claimed)))


def later(session: Session, job: Claimed, due_at: datetime, reason: str, at: datetime) -> None:
    """It failed for now: try again at `due_at`. Should the clock have been wrong just now (`at`), then
    `tried_at` tells it together with what it is due at."""
    change = update(jobs).where(_still_held(job))
    session.execute(change.values(due_at=due_at, tried_at=at, reason=reason, lease_until=None))


def failed(session: Session, job: Claimed, reason: str) -> None:
    """It failed for good: staff see it, and may have it tried again."""
    change = update(jobs).where(_still_held(job))
    session.execute(change.values(state="failed", reason=reason, lease_until=None))


def _still_held(*claimed: Claimed) -> ColumnElement[bool]:
    """The claimer's lease stands: the work was not put again, and nobody else has claimed it."""
    attempt = tuple_(jobs.c.id, jobs.c.attempts)
    return jobs.c.lease_until.is_not(None) & attempt.in_([(job.id, job.attempts) for job in claimed])


def is_open(session: Session, kind: str, key: str) -> bool:
    """Whether such work is still to be done."""
    return session.scalar(select(jobs.c.id).where(OPEN, jobs.c.kind == kind, jobs.c.key == key)) is not None


def broken(session: Session) -> list[Broken]:
    """What failed for good, by kind."""
    j = jobs.c
    query = select(j.kind, j.reason, func.count(), func.min(func.coalesce(j.tried_at, j.created_at)))
    rows = session.execute(query.where(FAILED).group_by(j.kind, j.reason).order_by(j.kind, j.reason)).all()
    kinds = {row.kind: [each for each in rows if each.kind == row.kind] for row in rows}
    return [
        Broken(kind, sum(each[2] for each in its), min(each[3] for each in its), tuple(e.reason for e in its))
        for kind, its in kinds.items()
    ]


def standing(session: Session, now: datetime) -> list[Standing]:
    """All there is, by kind; what is waiting but put off until later is waiting too."""
    j = jobs.c
    running = j.lease_until > now
    waits = or_(j.lease_until.is_(None), j.lease_until <= now)
    query = select(
        j.kind,
        func.count().filter(waits),
        func.count().filter(waits, j.attempts > 0),
        func.count().filter(running),
        func.min(j.due_at).filter(waits),
    )
    open_ones = {row[0]: row[1:] for row in session.execute(query.where(OPEN).group_by(j.kind))}
    newest = select(j.kind, func.max(j.id)).where(FAILED).group_by(j.kind)
    upto = {row[0]: row[1] for row in session.execute(newest)}
    gone = {each.kind: each for each in broken(session)}
    found = []
    for kind in sorted({*open_ones, *gone}):
        waiting, tried, runs, due_since = open_ones.get(kind, (0, 0, 0, None))
        lost = gone.get(kind)
        found.append(
            Standing(
                kind,
                waiting,
                tried,
                runs,
                failed=lost.number if lost else 0,
                due_since=due_since,
                failed_since=lost.since if lost else None,
                reasons=lost.reasons if lost else (),
                upto=upto.get(kind, 0),
            )
        )
    return found


def drop(session: Session, kind: str, upto: int, now: datetime, user_id: int | None = None) -> int:
    """Give up what failed of this kind, up to this number: what failed since, nobody has seen. How much that
    was; the history has it."""
    j = jobs.c
    gone = session.scalars(delete(jobs).where(FAILED, j.kind == kind, j.id <= upto).returning(j.id)).all()
    ended = "staff", "failed", "dropped", user_id
    events.append(session, [events.event(now, "job", key, "drop", *ended) for key in sorted(gone)])
    return len(gone)


def again(session: Session, kind: str, now: datetime, user_id: int | None = None) -> int:
    """Try what failed of this kind once more, from the beginning; how much that was. Of the same work only
    the newest stays, and none where it has been put again, be it at this moment."""
    j = jobs.c
    taken = session.execute(delete(jobs).where(FAILED, j.kind == kind).returning(j.id, j.key, j.payload))
    newest = {row.key: row for row in sorted(taken)}
    anew = {"kind": kind, "due_at": now, "created_at": now}
    rows = [{**newest[key]._mapping, **anew} for key in sorted(newest)]
    put = session.scalars(_again(session.get_bind().dialect.name), rows).all() if rows else []
    told = (events.event(now, "job", key, "try_again", "staff", "failed", "open", user_id) for key in put)
    events.append(session, list(told))
    return len(put)


@cache
def _again(dialect: str) -> Any:
    new = dialects.insert_for(dialect, jobs)
    return new.on_conflict_do_nothing(**_ONE).returning(jobs.c.id)
