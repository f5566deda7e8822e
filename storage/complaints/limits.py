"""The time limits of one complaint as they stand, and which of them somebody was told of."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.complaints.falling_due import cases
from storage.domain.deadline import Deadline
from storage.tables import complaint_reminders

REMINDING: Final = ("remind", "escalate")
"""What the clock does about a time limit; the history has it."""


class Reminded(NamedTuple):
    """The limit of this kind was told of then: to its owner, who is reminded, or once it is late to whoever
    has this role (one of `storage.domain.escalation.ROLES`)."""

    at: datetime
    kind: str
    role: str


def deadlines(session: Session, complaint_id: int, now: datetime) -> list[Deadline]:
    """What is due of it and what was done in time or late, the first due first."""
    return [each for case in cases(session, [complaint_id], now) for each in case.found]


def reminded(session: Session, complaint_ids: Collection[int]) -> dict[int, list[Reminded]]:
    """By complaint: of what somebody was told, oldest first."""
    r = complaint_reminders.c
    found: dict[int, list[Reminded]] = defaultdict(list)
    query = select(r.complaint_id, r.at, r.key).where(r.complaint_id.in_(complaint_ids)).order_by(r.id)
    for complaint_id, at, key in session.execute(query):
        found[complaint_id].append(_reminded(at, key))
    return found


def _reminded(at: datetime, key: str) -> Reminded:
    """From what is kept of it (`Deadline.key`, `Step.key`): kind, since, and of a step the role, how late."""
    kind, _, role, *_ = (*key.split(" "), "", "")
    return Reminded(at, kind, role or "owner")
