"""How much goes with the next round, for who decides on the terms."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from storage import holds
from storage.domain.retention import Retention, over
from storage.retention.finding import KINDS, OF, aged, closed, refused

MOST: Final = 5000
"""So many are counted; there may be more."""


def tonight(session: Session, terms: Retention, now: datetime) -> dict[str, int]:
    """How many of each kind are over their term now: rows of talks count on both sides. At most MOST."""
    found, kept = dict.fromkeys(KINDS, 0), holds.kept(session)
    for kind, names in OF.items():
        if days := getattr(terms, kind):
            parts = [aged(session, name, over(days, now), MOST, kept) for name in names]
            found[kind] = min(MOST, sum(len(each.ids) for each in parts))
    found["complaints"] = len(closed(session, terms, now, MOST, kept))
    found["requests"] = len(refused(session, terms, now, MOST, kept))
    return found
