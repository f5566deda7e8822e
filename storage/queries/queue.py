"""The queue of complaints: what is due first at the top, by whatever is asked for.

Open ones are few, ended ones may be a million: each state is read along its own index, and of the ended ones
no more than MOST are counted.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.complaints import Complaint
from storage.domain.complaint import ENDED, LIFE, OPEN
from storage.queries import edges
from storage.queries.edges import Edge, Page, Part
from storage.tables import complaints, users

MOST: Final = 1000
"""Ended complaints of one state that are counted; more are "more than so many"."""

TABS: Final = ("open", "overdue", *LIFE.states)

NOBODY: Final = "nobody"
LEFT: Final = "left"
"""Owners that are none: not assigned yet, and assigned to somebody who cannot sign in any more."""

SORTS: Final = ("", "newest", "oldest")
"""What is due first, of ended ones the latest; or by when they came."""

UNASSESSED: Final = "none"
"""A severity that is none: not assessed yet."""

_K: Final = complaints.c


class Wanted(NamedTuple):
    """`tab` is one of TABS. The others leave all in where they are empty: `owner` is the id of a user, NOBODY
    or LEFT; `department` a name; `severity` one of the record's choices or UNASSESSED; `kind` likewise;
    `sort` is one of SORTS."""

    tab: str = "open"
    owner: str = ""
    department: str = ""
    severity: str = ""
    kind: str = ""
    sort: str = ""

    @property
    def everything(self) -> bool:
        """Nothing is asked for but the tab, in whatever order."""
        return not any(self._replace(tab="", sort=""))


class Counted(NamedTuple):
    """How many there are under a tab: `n` of them, or more where that is not all (`more`). Where states are
    told apart, so many of them are `overdue`."""

    n: int
    more: bool = False
    overdue: int = 0


def page(session: Session, wanted: Wanted, now: datetime, size: int = 100, edge: Edge | None = None) -> Page:
    """Open ones: what is due first, then what is due at no time. Ended ones: the latest first."""
    return edges.page(session, _parts(session, wanted, now), size, edge)


def listing(session: Session, wanted: Wanted, now: datetime, limit: int = 100) -> list[Complaint]:
    """The first of them."""
    return whole(session, page(session, wanted, now, limit).keys)


def every(session: Session, wanted: Wanted, now: datetime) -> Iterator[int]:
    """The ids of all that are asked for, in the order of the list."""
    return edges.every(session, _parts(session, wanted, now))


def _parts(session: Session, wanted: Wanted, now: datetime) -> list[Part]:
    """Each state along its index."""
    which = [*_which(wanted), ~_K.preview, hiding.shown(session)]
    states = OPEN if wanted.tab in ("open", "overdue") else (wanted.tab,)
    every_one = [select(_K.id).where(_K.state == state, *which) for state in states]
    if wanted.tab in ENDED or wanted.sort:
        late = [_K.due_at < now] if wanted.tab == "overdue" else []
        return [
            Part(_K.received_at, _K.id, [each.where(*late) for each in every_one], wanted.sort != "oldest")
        ]
    due = _K.due_at < now if wanted.tab == "overdue" else _K.due_at.is_not(None)
    dated = Part(_K.due_at, _K.id, [each.where(due) for each in every_one])
    if wanted.tab == "overdue":
        return [dated]
    return [dated, Part(_K.id, _K.id, [each.where(_K.due_at.is_(None)) for each in every_one])]


def whole(session: Session, ids: Sequence[int]) -> list[Complaint]:
    """These, as far as they are there and not kept from who reads, in this order."""
    query = select(*(_K[name] for name in Complaint._fields)).where(_K.id.in_(ids), hiding.shown(session))
    found = {row.id: Complaint._make(row) for row in session.execute(query)} if ids else {}
    return [found[key] for key in ids if key in found]


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
