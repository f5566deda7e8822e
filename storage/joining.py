"""One person was two: staff make one file of two, and for some days can take that back.

Nothing is written over: of the fields that are to be the other's, both files have their values exchanged, so
that what is kept of the joining is ids and names of fields, never what anybody is called. The file that is
gone stays where it was, and leads to the one it has gone on in.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.orm import Session

from storage import events, unasked
from storage.customers.keeping import File, Stale, Unknown, one
from storage.domain.customer import FIELDS
from storage.merging import THEIRS
from storage.tables import conversations, customers, joinings, users

UNDONE: Final = timedelta(days=30)
"""So long it can be taken back."""

PROBLEMS: Final = ("same", "gone_on", "to_be_forgotten", "made_up", "too_late", "joined_since")


class Unfit(ValueError):
    """They can't be made one, or not be two again: one of PROBLEMS."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Joining(NamedTuple):
    """Two files made one: `name` is what the other is called in its own, `by` who did it. `until`: so long it
    can be taken back."""

    id: int
    gone_id: int
    name: str
    by: str
    at: datetime

    @property
    def until(self) -> datetime:
        """When it is too late to take it back."""
        return self.at + UNDONE


def joinable(session: Session, kept: int, gone: int) -> tuple[File, File]:
    """Both files. Raises Unfit; Unknown, where something of theirs is kept from who asks too."""
    if kept == gone:
        raise Unfit("same")
    both = one(session, kept), one(session, gone)
    if any(each.merged_into is not None for each in both):
        raise Unfit("gone_on")
    if both[0].demo != both[1].demo:
        raise Unfit("made_up")
    c = customers.c
    leaving = select(c.id).where(c.id.in_((kept, gone)), unasked.to_be_forgotten(c.id)).limit(1)
    if session.scalar(leaving) is not None:
        raise Unfit("to_be_forgotten")
    return both


def moves(session: Session, customer_id: int) -> dict[str, int]:
    """How many rows go along, by table; of which there is none is left out."""
    counts = {
        table.name: session.scalar(select(func.count()).where(table.c.customer_id == customer_id))
        for table in THEIRS
    }
    return {name: n for name, n in counts.items() if n}


def join(
    session: Session,
    kept: int,
    gone: int,
    exchanged: Collection[str],
    seen: tuple[int, int],
    user_id: int,
    at: datetime,
) -> int:
    """All that was the other's is theirs from now on, and of `exchanged` fields its values; the joining's id.
    `seen` are the revisions of both. Raises Unfit, Unknown, Stale."""
    _lock(session, kept, gone)
    both = joinable(session, kept, gone)
    if (both[0].revision, both[1].revision) != seen:
        raise Stale
    fields = [name for name in FIELDS if name in exchanged]
    moved = {
        "rows": {str(table.name): _ids(session, table, gone) for table in THEIRS},
        "upto": {str(table.name): session.scalar(select(func.max(table.c.id))) or 0 for table in THEIRS},
        "fields": fields,
    }
    for table in THEIRS:
        session.execute(update(table).where(table.c.customer_id == gone).values(customer_id=kept))
    _exchange(session, both, fields, {"merged_into": kept})
    row = {"kept_id": kept, "gone_id": gone, "moved": moved, "user_id": user_id, "at": at}
    made: int = session.scalars(insert(joinings).returning(joinings.c.id), [row]).one()
    _note(session, kept, gone, "join", user_id, at)
    return made


def _lock(session: Session, *ids: int) -> None:
    """Whoever talks with one of them, or forgets them, waits; each locks in the order of the ids."""
    c, k = conversations.c, customers.c
    session.execute(select(c.id).where(c.customer_id.in_(ids)).order_by(c.id).with_for_update())
    session.execute(select(k.id).where(k.id.in_(ids)).order_by(k.id).with_for_update())


