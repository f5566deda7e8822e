"""What came of sending: many rows a statement, so that SQLite's one writer is not worn out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from storage import bulk, events
from storage.outbox.saying import OPEN
from storage.tables import outbox


class PutOff(NamedTuple):
    """A claimed row that could not be sent for now; `attempts` are those that count from here on."""

    id: int
    due_at: datetime
    reason: str
    attempts: int


def sent_all(session: Session, rows: Mapping[int, str | None], at: datetime) -> None:
    """The channel has taken these, each under this id of its own."""
    _mark(session, _SENT, [{"key": key, "mark": mark, "at": at} for key, mark in sorted(rows.items())])


def fail_all(session: Session, rows: Mapping[int, str], at: datetime) -> None:
    """These can never be sent, each for its reason; staff see it, and what follows goes on. What another has
    sent meanwhile stays so."""
    unsent = session.scalars(select(outbox.c.id).where(OPEN, outbox.c.id.in_(rows))).all() if rows else ()
    _mark(session, _FAILED, [{"key": key, "why": rows[key], "at": at} for key in sorted(unsent)])
    history = (events.event(at, "saying", key, "fail", "bot", target=rows[key]) for key in unsent)
    events.append(session, list(history))


def fail_unsent(session: Session, channel: str, conversation_id: int, reason: str, at: datetime) -> None:
    """Nothing that is still to be said there can be."""
    there = (outbox.c.channel == channel, outbox.c.conversation_id == conversation_id)
    unsent = session.scalars(select(outbox.c.id).where(OPEN, *there))
    fail_all(session, dict.fromkeys(unsent, reason), at)


def put_off_all(session: Session, rows: Sequence[PutOff], at: datetime) -> None:
    """These could not be sent for now; what follows in their conversations waits too. Should the clock have
    been wrong just now, then `tried_at` tells it together with what they are due at."""
    marks = [
        {"key": row.id, "due": row.due_at, "at": at, "why": row.reason, "tries": row.attempts}
        for row in sorted(rows)
    ]
    _mark(session, _LATER, marks)


def give_back(session: Session, rows: Mapping[int, int]) -> None:
    """By id the attempts before: these were claimed and never tried, as if nobody had."""
    _mark(session, _BACK, [{"key": key, "tries": tries} for key, tries in sorted(rows.items())])


_ROW = outbox.c.id == bindparam("key")
_CLAIMED = (_ROW, outbox.c.state == "sending")  # else it has failed meanwhile, as the customer has left

_SENT = (
    update(outbox)
    .where(_ROW)
    .values(state="sent", external_id=bindparam("mark"), sent_at=bindparam("at"), lease_until=None)
)
_FAILED = (
    update(outbox)
    .where(_ROW)
    .values(state="failed", reason=bindparam("why"), sent_at=bindparam("at"), lease_until=None)
)
_LATER = (
    update(outbox)
    .where(*_CLAIMED)
    .values(
        state="waiting",
        due_at=bindparam("due"),
        tried_at=bindparam("at"),
        reason=bindparam("why"),
        attempts=bindparam("tries"),
        lease_until=None,
    )
)
_BACK = update(outbox).where(*_CLAIMED).values(state="waiting", attempts=bindparam("tries"), lease_until=None)


def _mark(session: Session, statement: Any, marks: list[dict[str, Any]]) -> None:
    if marks:
        bulk.execute(session, statement, marks)
