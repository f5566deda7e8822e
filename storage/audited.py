"""What the lines of the history are told with: what the things are called that it is about, and who was told
what was due or late. Customers stay numbers there: who was erased has no name any more."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import hiding
from storage.auditing import Told
from storage.complaints import REMINDING, Reminded, reminded
from storage.tables import complaints, departments, events, follow_ups, requests, users

Thing = tuple[str, int]
"""An entity and its id."""


class Known(NamedTuple):
    """`called`: what things are called, where they have a name or a number of their own; `told`: by the id of
    the event, of which limit whom the clock told."""

    called: dict[Thing, str]
    told: dict[int, Reminded]


def known(session: Session, lines: Iterable[Told], *things: Thing) -> Known:
    """Of these lines, and of these things besides, as far as who reads may know of them."""
    rows = list(lines)
    late = {each.entity_id for each in rows if each.entity == "complaint" and each.trigger in REMINDING}
    found = called(session, {*things, *((each.entity, each.entity_id) for each in rows)})
    return Known(found, _told(session, late))


def called(session: Session, things: Collection[Thing]) -> dict[Thing, str]:
    """Staff and departments by name, complaints and requests by their number, what is urgent in a complaint
    by that of the complaint."""
    k, f = complaints.c, follow_ups.c
    seen = hiding.shown(session)
    of_complaint = (f.subject == "complaint") & (k.id == f.subject_id)
    its_customer = hiding.shown_of(session, requests.c.customer_id)
    queries: dict[str, tuple[Any, Any]] = {
        "complaint": (select(k.id, k.number).where(seen), k.id),
        "department": (select(departments.c.id, departments.c.name), departments.c.id),
        "follow_up": (select(f.id, k.number).join(complaints, of_complaint).where(seen), f.id),
        "request": (select(requests.c.id, requests.c.number).where(its_customer), requests.c.id),
        "user": (select(users.c.id, users.c.name), users.c.id),
    }
    found: dict[Thing, str] = {}
    for entity, (query, column) in queries.items():
        keys = {key for each, key in things if each == entity}
        rows = session.execute(query.where(column.in_(keys))) if keys else ()
        found |= {(entity, key): name for key, name in rows}
    return found


def _told(session: Session, complaint_ids: Collection[int]) -> dict[int, Reminded]:
    """Both are written together, in the same order."""
    if not complaint_ids:
        return {}
    e = events.c
    found: dict[int, Reminded] = {}
    query = select(e.id, e.at, e.entity_id).where(
        e.entity == "complaint", e.entity_id.in_(complaint_ids), e.trigger.in_(REMINDING)
    )
    waiting: dict[Any, deque[Reminded]] = defaultdict(deque)
    for complaint_id, those in reminded(session, complaint_ids).items():
        for each in those:
            waiting[complaint_id, each.at].append(each)
    for row in session.execute(query.order_by(e.id)):
        if next_ones := waiting[row.entity_id, row.at]:
            found[row.id] = next_ones.popleft()
    return found
