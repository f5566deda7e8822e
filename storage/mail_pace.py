"""How many mails were sent in this minute and this hour, by all processes together: hosts close the account
of who sends too many."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from storage import numbers
from storage.tables import counters

MINUTE: Final = 60
HOUR: Final = 3600

_PREFIX: Final = "mails."


def count(session: Session, limits: Mapping[int, int], now: datetime) -> float:
    """One more mail, where no limit forbids it: limits are so many in a span of so many seconds. Else
    nothing is counted; the seconds until one is allowed again."""
    second = int(now.timestamp())
    taken = {span: numbers.take(session, _key(span, second), 1)[0] for span in limits}
    full = [span for span, most in limits.items() if taken[span] > most]
    if full:
        give_back(session, limits, now)
    for span in limits:  # only now: numbers are taken in a transaction of their own, which may wait for none
        if taken[span] == 1:
            _forget_before(session, span, second)
    return max((float(span - second % span) for span in full), default=0.0)


def give_back(session: Session, spans: Iterable[int], at: datetime) -> None:
    """The mail that was counted at that moment was not sent after all."""
    keys = [_key(span, int(at.timestamp())) for span in spans]
    session.execute(update(counters).where(counters.c.key.in_(keys)).values(value=counters.c.value - 1))


def _forget_before(session: Session, span: int, second: int) -> None:
    c = counters.c.key
    old = c.startswith(f"{_PREFIX}{span}.", autoescape=True), c != _key(span, second)
    session.execute(delete(counters).where(*old))


def _key(span: int, second: int) -> str:
    return f"{_PREFIX}{span}.{second // span}"
