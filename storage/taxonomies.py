"""The organisation's own categories: each version as it was written, who wrote it, which one is in force."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from storage import events
from storage.tables import taxonomies, users


class Stale(RuntimeError):
    """Somebody else has put another one meanwhile; nothing was saved."""


class Version(NamedTuple):
    """A version; an empty `text` says that the general categories are in force again."""

    id: int
    text: str
    user_id: int
    by: str
    at: datetime


def put(session: Session, text: str, user_id: int, at: datetime, seen: int | None = None) -> int:
    """This one is in force from now on (empty: the general one); its id. What is in force already is not put
    again. `seen` is the id of the last one as its writer knew it, 0 where there was none. Raises Stale."""
    _alone(session)
    last = session.execute(_versions().limit(1)).one_or_none()
    key = last.id if last else 0
    if seen is not None and seen != key:
        raise Stale(f"taxonomy {key} has been put since")
    if text == (last.text if last else ""):
        return key
    new = insert(taxonomies).values(text=text, user_id=user_id, at=at).returning(taxonomies.c.id)
    made: int = session.scalars(new).one()
    events.append(session, [events.event(at, "taxonomy", made, "put", "staff", user_id=user_id)])
    return made


def _alone(session: Session) -> None:
    """Who puts another waits until the commit, and sees this one then. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("lock table taxonomies in share row exclusive mode")


def current(session: Session) -> Version | None:
    """The one in force; None: the general one is."""
    row = session.execute(_versions().limit(1)).one_or_none()
    return Version._make(row) if row and row.text else None


def history(session: Session) -> list[Version]:
    """All there were, the newest first."""
    return [Version._make(row) for row in session.execute(_versions())]


def _versions() -> Select[Any]:
    t = taxonomies.c
    named = select(t.id, t.text, t.user_id, users.c.name, t.at).join_from(taxonomies, users)
    return named.order_by(t.id.desc())
