"""How often customers may be written to unasked (主动联系): invitations and reminders count alike.

Who wants to write asks first, with when the customer was last written to, and writes it down:

    known = contacts.recent(session, customer_ids, now - policy.contact.span)
    if contact.allowed_at(known.get(customer_id, ()), policy.contact, now) <= now: …
    contacts.record(session, customer_ids, now)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so often (`most`, 0: there is no cap) within any `days` days (24 hours each)."""

    most: int = 0
    days: float = 0.0

    @property
    def span(self) -> timedelta:
        """How far back contacts count."""
        return timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Reminding:
    """Who left something half done is reminded after so many hours, so often at most (`most`, 0: never)."""

    hours: float = 0.0
    most: int = 0

    @property
    def after(self) -> timedelta:
        """How long nothing was heard of them."""
        return timedelta(hours=self.hours)


def allowed_at(contacted: Iterable[datetime], cap: Cap, now: datetime) -> datetime:
    """The first moment from `now` on at which one more contact keeps to the cap. Those in the future, which a
    clock that has gone back left, count as now."""
    counted = sorted(min(at, now) for at in contacted if at > now - cap.span)
    if not cap.most or len(counted) < cap.most:
        return now
    return max(now, counted[-cap.most] + cap.span)
