"""How the work stands, in numbers: for whoever watches the machines. No row of it is anybody's."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from storage import heartbeats, jobs
from storage.domain.complaint import OPEN as OPEN_COMPLAINTS
from storage.mails.reading import OPEN as OPEN_MAILS
from storage.messages import WAITING
from storage.outbox.saying import OPEN as OPEN_OUTBOX
from storage.tables import complaints, mails, messages, outbox


class Queue(NamedTuple):
    """What waits to be sent over a channel: `n` rows, the oldest of them due for so many `seconds`."""

    n: int
    seconds: float


class Standing(NamedTuple):
    """`outbox` by channel; `jobs` by kind; `parked` by what it is (message, mail); complaints `overdue`;
    `heartbeat`: seconds since the worker last said that it works (None: it never has); `size` of the
    database in bytes."""

    outbox: dict[str, Queue]
    jobs: list[jobs.Standing]
    parked: dict[str, int]
    overdue: int
    heartbeat: float | None
    size: int


def standing(session: Session, now: datetime) -> Standing:
    """All of it, in a few queries that read along their indexes."""
    k = complaints.c
    late = select(func.count()).where(k.state.in_(OPEN_COMPLAINTS), k.due_at < now, ~k.preview)
    return Standing(
        _outbox(session, now),
        jobs.standing(session, now),
        _parked(session),
        session.scalar(late) or 0,
        heartbeat(session, now),
        size(session),
    )


def _outbox(session: Session, now: datetime) -> dict[str, Queue]:
    o = outbox.c
    query = select(o.channel, func.count(), func.min(o.due_at)).where(OPEN_OUTBOX).group_by(o.channel)
    rows = session.execute(query)
    return {channel: Queue(n, max(0.0, (now - due).total_seconds())) for channel, n, due in rows}


def _parked(session: Session) -> dict[str, int]:
    said = select(func.count()).where(WAITING, messages.c.state == "parked").select_from(messages)
    wrote = select(func.count()).where(OPEN_MAILS, mails.c.state.in_(("held", "parked"))).select_from(mails)
    return {"message": session.scalar(said) or 0, "mail": session.scalar(wrote) or 0}


def heartbeat(session: Session, now: datetime) -> float | None:
    """Seconds since the worker last said that it works; None: it never has."""
    at = heartbeats.last(session, heartbeats.WORKER)
    return None if at is None else max(0.0, (now - at).total_seconds())


def size(session: Session) -> int:
    """Bytes of the database as it lies on the disk."""
    if session.get_bind().dialect.name == "postgresql":
        return int(session.scalar(text("select pg_database_size(current_database())")) or 0)
    pages, each = (session.scalar(text(f"pragma {name}")) or 0 for name in ("page_count", "page_size"))
    return int(pages * each)
