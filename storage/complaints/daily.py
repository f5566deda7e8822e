"""The daily list (D12): what is unanswered, overdue and long open, told to whom it falls to and to whom is
above them, as the first thing on a working day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from storage import alerts, definitions, dialects
from storage.conversations import locking
from storage.domain.complaint import OPEN, UNANSWERED
from storage.domain.escalation import ROLES, Person
from storage.settings import settings
from storage.tables import complaints, counters

_NEXT: Final = " · "
_ALL: Final = ROLES[2]


def due(session: Session, now: datetime) -> bool:
    """Whether today's list is still to be told: on a working day, from its first block to the end of its
    last."""
    if not definitions.policy().daily.worst:
        return False
    calendar = definitions.calendar()
    blocks = calendar.blocks_on(calendar.date_of(now))
    if not blocks or not blocks[0][0] <= now <= blocks[-1][1]:
        return False
    return session.scalar(select(counters.c.key).where(counters.c.key == _key(now))) is None


class Listed(NamedTuple):
    """What one member of staff is told today."""

    user_id: int
    told: dict[str, Any]


def lists(session: Session, now: datetime) -> list[Listed]:
    """Today's list of each. Who has nothing on it is left in peace. Reads all that is open: nobody should
    wait for it meanwhile."""
    rows = _open(session)
    found = (_listed(person, rows, now) for person in alerts.people(session))
    return [each for each in found if each]


def tell(session: Session, listed: Sequence[Listed], now: datetime) -> int:
    """Tell them today's lists, once: how many were told."""
    once = dialects.insert(session, counters).on_conflict_do_nothing().returning(counters.c.key)
    if session.scalar(once.values(key=_key(now), value=1)) is None:
        return 0
    locking.lock(session, alerts.chats(session))
    for each in listed:
        alerts.tell(session, [each.user_id], "alert.daily", now, **each.told)
    return len(listed)


def _key(now: datetime) -> str:
    return f"daily-{definitions.calendar().date_of(now):%y%m%d}"


def _open(session: Session) -> list[Row[Any]]:
    """All that is open, what is due first at the top."""
    k = complaints.c
    columns = (k.number, k.state, k.due_at, k.received_at, k.owner_id, k.department, k.concerns_id)
    query = select(*columns).where(k.state.in_(OPEN), ~k.preview)
    return list(session.execute(query.order_by(k.due_at.is_(None), k.due_at, k.id)))


def _listed(person: Person, rows: Sequence[Row[Any]], now: datetime) -> Listed | None:
    policy = definitions.policy().daily
    mine = [row for row in rows if _falls_to(row, person)]
    begun = now - timedelta(days=policy.long)
    sorts = {
        "unanswered": [row for row in mine if row.state in UNANSWERED],
        "overdue": [row for row in mine if row.due_at is not None and row.due_at < now],
        "long": [row for row in mine if row.received_at < begun],
    }
    if not any(sorts.values()):
        return None
    counts = {name: len(those) for name, those in sorts.items()}
    worst = _NEXT.join(row.number for row in mine[: policy.worst])
    link = f"{settings().admin_address}/complaints"
    told = {**counts, "day": now, "days": policy.long, "numbers": worst, "link": link}
    return Listed(person.id, told)


def _falls_to(row: Row[Any], person: Person) -> bool:
    if row.concerns_id == person.id or not person.sees(row.department):
        return False
    return person.role == _ALL or person.heads(row.department) or row.owner_id == person.id
