"""Complaints as the pages list them: by state, open, overdue."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from storage.complaints import Complaint
from storage.domain.complaint import LIFE, OPEN
from storage.tables import complaints

_COLUMNS = select(*(complaints.c[name] for name in Complaint._fields)).where(~complaints.c.preview)


def overdue(session: Session, now: datetime, limit: int = 100, offset: int = 0) -> list[Complaint]:
    """Open complaints whose deadline has passed, the longest overdue first."""
    c = complaints.c
    query = _COLUMNS.where(c.state.in_(OPEN), c.due_at < now).order_by(c.due_at, c.id)
    return _read(session, query, limit, offset)


def open_list(session: Session, limit: int = 100, offset: int = 0) -> list[Complaint]:
    """Open complaints, what is due first at the top."""
    c = complaints.c
    query = _COLUMNS.where(c.state.in_(OPEN)).order_by(c.due_at.is_(None), c.due_at, c.id)
    return _read(session, query, limit, offset)


def in_state(session: Session, state: str, limit: int = 100, offset: int = 0) -> list[Complaint]:
    """The complaints in this state, the latest first."""
    c = complaints.c
    query = _COLUMNS.where(c.state == state).order_by(c.received_at.desc(), c.id.desc())
    return _read(session, query, limit, offset)


def _read(session: Session, query: Select[Any], limit: int, offset: int) -> list[Complaint]:
    return [Complaint._make(row) for row in session.execute(query.limit(limit).offset(offset))]


def of_conversation(session: Session, conversation_id: int) -> list[Complaint]:
    """The complaints registered in this conversation, the latest first."""
    c = complaints.c
    query = select(*(c[name] for name in Complaint._fields)).where(c.conversation_id == conversation_id)
    return [Complaint(*row) for row in session.execute(query.order_by(c.id.desc()))]


def tally(session: Session, now: datetime) -> dict[str, dict[str, int]]:
    """By state, how many complaints there are (n) and how many of them are overdue; no empty states."""
    c = complaints.c
    late = func.coalesce(func.sum(case((c.state.in_(OPEN) & (c.due_at < now), 1), else_=0)), 0)
    query = select(c.state, func.count(), late).where(~c.preview).group_by(c.state)
    found = {state: {"n": n, "overdue": overdue} for state, n, overdue in session.execute(query)}
    return {state: found[state] for state in LIFE.states if state in found}
