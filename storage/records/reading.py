"""Records of one kind, a page at a time: by their ids, or by when they were where a period is asked for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from storage.days import day
from storage.records.changed import Since

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})

Record = dict[str, Any]


class Kind(NamedTuple):
    """`columns` of `of` by the names that they are told under; `at` is when one was; `shown` says which who
    reads may know of; one may ask for those whose `filters` have a value. `told` looks at each record before
    it is told. `by_day`: nobody is told more than the day, so nobody may ask for less. `along`: there is an
    index of `at`. `changed` says which have changed since a moment, where that is known."""

    of: Callable[[Select[Any]], Select[Any]]
    columns: Mapping[str, ColumnElement[Any]]
    at: ColumnElement[Any]
    shown: Callable[[Session], list[ColumnElement[bool]]]
    filters: Mapping[str, ColumnElement[Any]] = NOTHING
    told: Callable[[Record], Record] = lambda record: record
    by_day: bool = False
    along: bool = True
    changed: Since | None = None

    @property
    def id(self) -> ColumnElement[Any]:
        """What one is known by."""
        return self.columns["id"]


class Asked(NamedTuple):
    """Which: those behind the one with the id `after`, from `since` up to but not including `before`, with
    these values (`equal`), that have changed since the moment `changed`."""

    after: int = 0
    since: datetime | None = None
    before: datetime | None = None
    changed: datetime | None = None
    equal: Mapping[str, Any] = NOTHING


class Gone(LookupError):
    """The record that a page was to begin behind is there no more."""


def listing(session: Session, kind: Kind, asked: Asked, limit: int) -> list[Record]:
    """The next so many. Raises Gone."""
    which = [*kind.shown(session), *(kind.filters[name] == value for name, value in asked.equal.items())]
    if asked.changed is not None and kind.changed is not None:
        which.append(kind.changed(session, asked.changed))
    bounds = (asked.since, asked.before)
    since, before = (day(each) if each and kind.by_day else each for each in bounds)
    dated = [kind.at >= since] if since else []
    dated += [kind.at < before] if before else []
    query = _selected(kind).where(*which)
    if dated and kind.along:
        query = query.where(*dated, *_behind(session, kind, asked.after)).order_by(kind.at, kind.id)
    else:
        query = query.where(*dated, kind.id > asked.after).order_by(kind.id)
    return [_told(kind, row) for row in session.execute(query.limit(limit)).mappings()]


def one(session: Session, kind: Kind, record_id: int) -> Record | None:
    """This one; None where there is none, for who reads."""
    query = _selected(kind).where(kind.id == record_id, *kind.shown(session))
    row = session.execute(query).mappings().one_or_none()
    return None if row is None else _told(kind, row)


def there(session: Session, kind: Kind, record_id: int) -> bool:
    """Whether there is this one, for who reads."""
    query = kind.of(select(kind.id)).where(kind.id == record_id, *kind.shown(session))
    return session.scalar(query) is not None


def _selected(kind: Kind) -> Select[Any]:
    return kind.of(select(*(column.label(name) for name, column in kind.columns.items())))


def _behind(session: Session, kind: Kind, after: int) -> list[ColumnElement[bool]]:
    if not after:
        return []
    at = session.scalar(kind.of(select(kind.at)).where(kind.id == after))
    if at is None:
        raise Gone(after)
    return [kind.at >= at, or_(kind.at > at, and_(kind.at == at, kind.id > after))]


def _told(kind: Kind, row: Any) -> Record:
    return kind.told(dict(row))
