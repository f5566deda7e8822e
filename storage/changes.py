"""Old and new values of an answer, or of a complaint, kept aside when they change. They may be personal:
erasing empties them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, insert, select, tuple_
from sqlalchemy.orm import Session

from storage.tables import changes

COMPARED = ("value", "label", "score", "text", "comment", "reason", "missing")
KEPT = (*COMPARED, "because")


def keep(
    session: Session,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    actor: str,
    at: datetime,
    user_id: int | None = None,
) -> None:
    """Keep what the answer `old`, a row, was, and what it is from now on; nothing where that is the same.

    `actor` is customer or staff; `user_id` says which member of staff.
    """
    if all(old[name] == new[name] for name in COMPARED):
        return
    change = {
        "entity": "answer",
        "entity_id": old["id"],
        "field": old["question"],
        "old": {name: old[name] for name in KEPT},
        "new": {name: new[name] for name in KEPT},
        "actor": actor,
        "user_id": user_id,
        "at": at,
    }
    session.execute(insert(changes), [change])


class Change(NamedTuple):
    """A field of a complaint was `old` and is `new`, dates as text (ISO 8601); `revision` was the first that
    has it so."""

    field: str
    old: Any
    new: Any
    actor: str
    user_id: int | None
    at: datetime
    revision: int


def keep_fields(
    session: Session,
    complaint_id: int,
    fields: Mapping[str, tuple[Any, Any]],
    actor: str,
    user_id: int | None,
    at: datetime,
    revision: int,
) -> None:
    """Keep what these fields of a complaint were, and what they are from this revision on."""
    by = {"actor": actor, "user_id": user_id, "at": at, "revision": revision}
    of = {"entity": "complaint", "entity_id": complaint_id, **by}
    rows = [{**of, "field": name, "old": old, "new": new} for name, (old, new) in fields.items()]
    if rows:
        session.execute(insert(changes), rows)


def of_complaint(session: Session, complaint_id: int, after: int = 0) -> list[Change]:
    """What was changed of it after this revision, oldest first. What was erased is None."""
    c = changes.c
    query = _of_complaints().where(c.entity_id == complaint_id, c.revision > after)
    return [Change._make(row) for row in session.execute(query)]


def leading_to(session: Session, revisions: Sequence[tuple[int, int]]) -> list[Change]:
    """What was changed of complaints to make these (complaint, revision), oldest first."""
    c, ids = changes.c, [key for key, _ in revisions]
    query = _of_complaints().where(c.entity_id.in_(ids), tuple_(c.entity_id, c.revision).in_(revisions))
    return [Change._make(row) for row in session.execute(query)]


def _of_complaints() -> Select[Any]:
    c = changes.c
    query: Select[Any] = select(*(c[name] for name in Change._fields))
    return query.where(c.entity == "complaint").order_by(c.id)
