"""What comes of sending one row of the outbox, and how that is written, many in one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

import structlog
from sqlalchemy.orm import Session

from bot.channels import Deferred, Gone, Later, Refused, Sends
from bot.message import Outbound
from bot.pace import pause
from storage import db, logs, outbox
from storage.conversations import leaving
from storage.outbox import PutOff, Said

SEND_SECONDS: Final = 15.0

MOST_ATTEMPTS: Final = 12
"""Errors of the row itself before it is given up."""

WEATHER: Final = 5
"""What the network, the channel's server or its limits cause is no fault of the row: it is tried for ever,
and counts for no more attempts than this. The pause is then 2^5 seconds: soon after an outage all is sent."""

LONGEST_PAUSE: Final = 600.0

MOST_DEFERRED: Final = 215
DEFERRED_PAUSE: Final = 1800.0
"""Attempts, and seconds between them in the end: some four days and a quarter (RFC 5321, 4.5.4.1)."""

log = structlog.get_logger()


class Outcome(NamedTuple):
    """`told` is the channel's id of what was sent, else the reason. Later: in so many `seconds`, and so many
    `attempts` count. Left: the customer has."""

    verdict: Literal["sent", "later", "failed", "left"]
    told: str
    seconds: float = 0.0
    attempts: int = 0


class Tried(NamedTuple):
    """A row and what came of it."""

    row: Said
    outcome: Outcome


class Mark(NamedTuple):
    """What came of a row of this conversation, and which rows nobody has tried. `ends`: no more of it is
    being sent."""

    conversation_id: int
    tried: Tried | None
    untried: Sequence[Said]
    ends: bool


Allowed = Callable[[datetime], datetime]
"""The first moment from this one on at which customers may be disturbed."""


async def attempt(channel: Sends, row: Said, allowed: Allowed) -> Tried:
    """Send it, unless the customer has left, or it is to be said no more than once and may have been. What
    nobody asked for waits until quiet hours are over, unless the customer has written since."""
    if row.left:
        return Tried(row, Outcome("failed", "left"))
    if row.doubted and row.payload.get(outbox.ONCE):
        return Tried(row, Outcome("failed", outbox.IN_DOUBT))
    wait = allowed(row.tried_at) - row.tried_at
    if wait and row.payload.get(outbox.UNASKED) and not row.awake:
        return Tried(row, Outcome("later", outbox.QUIET, wait.total_seconds(), row.attempts - 1))
    return Tried(row, await _outcome(channel, row))


async def _outcome(channel: Sends, row: Said) -> Outcome:
    try:
        async with asyncio.timeout(SEND_SECONDS):
            return Outcome("sent", await channel.send(Outbound.load(row.payload), row))
    except Later as later:
        return _deferred(row, later) if isinstance(later, Deferred) else _weather(row, later)
    except (TimeoutError, db.OutOfReach) as failure:
        return _weather(row, Later(0, "timeout" if isinstance(failure, TimeoutError) else "database"))
    except Refused as refused:
        return Outcome("failed", refused.reason)
    except Gone as gone:
        return Outcome("left", gone.reason)
    except Exception as failure:  # this is the door: one row that can't be sent must not end it for all
        log.error("sending failed", row=row.id, attempt=row.attempts, **logs.told(failure))
        return _fault(row, type(failure).__name__)


def _weather(row: Said, later: Later) -> Outcome:
    attempts = min(row.attempts, WEATHER)
    return Outcome("later", later.reason, max(later.seconds, pause(attempts, LONGEST_PAUSE)), attempts)


def _deferred(row: Said, later: Deferred) -> Outcome:
    """Each of them counts: an outage in between, which counts for few, gives it its days anew."""
    if row.attempts >= MOST_DEFERRED:
        return Outcome("failed", "deferred")
    seconds = max(later.seconds, pause(row.attempts, DEFERRED_PAUSE))
    return Outcome("later", later.reason, seconds, row.attempts)


def _fault(row: Said, error: str) -> Outcome:
    if row.attempts >= MOST_ATTEMPTS:
        return Outcome("failed", error)
    return Outcome("later", error, pause(row.attempts, LONGEST_PAUSE), row.attempts)


def settle(session: Session, marks: Sequence[Mark], now: datetime) -> None:
    """Write what came of them. Who has left comes first: a conversation is locked before its rows."""
    tried = [mark.tried for mark in marks if mark.tried]
    for row, outcome in sorted(tried):
        if outcome.verdict == "left":
            leaving.leave(session, (row.channel, row.address), row.tried_at, outcome.told)
    done = {
        verdict: {row.id: outcome.told for row, outcome in tried if outcome.verdict == verdict}
        for verdict in _FINAL
    }
    outbox.sent_all(session, done["sent"], now)
    outbox.fail_all(session, done["failed"] | done["left"], now)
    outbox.put_off_all(
        session,
        [
            PutOff(row.id, now + timedelta(seconds=outcome.seconds), outcome.told, outcome.attempts)
            for row, outcome in tried
            if outcome.verdict == "later"
        ],
        now,
    )
    outbox.give_back(session, {row.id: row.attempts - 1 for mark in marks for row in mark.untried})


_FINAL: Final = ("sent", "failed", "left")
