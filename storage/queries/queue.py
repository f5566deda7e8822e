"""The queue of complaints: what is due first at the top, by whatever is asked for.

Open ones are few, ended ones may be a million: each state is read along its own index, and of the ended ones
no more than MOST are counted.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union_all
from sqlalchemy.orm import Session

from storage import hiding
from storage.complaints import Complaint
from storage.domain.complaint import ENDED, LIFE, OPEN
from storage.tables import complaints, users

MOST: Final = 1000
"""Ended complaints of one state that are counted; more are "more than so many"."""

TABS: Final = ("open", "overdue", *LIFE.states)

NOBODY: Final = "nobody"
LEFT: Final = "left"
"""Owners that are none: not assigned yet, and assigned to somebody who cannot sign in any more."""

UNASSESSED: Final = "none"
"""A severity that is none: not assessed yet."""

_K: Final = complaints.c


class Wanted(NamedTuple):
    """`tab` is one of TABS. The others leave all in where they are empty: `owner` is the id of a user, NOBODY
    or LEFT; `department` a name; `severity` one of the record's choices or UNASSESSED; `kind` likewise."""

    tab: str = "open"
    owner: str = ""
    department: str = ""
    severity: str = ""
    kind: str = ""

    @property
    def everything(self) -> bool:
        """Nothing is asked for but the tab."""
        return not any(self[1:])


class Counted(NamedTuple):
    """How many there are under a tab: `n` of them, or more where that is not all (`more`). Where states are
    told apart, so many of them are `overdue`."""

    n: int
    more: bool = False
    overdue: int = 0


def listing(
    session: Session, wanted: Wanted, now: datetime, limit: int = 100, offset: int = 0
) -> list[Complaint]:
    """Open ones: what is due first, then what is due at no time. Ended ones: the latest first."""
    which = [*_which(wanted), ~_K.preview, hiding.shown(session)]
    if wanted.tab in ENDED:
        return _latest(session, wanted.tab, which, limit, offset)
    if wanted.tab == "overdue":
        parts = [(_K.state == state, _K.due_at < now) for state in OPEN]
    else:
        states = OPEN if wanted.tab == "open" else (wanted.tab,)
        parts = [(_K.state == state, _K.due_at.is_not(None)) for state in states]
        parts += [(_K.state == state, _K.due_at.is_(None)) for state in states]
    firsts = [_first(and_(*part, *which), limit + offset) for part in parts]
    both = union_all(*(select(each.subquery()) for each in firsts)).subquery()
    order = (both.c.due_at.is_(None), both.c.due_at, both.c.id)
    return _whole(
        session, list(session.scalars(select(both.c.id).order_by(*order).limit(limit).offset(offset)))
    )


def _first(which: ColumnElement[bool], limit: int) -> Select[Any]:
    return select(_K.id, _K.due_at).where(which).order_by(_K.due_at, _K.id).limit(limit)


def _latest(
    session: Session, state: str, which: Sequence[ColumnElement[bool]], limit: int, offset: int
) -> list[Complaint]:
    query = select(_K.id).where(_K.state == state, *which).order_by(_K.received_at.desc(), _K.id.desc())
    return _whole(session, list(session.scalars(query.limit(limit).offset(offset))))


def _whole(session: Session, ids: list[int]) -> list[Complaint]:
    """These, in this order."""
    query = select(*(_K[name] for name in Complaint._fields)).where(_K.id.in_(ids))
    found = {row.id: Complaint._make(row) for row in session.execute(query)} if ids else {}
    return [found[key] for key in ids]


def counts(session: Session, wanted: Wanted, now: datetime) -> dict[str, Counted]:
    """Of each tab, how many complaints are under it, of those that are asked for otherwise; states that none
    is in are left out. The ended ones are counted where nothing else is asked for: else nobody knows how far
    one would have to look."""
    which = [*_which(wanted), ~_K.preview, hiding.shown(session)]
    open_ones = _open(session, which, now)
    ended = _ended(session, which) if wanted.everything else {}
    return {
        "open": Counted(sum(each.n for each in open_ones.values())),
        "overdue": Counted(sum(each.overdue for each in open_ones.values())),
        **{state: Counted(each.n) for state, each in open_ones.items()},
        **ended,
    }


def by_state(session: Session, now: datetime) -> dict[str, Counted]:
    """How many complaints are in each state, and of the open ones how many overdue; no empty states."""
    which = (~_K.preview, hiding.shown(session))
    return _open(session, which, now) | _ended(session, which)


def _open(session: Session, which: Sequence[ColumnElement[bool]], now: datetime) -> dict[str, Counted]:
    late = func.count().filter(_K.due_at < now)
    query = select(_K.state, func.count(), late).where(_K.state.in_(OPEN), *which).group_by(_K.state)
    found = {state: Counted(n, overdue=overdue) for state, n, overdue in session.execute(query)}
    return {state: found[state] for state in OPEN if state in found}


def _ended(session: Session, which: Sequence[ColumnElement[bool]]) -> dict[str, Counted]:
    found = {}
    for state in ENDED:
        some = select(literal(1)).where(_K.state == state, *which).limit(MOST + 1).subquery()
        if n := session.scalar(select(func.count()).select_from(some)):
            found[state] = Counted(min(n, MOST), n > MOST)
    return found


def left(session: Session) -> int:
    """How many open complaints are with somebody who cannot sign in any more."""
    if session.scalar(select(users.c.id).where(~users.c.active).limit(1)) is None:
        return 0
    which = (*_which(Wanted(owner=LEFT)), ~_K.preview, hiding.shown(session))
    return session.scalar(select(func.count()).where(_K.state.in_(OPEN), *which)) or 0


def _which(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.owner:
        asked.append(_owned(wanted.owner))
    if wanted.department:
        asked.append(_K.department == wanted.department)
    if wanted.severity:
        asked.append(_K.severity == ("" if wanted.severity == UNASSESSED else wanted.severity))
    if wanted.kind:
        asked.append(_K.kind == wanted.kind)
    return asked


def _owned(owner: str) -> ColumnElement[bool]:
    if owner == NOBODY:
        return _K.owner_id.is_(None)
    if owner == LEFT:
        gone = select(users.c.id).where(~users.c.active)
        return _K.owner_id.in_(gone)
    return _K.owner_id == int(owner)
