"""What is to be sent now, under a lease, and what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import Session

from storage import alerts, events, sealing
from storage.hooks.keeping import SEALED_FOR, stop
from storage.hooks.rules import rules
from storage.settings import settings
from storage.tables import events as history
from storage.tables import hook_sends, hooks

LEASE: Final = timedelta(minutes=1)

AT_ONCE: Final = 4
"""Sent to one address at a time; to one that fails, one."""

GONE: Final = 410
"""The other side wants nothing any more."""

_H: Final = hooks.c
_S: Final = hook_sends.c


class Due(NamedTuple):
    """What is to be sent where; `message` stays the same however often. `secret` is empty where it can't be
    opened. `lease_until`: nobody else sends it until then."""

    id: int
    hook_id: int
    url: str
    secret: str
    message: str
    body: dict[str, Any]
    attempts: int
    lease_until: datetime


class Outcome(NamedTuple):
    """What became of it: the status that was answered, if any; `reason` is empty for success, else status,
    redirect, timeout, refused_address, unreachable or unopened."""

    due: Due
    status: int | None
    reason: str


def due(session: Session, now: datetime) -> bool:
    """Whether a claim may find something. Asking waits for no writer."""
    return session.scalar(select(_S.id).join_from(hook_sends, hooks).where(*_free(now)).limit(1)) is not None


def _free(now: datetime) -> tuple[Any, ...]:
    free = _S.lease_until.is_(None) | (_S.lease_until <= now)
    return _S.state == "waiting", _S.due_at <= now, free, (_H.off == "") | _S.event_id.is_(None)


def behind_another() -> ColumnElement[bool]:
    """Something that happened to the same thing before is not told yet: each is told its moves in order."""
    mine, theirs, before = history.alias("mine").c, history.alias("theirs").c, hook_sends.alias("before").c
    return (
        exists()
        .where(mine.id == _S.event_id, theirs.id < mine.id)
        .where(theirs.entity == mine.entity, theirs.entity_id == mine.entity_id)
        .where(before.hook_id == _S.hook_id, before.event_id == theirs.id, before.state == "waiting")
        .correlate(hook_sends)
    )


def claim(session: Session, now: datetime) -> list[Due]:
    """Take what is due, a few for each address, so that none waits for another."""
    ids: list[int] = []
    for hook in session.execute(select(_H.id, _H.failing_since)).all():
        most = AT_ONCE if hook.failing_since is None else 1
        waiting = select(_S.id).join_from(hook_sends, hooks).where(_S.hook_id == hook.id, *_free(now))
        found = (
            waiting.where(~behind_another())
            .order_by(_S.due_at, _S.id)
            .limit(most)
            .with_for_update(of=hook_sends, skip_locked=True)
        )
        ids += session.scalars(found).all()
    if not ids:
        return []
    taken = update(hook_sends).where(_S.id.in_(ids))
    session.execute(taken.values(lease_until=now + LEASE, attempts=_S.attempts + 1))
    e = history.c
    columns: Any = (*hook_sends.c, _H.url, _H.sealed, e.at, e.entity_id, e.trigger, e.source, e.target)
    query: Any = (
        select(*columns)
        .join_from(hook_sends, hooks)
        .join(history, e.id == _S.event_id, isouter=True)
        .where(_S.id.in_(ids))
    )
    return [_due(row) for row in session.execute(query.order_by(_S.id))]


def _due(row: Any) -> Due:
    try:
        secret = sealing.opened(SEALED_FOR, row.sealed)
    except sealing.Unopened:
        secret = ""
    told: dict[str, Any] = {"type": row.kind, "timestamp": (row.at or row.created_at).isoformat(), "data": {}}
    if row.event_id is not None:
        moved = {"trigger": row.trigger, "from": row.source, "to": row.target}
        told["data"] = {"id": row.entity_id, "event": row.event_id, **moved}
    message = f"test_{row.id}" if row.event_id is None else f"evt_{row.event_id}"
    return Due(row.id, row.hook_id, row.url, secret, message, told, row.attempts, row.lease_until)


def settle(session: Session, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write what became of them; an address that has failed for too long, or wants nothing any more, is told
    nothing from now on, and the administrators are told so. Nothing is written of what is not ours any more:
    another has taken it since, or it was left."""
    ours = [each for each in outcomes if _settled(session, each, now)]
    for each in ours:
        here = update(hooks).where(_H.id == each.due.hook_id)
        since = None if not each.reason else func.coalesce(_H.failing_since, now)
        session.execute(here.values(failing_since=since))
    for hook_id in sorted({each.due.hook_id for each in ours if each.reason}):
        gone = any(each.status == GONE for each in ours if each.due.hook_id == hook_id)
        _give_up(session, hook_id, gone, now)


def _settled(session: Session, outcome: Outcome, now: datetime) -> bool:
    ours = (_S.id == outcome.due.id, _S.state == "waiting", _S.lease_until == outcome.due.lease_until)
    here = update(hook_sends).where(*ours).values(_became(outcome, now))
    return session.scalar(here.returning(_S.id)) is not None


def _became(outcome: Outcome, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"status": outcome.status, "reason": outcome.reason, "lease_until": None}
    if not outcome.reason:
        return values | {"state": "sent", "sent_at": now}
    pause = rules().pause(outcome.due.attempts)
    return values | ({"state": "failed"} if pause is None else {"due_at": now + pause})


def _give_up(session: Session, hook_id: int, gone: bool, now: datetime) -> None:
    which = () if gone else (_H.failing_since <= now - rules().off_after,)
    end(session, hook_id, "gone" if gone else "failing", now, *which)


def end(session: Session, hook_id: int, off: str, now: datetime, *which: ColumnElement[bool]) -> None:
    """Tell it nothing from now on, for this reason, if it is so (`which`); the administrators are told."""
    if not stop(session, hook_id, off, *which):
        return
    events.append(session, [events.event(now, "hook", hook_id, "switch_off", "clock", target=off)])
    known = [each.id for each in alerts.people(session) if each.role == "administrator"]
    link = f"{settings().admin_address}/hooks/{hook_id}"
    alerts.tell(session, known, "alert.hook_off", now, link=link)
