"""What happened is put before each address that is to be told of it, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, exists, false, or_, select, update
from sqlalchemy.orm import Session

from storage import dialects, hiding, settled
from storage.domain.hook import Kind
from storage.hooks.rules import rules
from storage.hooks.sending import end
from storage.records.kinds import may_be_told
from storage.tables import events, hook_sends, hooks, users

MOST: Final = 20_000
"""Events that are looked at for one address at a time."""

_E: Final = events.c
_H: Final = hooks.c
_S: Final = hook_sends.c

_U: Final = users.c
_ANSWERS: Final = and_(_U.active, _U.role == "administrator", _U.sees == "all")
"""They may have others told of all that happens."""


class Found(NamedTuple):
    """For this address: (event, what it is called) of those that it was not told of yet. Up to `upto` no
    other can come any more. `alone`: who answers for it may not know of all any more."""

    hook_id: int
    events: Sequence[tuple[int, str]]
    upto: int
    moved: bool
    alone: bool = False


def find(session: Session) -> list[Found]:
    """What there is for whom; nothing for those for whom there is nothing. Reads only."""
    last = settled.newest(session, events)
    query = select(_H.id, _H.kinds, _H.upto, _H.user_id).join_from(hooks, users, users.c.id == _H.user_id)
    found = [
        _for(session, hook, min(last, hook.upto + MOST))
        for hook in session.execute(query.where(_H.off == "", _H.upto < last, _ANSWERS)).all()
    ]
    hiding.read_by(session, None)
    alone = session.scalars(query.with_only_columns(_H.id).where(_H.off == "", ~_ANSWERS))
    found += [Found(hook_id, [], 0, moved=False, alone=True) for hook_id in alone]
    return [each for each in found if each.events or each.moved or each.alone]


def _for(session: Session, hook: Any, last: int) -> Found:
    """What is about who made it is kept from it, as on the pages."""
    hiding.read_by(session, hook.user_id)
    kinds = [rules().by_key[key] for key in hook.kinds]
    span = (_E.id > hook.upto, _E.id <= last)
    told = exists().where(_S.hook_id == hook.id, _S.event_id == _E.id)
    query = select(_E.id, _E.entity, _E.trigger, _E.source, _E.target, _E.entity_id).where(
        *span, or_(false(), *map(_of, kinds)), ~told, ~_brought_in(), *may_be_told(session)
    )
    rows = [(row.id, _called(row, kinds)) for row in session.execute(query.order_by(_E.id))]
    upto = min(last, settled.upto(session, events))
    return Found(hook.id, rows, upto, upto > hook.upto)


def _of(kind: Kind) -> ColumnElement[bool]:
    which = [_E.entity == kind.entity]
    which += [_E.trigger.in_(kind.triggers)] if kind.triggers else []
    which += [_E.target.in_(kind.targets)] if kind.targets else []
    return and_(*which)


def _brought_in() -> ColumnElement[bool]:
    """What is known of the life of a thing that came from a table is no news."""
    later = events.alias("brought_in").c
    its = (later.entity == _E.entity, later.entity_id == _E.entity_id, later.id >= _E.id)
    return exists().where(*its, later.trigger == "import").correlate(events)


def _called(row: Any, kinds: Sequence[Kind]) -> str:
    return next(
        kind.name(row.trigger)
        for kind in kinds
        if kind.entity == row.entity
        and (not kind.triggers or row.trigger in kind.triggers)
        and (not kind.targets or row.target in kind.targets)
    )


def hand_out(session: Session, found: Sequence[Found], now: datetime) -> int:
    """Have them told; how much that is."""
    rows = [
        {"hook_id": each.hook_id, "event_id": event, "kind": kind, "due_at": now, "created_at": now}
        for each in found
        for event, kind in each.events
    ]
    if rows:
        session.execute(dialects.insert_new(session, hook_sends), rows)
    for each in found:
        if each.alone:
            end(session, each.hook_id, "maker", now)
        if each.moved:
            here = update(hooks).where(_H.id == each.hook_id, _H.upto < each.upto)
            session.execute(here.values(upto=each.upto))
    return len(rows)


def forget(session: Session, now: datetime) -> int:
    """What was told long ago is not kept; how much that was."""
    old = delete(hook_sends).where(_S.created_at < now - rules().kept, _S.state != "waiting")
    return len(session.scalars(old.returning(_S.id)).all())
