"""Who is told when a limit is missed, step by step (升级; GB/T 19012 annex G; D12)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.domain.fields import Fields, closest

ROLES: Final = ("owner", "department_head", "manager")
"""Each answers to the next."""


@dataclass(frozen=True, slots=True)
class Rung:
    """This role is told after so many working hours late."""

    role: str
    hours: float


@dataclass(frozen=True, slots=True)
class Step:
    """This role is to be told after this moment, in UTC, and once: whoever does it keeps the `key`."""

    role: str
    at: datetime
    key: str


def parse(fields: Fields) -> tuple[Rung, ...]:
    """The rungs from the list `escalation` of a policy, the first to be told first."""
    return tuple(sorted(map(_rung, fields.each("escalation")), key=lambda rung: rung.hours))


def _rung(fields: Fields) -> Rung:
    role = fields.text("role")
    if role and role not in ROLES:
        fields.problem("role", "unknown_key", key=role, nearest=closest(role, ROLES))
    hours = fields.number("hours", 0, 10_000)
    fields.done()
    return Rung(role, hours or 0.0)