def _ids(session: Session, table: Table, customer_id: int) -> list[int]:
    return list(session.scalars(select(table.c.id).where(table.c.customer_id == customer_id)))


def _exchange(
    session: Session, both: tuple[File, File], fields: Sequence[str], gone: Mapping[str, Any]
) -> None:
    for mine, other, more in ((both[0], both[1], {}), (both[1], both[0], gone)):
        values = {name: getattr(other, name) for name in fields}
        if "own" in values:
            values["own"] = values["own"] or None
        changed = update(customers).where(customers.c.id == mine.id)
        session.execute(changed.values(**values, **more, revision=mine.revision + 1))


def _note(session: Session, kept: int, gone: int, trigger: str, user_id: int, at: datetime) -> None:
    told = {"source": str(gone), "target": str(kept), "user_id": user_id}
    rows = [events.event(at, "customer", key, trigger, "staff", **told) for key in (kept, gone)]  # type: ignore[arg-type]
    events.append(session, rows)


def of(session: Session, customer_id: int, now: datetime) -> list[Joining]:
    """What has gone on in this file and can be taken back, the latest first."""
    j, k = joinings.c, customers.c
    query = select(j.id, j.gone_id, k.name, users.c.name.label("by"), j.at)
    query = query.join_from(joinings, customers, k.id == j.gone_id).join(users, users.c.id == j.user_id)
    there = query.where(j.kept_id == customer_id, j.undone_at.is_(None), j.at > now - UNDONE)
    return [Joining._make(row) for row in session.execute(there.order_by(j.id.desc()))]


def undo(session: Session, joining_id: int, user_id: int, at: datetime) -> tuple[int, int]:
    """They are two again, each with what was theirs, and the other with what has come since in their talks;
    the ids of both. Raises Unknown, Unfit."""
    j = joinings.c
    query = select(j.kept_id, j.gone_id).where(j.id == joining_id, j.undone_at.is_(None))
    there = session.execute(query).one_or_none()
    if there is None:
        raise Unknown(joining_id)
    _lock(session, there.kept_id, there.gone_id)
    moved = session.scalar(select(j.moved).where(j.id == joining_id, j.undone_at.is_(None)).with_for_update())
    if moved is None:
        raise Unknown(joining_id)
    both = one(session, there.kept_id), one(session, there.gone_id)
    _check(session, joining_id, both, at)
    for table in THEIRS:
        _put_back(session, table, moved, *there)
    _exchange(session, both, moved["fields"], {"merged_into": None})
    session.execute(update(joinings).where(j.id == joining_id).values(undone_at=at))
    _note(session, *there, "part", user_id, at)
    return there.kept_id, there.gone_id


def _check(session: Session, joining_id: int, both: tuple[File, File], now: datetime) -> None:
    """Taken back in the order in which they were made: the last one first."""
    j = joinings.c
    at = session.scalars(select(j.at).where(j.id == joining_id)).one()
    if now > at + UNDONE:
        raise Unfit("too_late")
    after = (j.id > joining_id, j.kept_id == both[0].id, j.undone_at.is_(None))
    later = session.scalar(select(j.id).where(*after).limit(1))
    if later is not None or both[0].merged_into is not None:
        raise Unfit("joined_since")


def _put_back(session: Session, table: Table, moved: Mapping[str, Any], kept: int, gone: int) -> None:
    theirs = update(table).where(table.c.customer_id == kept).values(customer_id=gone)
    for ids in _portions(moved["rows"].get(table.name, [])):
        session.execute(theirs.where(table.c.id.in_(ids)))
    talks = moved["rows"]["conversations"]
    if "conversation_id" in table.c:
        since = table.c.id > moved["upto"].get(table.name, 0)
        for ids in _portions(talks):
            session.execute(theirs.where(since, table.c.conversation_id.in_(ids)))


_PORTION: Final = 500
"""Ids in one statement."""


def _portions(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[first : first + _PORTION] for first in range(0, len(ids), _PORTION)]
