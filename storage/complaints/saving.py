"""A complaint is changed: once from each revision, with what it was kept beside what it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import changes
from storage.complaints import reached
from storage.complaints.reading import Complaint, one
from storage.domain.form import FIELDS
from storage.tables import complaints


class By(NamedTuple):
    """Who does something, and when: `actor` is customer, staff, bot or clock."""

    actor: str
    user_id: int | None
    at: datetime


class Stale(RuntimeError):
    """The complaint has changed since it was read; nothing was saved. `state` is that it is in now, `differs`
    what each field was then and is now. Read it again, then decide."""

    def __init__(self, told: str, state: str, differs: Mapping[str, tuple[Any, Any]]) -> None:
        super().__init__(told)
        self.state, self.differs = state, differs


def read(session: Session, complaint_id: int, revision: int | None) -> Complaint:
    """The complaint, as whoever wants to change it saw it. Raises Unknown, Stale."""
    before = one(session, complaint_id)
    if revision is not None and revision != before.revision:
        raise _stale(session, before.id, revision)
    return before


KEPT = frozenset((*FIELDS, "owner_id", "department", "outcome", "referred_to", "merged_into", "concerns_id"))
"""Columns whose old and new values are kept; the history has the moves themselves."""


def save(session: Session, before: Complaint, changed: Mapping[str, Any], by: By) -> None:
    """Set these columns. Raises Stale where somebody else has been quicker."""
    c = complaints.c
    old = _standing(session, before.id, sorted(KEPT & changed.keys()))
    change = (
        update(complaints)
        .where(c.id == before.id, c.revision == before.revision)
        .values(revision=before.revision + 1, **changed, **reached.found_by(changed))
        .returning(c.id)
    )
    if session.execute(change).one_or_none() is None:
        raise _stale(session, before.id, before.revision)
    differs = {name: (was, changed[name]) for name, was in old.items() if was != changed[name]}
    kept = {name: (reached.told(name, was), reached.told(name, now)) for name, (was, now) in differs.items()}
    changes.keep_fields(session, before.id, kept, *by, before.revision + 1)


def _standing(session: Session, complaint_id: int, names: Sequence[str]) -> dict[str, Any]:
    if not names:
        return {}
    query = select(*(complaints.c[name] for name in names)).where(complaints.c.id == complaint_id)
    return dict(session.execute(query).mappings().one())


def _stale(session: Session, complaint_id: int, seen: int) -> Stale:
    now = one(session, complaint_id)
    told = f"complaint {complaint_id} is at revision {now.revision}, not {seen}"
    differs: dict[str, tuple[Any, Any]] = {}
    for each in changes.of_complaint(session, complaint_id, seen):
        was, _ = differs.get(each.field, (each.old, None))
        differs[each.field] = (was, each.new)
    return Stale(told, now.state, {name: pair for name, pair in differs.items() if pair[0] != pair[1]})
