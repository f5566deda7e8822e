"""What waits, for the frame of every staff page; and a mark that changes with anything a page may show."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.domain.complaint import OPEN
from storage.jobs import OPEN as OPEN_JOBS
from storage.messages import WAITING
from storage.tables import analyses, complaints, conversations, events, jobs, messages, outbox

Mark = tuple[int | None, ...]


def counts(session: Session, now: datetime) -> dict[str, int]:
    """How many talks wait for a person, complaints are overdue, messages are parked: under talks, complaints,
    parked."""
    c, k = conversations.c, complaints.c
    waiting = select(func.count()).where(c.waiting_since.is_not(None), ~c.preview)
    overdue = select(func.count()).where(k.state.in_(OPEN), k.due_at < now, ~k.preview)
    parked = select(func.count()).where(WAITING, messages.c.state == "parked")
    query = select(
        waiting.scalar_subquery().label("talks"),
        overdue.scalar_subquery().label("complaints"),
        parked.scalar_subquery().label("parked"),
    )
    return dict(session.execute(query).one()._mapping)


def change_mark(session: Session) -> Mark:
    """Differs from an earlier one when something was said, done or understood since. Cheap: read often."""
    last = [select(func.max(table.c.id)).scalar_subquery() for table in (messages, outbox, events, analyses)]
    unread = select(func.count()).where(OPEN_JOBS).select_from(jobs).scalar_subquery()
    return tuple(session.execute(select(*last, unread)).one())
