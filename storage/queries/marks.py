"""What waits, for the frame of every staff page; and a mark that changes with anything a page may show."""

from datetime import datetime

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session

from storage import hiding, viewings
from storage.domain.complaint import OPEN
from storage.jobs import FAILED, REREAD
from storage.jobs import OPEN as OPEN_JOBS
from storage.mails.reading import OPEN as OPEN_MAILS
from storage.queries import parked
from storage.queries.filters import being_told
from storage.tables import (
    analyses,
    complaint_entries,
    complaints,
    conversations,
    events,
    follow_ups,
    hook_sends,
    imports,
    jobs,
    mails,
    messages,
    outbox,
    requests,
)

Mark = tuple[object, ...]


def counts(session: Session, now: datetime) -> dict[str, int]:
    """How many talks wait for a person, complaints are overdue, messages or mails put aside, or jobs failed:
    under talks, complaints, parked; how many requests for one's own data, under requests; and how many texts
    are to be followed up, under follow_ups."""
    c, k = conversations.c, complaints.c
    theirs = hiding.shown_of(session, c.customer_id)
    waiting = select(func.count()).where(c.waiting_since.is_not(None), ~c.preview, theirs)
    overdue = select(func.count()).where(k.state.in_(OPEN), k.due_at < now, ~k.preview, hiding.shown(session))
    asked = select(func.count()).where(requests.c.state == "open", requests.c.due_at < now)
    asked = asked.where(hiding.shown_of(session, requests.c.customer_id))
    said, wrote = (parked.counted(session, kind).scalar_subquery() for kind in parked.KINDS)
    f = follow_ups.c
    signalled = (
        select(f.subject, f.subject_id)
        .where(f.state == "open", ~being_told(follow_ups), hiding.shown_text(session, follow_ups))
        .distinct()
        .subquery()
    )
    followed = select(func.count()).select_from(signalled)
    failed = select(func.count()).where(FAILED).select_from(jobs)
    query = select(
        waiting.scalar_subquery().label("talks"),
        overdue.scalar_subquery().label("complaints"),
        (said + wrote + failed.scalar_subquery()).label("parked"),
        asked.scalar_subquery().label("requests"),
        followed.scalar_subquery().label("follow_ups"),
    )
    return dict(session.execute(query).one()._mapping)


def change_mark(session: Session, now: datetime) -> Mark:
    """Differs from an earlier one when something was said, done or understood since. Cheap: read often."""
    last = [
        select(func.max(table.c.id)).scalar_subquery()
        for table in (messages, outbox, events, complaint_entries, analyses, follow_ups)
    ]
    unread = select(func.count()).where(OPEN_JOBS).select_from(jobs).scalar_subquery()
    reread = select(func.max(jobs.c.id)).where(OPEN_JOBS, jobs.c.kind == REREAD).scalar_subquery()
    read = select(func.sum(imports.c.done)).where(imports.c.state == "reading").scalar_subquery()
    seen = viewings.mark(now).scalar_subquery()
    told = _told()
    kept = (unread, reread, read, seen, _mails().scalar_subquery(), *told.c)
    return tuple(session.execute(select(*last, *kept).select_from(told)).one())


def _told() -> Subquery:
    """What other systems are to be told: how much, how often it was tried, how much is under way."""
    s = hook_sends.c
    counted = (
        func.count().label("n"),
        func.sum(s.attempts).label("tried"),
        func.count(s.lease_until).label("held"),
    )
    return select(*counted).where(s.state == "waiting").subquery()


def _mails() -> Select[int]:
    """How many mails wait for staff."""
    return select(func.count()).where(OPEN_MAILS, mails.c.state.in_(("held", "parked"))).select_from(mails)
