"""The life of a request of a customer for their own data (A5, GB/T 19010 4.10; GB/T 35273 8.2 to 8.4, 8.7).

open 待办 · done 已办 · refused 已拒绝. `kind` is export (to be given it) or erase (to be forgotten). A
refusal needs a reason, which the customer is told.
"""

from datetime import datetime
from typing import Final

from storage.domain.calendar import Calendar
from storage.domain.deadline import due
from storage.domain.machine import LifeCycle
from storage.domain.policy import Policy

KINDS: Final = ("export", "erase")

LIFE = LifeCycle(
    "request",
    states=("open", "done", "refused"),
    transitions=(("fulfil", "open", "done"), ("refuse", "open", "refused")),
    initial="open",
)


def due_at(policy: Policy, calendar: Calendar, received_at: datetime) -> datetime:
    """By when a request that is received now must be carried out or refused."""
    return due(policy.limits["request"], calendar, received_at)
