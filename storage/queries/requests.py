"""Requests for one's own data, as the pages show them: by whom, masked; what they concern, in numbers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.domain.complaint import OPEN
from storage.requests import Request
from storage.tables import complaints, conversations, customers, files, holds, messages, requests, responses


class Asked(NamedTuple):
    """A request, and whose it is: the `name` as far as it may be shown in a list, and how it came. `held`:
    they ask to be forgotten, and something of theirs is kept because of a dispute."""

    request: Request
    name: str
    channel: str
    held: bool


def masked(name: str) -> str:
    """王** for 王小明: enough to ask back whether it is the right one."""
    return name[:1] + "*" * min(len(name) - 1, 4) if name else ""


def with_customers(session: Session, found: Sequence[Request]) -> list[Asked]:
    """Each with its customer."""
    r, c = requests.c, conversations.c
    query = select(r.id, customers.c.name, c.channel).join_from(requests, customers)
    query = query.outerjoin(conversations, c.id == r.conversation_id)
    rows = session.execute(query.where(r.id.in_([each.id for each in found])))
    known = {row.id: (masked(row.name), row.channel or "") for row in rows}
    asks = [each.customer_id for each in found if _asks(each)]
    held = _held(session, asks) if asks else frozenset()
    return [
        _told(each, *known.get(each.id, ("", "")), _asks(each) and each.customer_id in held) for each in found
    ]


def _told(one: Request, name: str, channel: str, held: bool) -> Asked:
    return Asked(one, name, one.channel or channel, held)


def _asks(one: Request) -> bool:
    return one.kind == "erase" and one.state == "open"


def _held(session: Session, customer_ids: Sequence[int]) -> frozenset[int | None]:
    """Those of whom something is kept because of a dispute."""
    h = holds.c
    return frozenset(
        session.scalars(select(h.customer_id).where(h.ended_at.is_(None), h.customer_id.in_(customer_ids)))
    )


def tally(session: Session, now: datetime) -> dict[str, int]:
    """How many are open, overdue, done, refused; what there is none of is left out, but for the open ones."""
    r = requests.c
    late = func.coalesce(func.sum(case(((r.state == "open") & (r.due_at < now), 1), else_=0)), 0)
    theirs = hiding.shown_of(session, r.customer_id)
    query = select(r.state, func.count(), late).where(theirs).group_by(r.state)
    found = {state: (n, overdue) for state, n, overdue in session.execute(query)}
    counts = {"open": 0, **{state: n for state, (n, _) in found.items()}}
    overdue = sum(each for _, each in found.values())
    return {**counts, **({"overdue": overdue} if overdue else {})}


def concerns(session: Session, customer_id: int) -> dict[str, int]:
    """How much of what is kept of this customer."""
    c = conversations.c
    talks = select(c.id).where(c.customer_id == customer_id)

    def count(table: Any, condition: Any) -> int:
        return session.scalar(select(func.count()).select_from(table).where(condition)) or 0

    def own(table: Any) -> Any:
        return or_(table.c.customer_id == customer_id, table.c.conversation_id.in_(talks))

    theirs = select(complaints.c.id).where(own(complaints))
    of_files = or_(files.c.conversation_id.in_(talks), files.c.complaint_id.in_(theirs))
    return {
        "conversations": count(conversations, c.customer_id == customer_id),
        "messages": count(messages, messages.c.conversation_id.in_(talks)),
        "responses": count(responses, own(responses)),
        "complaints": count(complaints, own(complaints)),
        "files": count(files, of_files & (files.c.state == "kept")),
    }


def open_complaints(session: Session, customer_id: int) -> int:
    """How many complaints of this customer are not settled."""
    k = complaints.c
    return session.scalar(select(func.count()).where(k.customer_id == customer_id, k.state.in_(OPEN))) or 0
