"""Evidence whose term is over goes (E6): files, raw messages and mails; that they were there stays. Words go
when theirs is (`storage.retention`). Tables of customers that nobody took go too, and whose an answer without
a name was that is never finished.

A job does it day by day, a portion at a time, and puts the next.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine, delete, null, or_, select, update
from sqlalchemy.orm import Session

from storage import abandoned, db, definitions, holds, jobs, mails, retention
from storage.domain.retention import over
from storage.importing.handing_in import FORGOTTEN
from storage.retention import announcing
from storage.tables import complaints, files, imports, messages, responses
from storage.tables import mails as mails_table

JOB = "expire"
"""The kind of job that lets evidence expire; payload: nothing."""

PORTION = 500
DAILY = timedelta(days=1)


class Expired(NamedTuple):
    """The files, the messages and the mails whose term is over, the words, and the responses that were
    left; what was held when they were looked for."""

    files: Sequence[int]
    raw: Sequence[int]
    mails: Sequence[int]
    words: retention.Found
    left: Sequence[int]
    kept: holds.Kept
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
        kept = holds.kept(session)
        old_files, old_raw = (
            old_files.where(*_free_files(kept)),
            old_raw.where(_free(m.conversation_id, kept.talks)),
        )
        expired_files = session.scalars(old_files.limit(PORTION)).all()
        expired_raw = session.scalars(old_raw.limit(PORTION)).all()
        expired_mails = session.scalars(
            mails.expired(over(terms.raw, now), PORTION).where(
                _free(mails_table.c.conversation_id, kept.talks)
            )
        ).all()
        words = retention.find(session, announcing.counting(session, terms, now), now, PORTION)
        left = abandoned.find(session, now, PORTION)
        return Expired(expired_files, expired_raw, expired_mails, words, left, kept, now)


def _free(key: ColumnElement[Any], kept: Sequence[int]) -> ColumnElement[bool]:
    """Not held, because of this."""
    return or_(key.is_(None), key.not_in(kept))


def _free_files(kept: holds.Kept) -> list[ColumnElement[bool]]:
    """Of nothing that is held; where nothing is, no table is looked through for it."""
    if not any(kept):
        return []
    f, k = files.c, complaints.c
    cases = select(k.id).where(or_(k.id.in_(kept.complaints), k.customer_id.in_(kept.customers)))
    given = select(responses.c.id).where(responses.c.customer_id.in_(kept.customers))
    own = or_(f.complaint_id.is_(None), f.complaint_id.not_in(cases))
    return [
        _free(f.conversation_id, kept.talks),
        own,
        or_(f.response_id.is_(None), f.response_id.not_in(given)),
    ]


def expire(session: Session, found: Sequence[Expired]) -> None:
    """Empty them, and put the next job: at once while there is more, else tomorrow. Where other things are
    held by now than when they were looked for, they are looked for again."""
    gone = {"content": b"", "thumbnail": null(), "remote": "", "state": "expired"}
    holds.take_turns(session)
    kept = holds.kept(session)
    for each in found:
        if each.kept != kept:
            _put(session, each.now, each.now)
            continue
        announcing.announce(session, definitions.policy().retention, each.now)
        session.execute(update(files).where(files.c.id.in_(each.files)).values(gone))
        session.execute(update(messages).where(messages.c.id.in_(each.raw)).values(raw=null()))
        mails.expire(session, each.mails)
        retention.empty(session, each.words)
        abandoned.stop(session, each.left, each.now)
        left = (imports.c.state != "taken") & (imports.c.created_at < each.now - FORGOTTEN)
        session.execute(delete(imports).where(left))
        more = each.words.more or PORTION in map(len, (each.files, each.raw, each.mails, each.left))
        _put(session, each.now + (timedelta(0) if more else DAILY), each.now)


def _put(session: Session, due_at: datetime, now: datetime) -> None:
    """One a day, however many workers begin; and never the one that is being done, which would never end."""
    key = due_at.date().isoformat() if due_at > now else due_at.isoformat()
    jobs.put_next(session, jobs.Job(kind=JOB, key=key, payload={}, due_at=due_at, created_at=now))
