"""Terms of words are announced before the first word goes by them: an installation that is upgraded, or whose
terms are changed, has two weeks to look at what would go, unless an administrator confirms them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import dialects, events
from storage.domain.retention import WORDS, Retention
from storage.tables import options

KEY: Final = "retention"
NOTICE: Final = timedelta(days=14)
"""So long words stay that are over terms which nobody has confirmed."""


class Stale(RuntimeError):
    """Other terms are in force by now than those that were to be confirmed."""


def mark(terms: Retention) -> str:
    """These terms, as a form has them: 1095-1095-1825-1095-1095."""
    return "-".join(str(getattr(terms, name)) for name in WORDS)


def empties(terms: Retention) -> bool:
    """Whether any words ever go by these."""
    return any(getattr(terms, name) for name in WORDS)


def confirmed(session: Session, terms: Retention) -> bool:
    """Whether an administrator has confirmed these; there is nothing to confirm where nothing goes."""
    told = _announced(session, terms)
    return not empties(terms) or bool(told and told.value["confirmed"])


def begins(session: Session, terms: Retention, now: datetime) -> datetime:
    """From when on words go by these."""
    told = _announced(session, terms)
    if told is None:
        return now + NOTICE
    since: datetime = told.at
    return since if told.value["confirmed"] else since + NOTICE


def counting(session: Session, terms: Retention, now: datetime) -> Retention:
    """The terms that count now: without those of words, while these are only announced."""
    if begins(session, terms, now) <= now:
        return terms
    return replace(terms, **dict.fromkeys(WORDS, 0))


def announce(session: Session, terms: Retention, now: datetime) -> None:
    """From now on they are, where they were not."""
    if _announced(session, terms) is None:
        _keep(session, terms, False, None, now)


def confirm(session: Session, terms: Retention, seen: str, user_id: int, at: datetime) -> None:
    """They count from the next round on. Raises Stale."""
    if seen != mark(terms):
        raise Stale
    if not confirmed(session, terms):
        _keep(session, terms, True, user_id, at)
        events.append(session, [events.event(at, "retention", 0, "confirm", "staff", user_id=user_id)])


def _announced(session: Session, terms: Retention) -> Any:
    """The row of just these terms."""
    row = session.execute(select(options).where(options.c.key == KEY)).one_or_none()
    return row if row and row.value["terms"] == mark(terms) else None


def _keep(session: Session, terms: Retention, sure: bool, user_id: int | None, at: datetime) -> None:
    row = {"key": KEY, "value": {"terms": mark(terms), "confirmed": sure}, "user_id": user_id, "at": at}
    new = dialects.insert(session, options).values(row)
    session.execute(new.on_conflict_do_update(index_elements=["key"], set_=row))
