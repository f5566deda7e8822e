"""The organisation's own policy, calendar, level schemes, promises and sentences: each version as it was
written, by whom, which is in force.

What is in force is told to each process by `refresh`, which the doors call with whatever they do next: within
seconds it is the same for all, and nobody has to start anything again.
"""

from datetime import datetime
from typing import Any, Final, NamedTuple

import structlog
from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from storage import definitions, events
from storage.domain.complaint import OPEN
from storage.domain.problems import Invalid
from storage.tables import complaints, rulings, users
from storage.texts import storable

LARGEST: Final = 60_000
"""Characters of a text: what ships has three thousand."""

log = structlog.get_logger()


class Stale(RuntimeError):
    """Somebody else has put another one meanwhile; nothing was saved."""


class Version(NamedTuple):
    """A version; an empty `text` says that what ships is in force again."""

    id: int
    text: str
    user_id: int
    by: str
    at: datetime


Mark = tuple[int, datetime]

_known: Final[dict[str, Mark | None]] = {"newest": None}
"""The newest version as this process knows it."""

_texts: Final[dict[str, str]] = {}
"""What is in force in this process, by kind, as it was written."""


def put(session: Session, kind: str, text: str, user_id: int, at: datetime, seen: int | None = None) -> int:
    """This definition is in force from now on (empty: the one that ships); its id. What is due of
    every open complaint is settled anew by whoever looks at what is due: nothing else is written here. What
    is in force already is not put again. `seen` is the id of the last one as its writer knew it, 0 where
    there was none. Raises Invalid, Stale."""
    text = storable(text)[0]
    if text:
        definitions.ruled(kind, text)
    _alone(session)
    last = session.execute(_versions(kind).limit(1)).one_or_none()
    key = last.id if last else 0
    if seen is not None and seen != key:
        raise Stale(f"{kind} {key} has been put since")
    if text == (last.text if last else ""):
        return key
    new = insert(rulings).values(kind=kind, text=text, user_id=user_id, at=at).returning(rulings.c.id)
    made: int = session.scalars(new).one()
    events.append(session, [events.event(at, "ruling", made, "put", "staff", target=kind, user_id=user_id)])
    return made


def _alone(session: Session) -> None:
    """Who puts another waits until the commit, and sees this one then. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("lock table rulings in share row exclusive mode")


def current(session: Session, kind: str) -> Version | None:
    """The one in force; None: what ships is."""
    row = session.execute(_versions(kind).limit(1)).one_or_none()
    return Version._make(row) if row and row.text else None


def history(session: Session, kind: str) -> list[Version]:
    """All there were, the newest first."""
    return [Version._make(row) for row in session.execute(_versions(kind))]


def concerned(session: Session) -> int:
    """How many complaints are open, of which another one changes what is due."""
    return session.scalars(select(func.count()).where(complaints.c.state.in_(OPEN))).one()


def refresh(session: Session) -> frozenset[str]:
    """What is in force by the database is in force in this process; the kinds of which that is another. One
    look at an index, as long as nobody has put another. Of one that this version cannot read, what ships is
    in force, and the log tells so."""
    newest = session.execute(_NEWEST).one_or_none()
    mark = (newest.id, newest.at) if newest else None
    if mark == _known["newest"]:
        return frozenset()
    kinds = {*definitions.own(), *session.scalars(select(rulings.c.kind).distinct())}
    found = {kind: version.text for kind in kinds if (version := current(session, kind))}
    changed = frozenset(kind for kind in kinds if found.get(kind, "") != _texts.get(kind, ""))
    for kind in changed:
        _enforce(kind, found.get(kind, ""))
    _known["newest"] = mark
    _texts.clear()
    _texts.update(found)
    return changed


def forget() -> None:
    """What ships is in force in this process until the next `refresh`."""
    for kind in definitions.own():
        definitions.rule(kind, "")
    _known["newest"] = None
    _texts.clear()


def _enforce(kind: str, text: str) -> None:
    try:
        definitions.rule(kind, text)
    except Invalid as invalid:
        definitions.rule(kind, "")
        log.error("ruling cannot be read, what ships is in force", kind=kind, problems=len(invalid.problems))


def _versions(kind: str) -> Select[Any]:
    r = rulings.c
    named = select(r.id, r.text, r.user_id, users.c.name, r.at).join_from(rulings, users)
    return named.where(r.kind == kind).order_by(r.id.desc())


_NEWEST: Final = select(rulings.c.id, rulings.c.at).order_by(rulings.c.id.desc()).limit(1)
