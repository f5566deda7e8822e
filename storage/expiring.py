"""Evidence whose term is over goes (E6): files, raw messages and mails; that they were there stays. Tables of
customers that nobody took go too, and whose an answer without a name was that is never finished.

A job does it day by day, a portion at a time, and puts the next.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Engine, delete, null, select, update
from sqlalchemy.orm import Session

from storage import abandoned, db, definitions, jobs, mails
from storage.domain.retention import over
from storage.importing.handing_in import FORGOTTEN
from storage.tables import files, imports, messages

JOB = "expire"
"""The kind of job that lets evidence expire; payload: nothing."""

PORTION = 500
DAILY = timedelta(days=1)


class Expired(NamedTuple):
    """The files, the messages and the mails whose term is over, and the responses that were left."""

    files: Sequence[int]
    raw: Sequence[int]
    mails: Sequence[int]
    left: Sequence[int]
    now: datetime


def begin(session: Session, now: datetime) -> None:
    """See to it that expiring goes on by itself."""
    key = now.date().isoformat()
    jobs.put(session, [jobs.Job(kind=JOB, key=key, payload={}, due_at=now, created_at=now)])


def expired(engine: Engine, _: dict[str, Any], now: datetime) -> Expired:
    """The next whose term is over; looked for where nobody waits."""
    terms = definitions.policy().retention
    f, m = files.c, messages.c
    old_files = select(f.id).where(f.state == "kept", f.received_at < over(terms.files, now)).order_by(f.id)
    old_raw = select(m.id).where(m.raw.is_not(None), m.received_at < over(terms.raw, now)).order_by(m.id)
    with db.reading(engine) as session:
        expired_files = session.scalars(old_files.limit(PORTION)).all()
        expired_raw = session.scalars(old_raw.limit(PORTION)).all()
        expired_mails = session.scalars(mails.expired(over(terms.raw, now), PORTION)).all()
        return Expired(expired_files, expired_raw, expired_mails, abandoned.find(session, now, PORTION), now)


def expire(session: Session, found: Sequence[Expired]) -> None:
    """Empty them, and put the next job: at once while there is more, else tomorrow."""
    gone = {"content": b"", "thumbnail": null(), "remote": "", "state": "expired"}
    for each in found:
        session.execute(update(files).where(files.c.id.in_(each.files)).values(gone))
        session.execute(update(messages).where(messages.c.id.in_(each.raw)).values(raw=null()))
        mails.expire(session, each.mails)
        abandoned.stop(session, each.left, each.now)
        left = (imports.c.state != "taken") & (imports.c.created_at < each.now - FORGOTTEN)
        session.execute(delete(imports).where(left))
        more = PORTION in map(len, (each.files, each.raw, each.mails, each.left))
        _put(session, each.now + (timedelta(0) if more else DAILY), each.now)


def _put(session: Session, due_at: datetime, now: datetime) -> None:
    """One a day, however many workers begin; and never the one that is being done, which would never end."""
    key = due_at.date().isoformat() if due_at > now else due_at.isoformat()
    jobs.put(session, [jobs.Job(kind=JOB, key=key, payload={}, due_at=due_at, created_at=now)])
