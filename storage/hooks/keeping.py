"""Which addresses are told what."""

import base64
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from storage import events as history
from storage import sealing, settled
from storage.domain.hook import SECRET, wrong
from storage.hooks.rules import rules
from storage.settings import settings
from storage.tables import events, hook_sends, hooks

SEALED_FOR: Final = "webhook secret"
"""What the seal is for (`storage.sealing`)."""

MOST: Final = 20
"""Addresses that there may be."""

_H: Final = hooks.c
_S: Final = hook_sends.c


class Refused(ValueError):
    """There can be no such address; `code` is no_kind, too_many or one of `storage.domain.hook.wrong`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Hook(NamedTuple):
    """An address as its page shows it; `off` says why it is told nothing, empty where it is."""

    id: int
    url: str
    kinds: list[str]
    off: str
    failing_since: datetime | None
    created_at: datetime


def make(session: Session, url: str, kinds: Collection[str], user_id: int, at: datetime) -> tuple[int, str]:
    """One more: its id, and the secret that signs, which can be read this once. It is told what happens from
    now on. Raises Refused."""
    chosen = [each.key for each in rules().kinds if each.key in kinds]
    code = wrong(url, settings().hooks_private) or ("" if chosen else "no_kind")
    if not code and (session.scalar(select(func.count()).select_from(hooks)) or 0) >= MOST:
        code = "too_many"
    if code:
        raise Refused(code)
    secret = SECRET + base64.b64encode(secrets.token_bytes(24)).decode()
    row: dict[str, Any] = {
        "url": url,
        "kinds": chosen,
        "sealed": sealing.seal(SEALED_FOR, secret),
        "upto": settled.newest(session, events),
        "user_id": user_id,
        "created_at": at,
    }
    made: int = session.scalars(insert(hooks).returning(_H.id), [row]).one()
    _note(session, made, "make", user_id, at)
    return made, secret


def switch(session: Session, hook_id: int, *, on: bool, user_id: int, at: datetime) -> bool:
    """Tell it nothing any more, or again what happens from now on: who switches it on answers for it, as who
    made it did. False: there is none such."""
    if not on:
        if not stop(session, hook_id, "staff"):
            return False
    else:
        found = update(hooks).where(_H.id == hook_id, _H.off != "").returning(_H.id)
        upto = settled.newest(session, events)
        anew = {"off": "", "upto": upto, "failing_since": None, "user_id": user_id}
        if session.scalar(found.values(anew)) is None:
            return False
        _leave(session, hook_id)
    _note(session, hook_id, "switch_on" if on else "switch_off", user_id, at)
    return True


def stop(session: Session, hook_id: int, off: str, *which: ColumnElement[bool]) -> bool:
    """Tell it nothing any more, for this reason, if it is so (`which`): what waits is not sent later either.
    False: it is not so, or nothing is told already."""
    found = update(hooks).where(_H.id == hook_id, _H.off == "", *which).values(off=off)
    if session.scalar(found.returning(_H.id)) is None:
        return False
    _leave(session, hook_id)
    return True


def _leave(session: Session, hook_id: int) -> None:
    """What happened and waits to be told is not told; a test is."""
    waiting = update(hook_sends).where(_S.hook_id == hook_id, _S.state == "waiting", _S.event_id.is_not(None))
    session.execute(waiting.values(state="failed", reason="off", lease_until=None))


def drop(session: Session, hook_id: int, user_id: int, at: datetime) -> bool:
    """Forget it, with all it was told. False: there is none such."""
    session.execute(delete(hook_sends).where(_S.hook_id == hook_id))
    if session.scalar(delete(hooks).where(_H.id == hook_id).returning(_H.id)) is None:
        return False
    _note(session, hook_id, "drop", user_id, at)
    return True


def listing(session: Session) -> list[Hook]:
    """All there are."""
    query = select(*(_H[name] for name in Hook._fields)).order_by(_H.id)
    return [Hook._make(row) for row in session.execute(query)]


def one(session: Session, hook_id: int) -> Hook | None:
    """This one."""
    return next((each for each in listing(session) if each.id == hook_id), None)


def test(session: Session, hook_id: int, at: datetime) -> bool:
    """Tell it something that never happened. False: there is none such."""
    if one(session, hook_id) is None:
        return False
    session.execute(
        insert(hook_sends), [{"hook_id": hook_id, "kind": "test", "due_at": at, "created_at": at}]
    )
    return True


def again(session: Session, hook_id: int, send_id: int, at: datetime) -> bool:
    """Tell it once more, from the beginning. False: there is none such, or it is being told."""
    its = (_S.hook_id == hook_id, _S.id == send_id, _S.state != "waiting")
    anew = {"state": "waiting", "attempts": 0, "due_at": at, "lease_until": None, "reason": ""}
    return session.scalar(update(hook_sends).where(*its).values(anew).returning(_S.id)) is not None


def hurry(session: Session, hook_id: int, at: datetime) -> None:
    """What waits to be tried again is told now, from the beginning; each after what it waits for, as ever."""
    free = _S.lease_until.is_(None) | (_S.lease_until <= at)
    later = (_S.hook_id == hook_id, _S.state == "waiting", _S.due_at > at, free)
    session.execute(update(hook_sends).where(*later).values(due_at=at, attempts=0))


def _note(session: Session, hook_id: int, trigger: str, user_id: int, at: datetime) -> None:
    history.append(session, [history.event(at, "hook", hook_id, trigger, "staff", user_id=user_id)])
