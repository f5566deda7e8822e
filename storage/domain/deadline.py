"""Deadlines (时限) of a complaint, exact, from a policy and a calendar (D5, GB/T 19012 7.4 and 7.7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.domain.calendar import Calendar, add_working, end_of_working_day
from storage.domain.policy import Limit, Policy

NEXT = {"received": "acknowledge", "acknowledged": "answer", "investigating": "answer", "answered": "close"}
"""What a complaint in this state waits for; a state that is not here waits for nothing."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind` (acknowledge, answer, close) is due at `due_at`, in UTC."""

    kind: str
    due_at: datetime


def due(limit: Limit, calendar: Calendar, since: datetime) -> datetime:
    """When the time allowed, counted from `since`, ends."""
    if limit.days is None:
        return add_working(calendar, since, timedelta(hours=limit.hours))
    return end_of_working_day(calendar, since, limit.days)


def next_due(policy: Policy, calendar: Calendar, received_at: datetime, state: str) -> Deadline | None:
    """What a complaint in this state must see next, and by when; None where nothing is due any more."""
    kind = NEXT.get(state)
    return Deadline(kind, due(policy.limits[kind], calendar, received_at)) if kind else None
