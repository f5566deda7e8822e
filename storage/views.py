"""Views of a list that somebody saved: filters and order under a name, their own or for everybody."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from storage import dialects
from storage.tables import users, views
from storage.texts import storable

LONGEST: Final = 30
"""Characters of a name."""

MOST: Final = 20
"""Views that one has of one list."""

PROBLEMS: Final = ("no_name", "too_long", "too_many")

_V: Final = views.c


class View(NamedTuple):
    """`query` is what the address asks, behind its ?; `by` the name of whose it is."""

    id: int
    name: str
    query: str
    shared: bool
    user_id: int
    by: str


class Refused(ValueError):
    """It cannot be kept; `code` is one of PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def of_list(session: Session, key: str, user_id: int) -> list[View]:
    """Those of this list that this user sees: their own, then what colleagues share, each by name."""
    columns = (_V.id, _V.name, _V.query, _V.shared, _V.user_id, users.c.name.label("by"))
    seen = (_V.list == key, (_V.user_id == user_id) | _V.shared)
    query = select(*columns).join_from(views, users, users.c.id == _V.user_id).where(*seen)
    rows = session.execute(query.order_by(_V.user_id != user_id, _V.name, _V.id))
    return [View._make(row) for row in rows]


def save(session: Session, key: str, name: str, query: str, shared: bool, user_id: int, at: datetime) -> None:
    """Keep it; one of this name that they have of this list is replaced. Raises Refused."""
    named = storable(name)[0].strip()
    if not named:
        raise Refused("no_name")
    if len(named) > LONGEST:
        raise Refused("too_long")
    others = (_V.user_id == user_id, _V.list == key, _V.name != named)
    if (session.scalar(select(func.count()).where(*others)) or 0) >= MOST:
        raise Refused("too_many")
    told = {"query": query, "shared": shared, "at": at}
    row = {"user_id": user_id, "list": key, "name": named, **told}
    put = dialects.insert(session, views).values(**row)
    session.execute(put.on_conflict_do_update(index_elements=["user_id", "list", "name"], set_=told))


def drop(session: Session, list_key: str, key: int, user_id: int) -> View | None:
    """Forget it, if it is one of theirs of this list; what it was, so that it can be kept again."""
    gone = delete(views).where(_V.id == key, _V.user_id == user_id, _V.list == list_key)
    row = session.execute(gone.returning(*_V)).one_or_none()
    return View(row.id, row.name, row.query, row.shared, row.user_id, "") if row else None
