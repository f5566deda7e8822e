"""The life of a request of a customer for their own data (A5, GB/T 19010 4.10; GB/T 35273 8.2 to 8.4, 8.7).

open 待办 · done 已办 · refused 已拒绝. `kind` is export (to be given it) or erase (to be forgotten). A
refusal needs a reason, which the customer is told.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.domain.calendar import Calendar
from storage.domain.deadline import due
from storage.domain.intake import CHANNELS, moment
from storage.domain.machine import LifeCycle
from storage.domain.policy import Policy

KINDS: Final = ("export", "erase")

LONGEST: Final = 500
"""Characters of how it was made sure who asks."""

LIFE = LifeCycle(
    "request",
    states=("open", "done", "refused"),
    transitions=(("fulfil", "open", "done"), ("refuse", "open", "refused")),
    initial="open",
)


def due_at(policy: Policy, calendar: Calendar, received_at: datetime) -> datetime:
    """By when a request that is received now must be carried out or refused."""
    return due(policy.limits["request"], calendar, received_at)


@dataclass(frozen=True, slots=True)
class Typed:
    """What staff take down: by which of `intake.CHANNELS` it came, when (None: that is no time), and how they
    made sure who asks."""

    kind: str
    channel: str
    received_at: datetime | None
    identified: str


def wrong(typed: Typed, now: datetime) -> dict[str, str]:
    """What does not fit, by field: unknown_choice, not_identified, too_long, or as `intake.moment` has it."""
    told = typed.identified.strip()
    checks = {
        "kind": "" if typed.kind in KINDS else "unknown_choice",
        "channel": "" if typed.channel in CHANNELS else "unknown_choice",
        "received": moment(typed.received_at, now),
        "identified": "not_identified" if not told else "too_long" if len(told) > LONGEST else "",
    }
    return {name: code for name, code in checks.items() if code}
