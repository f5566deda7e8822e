"""What is due of complaints, and when the clock has to look at them next: from their history, by the policy
in force (`storage.domain.deadline`)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from storage import bulk, definitions
from storage.domain.deadline import Deadline, deadlines, first_unmet, next_look
from storage.domain.escalation import Concern
from storage.domain.policy import Policy
from storage.domain.running import Event
from storage.tables import complaint_reminders, complaints, customers
from storage.tables import events as history

EVENTS: Final = {
    "receive": "received",
    "acknowledge": "acknowledged",
    "assign": "notified",
    "assess": "assessed",
    "pause": "paused",
    "resume": "resumed",
    "answer": "answered",
    "accept": "accepted",
    "refuse": "refused",
    "verify": "verified",
    "close": "closed",
    "withdraw": "withdrawn",
    "merge": "merged",
    "refer": "referred",
    "reopen": "reopened",
}
"""What happened to a complaint, by the trigger that stands in its history. A limit until something else waits
for what nobody can write down yet: it is not held against anybody."""

_TRIGGERS: Final = (*EVENTS, "implement")
_KNOWN: Final = frozenset(EVENTS.values())


class Due(NamedTuple):
    """What stands in the columns of a complaint."""

    due_at: datetime | None
    due_kind: str
    look_at: datetime | None


class Case(NamedTuple):
    """A complaint with what is due of it now, the first due first, and the keys of what was `done` about it:
    who was reminded or told. What was only tried out (`preview`) is nobody's matter."""

    id: int
    number: str
    conversation_id: int | None
    preview: bool
    concern: Concern
    stands: Due
    found: list[Deadline]
    done: frozenset[str]
    escalates: bool

    def due(self, done: Collection[str], now: datetime) -> Due:
        """What is to stand there, once these are done too."""
        look_at = next_look(self.found, self.done.union(done), now, self.escalates)
        return _due(self.found, None if self.preview else look_at)


def opened(customer: str, since: datetime, at: datetime) -> Due:
    """Of a complaint of this customer (the name in the organisation's own list) that was received at `since`
    and is acknowledged now."""
    policy = _policy("", customer)
    known = [Event(since, "received"), Event(max(since, at), "acknowledged")]
    found = deadlines(policy, definitions.calendar(), known, at)
    return _due(found, next_look(found, (), at, bool(policy.escalation)))


def named_customers() -> bool:
    """Whether the policy in force has limits of some customers' own."""
    return any(each.customers for each in definitions.policy().overrides)


def settle(session: Session, complaint_id: int, at: datetime) -> None:
    """Set what is due of it, and when to look at it, by what has happened so far. Its revision stays."""
    keep(session, [(case, case.due((), at)) for case in cases(session, [complaint_id], at)])


_SETTLED: Final = (
    update(complaints)
    .where(complaints.c.id == bindparam("key"))
    .values({name: bindparam(f"new_{name}") for name in Due._fields})
)


def keep(session: Session, found: Iterable[tuple[Case, Due]]) -> None:
    """Have this stand in their columns."""
    rows = [
        {"key": case.id, **{f"new_{name}": value for name, value in due._asdict().items()}}
        for case, due in found
        if due != case.stands
    ]
    if rows:
        bulk.execute(session, _SETTLED, rows)


def cases(session: Session, ids: Collection[int], at: datetime) -> list[Case]:
    """These complaints, in the order of their ids."""
    happened, done, policies = _happened(session, ids), _done(session, ids), cache(_policy)
    return [
        _case(row, policies(row.severity, row.customer or ""), happened[row.id], frozenset(done[row.id]), at)
        for row in _rows(session, ids)
    ]


def _case(row: Any, policy: Policy, happened: Iterable[Any], done: frozenset[str], at: datetime) -> Case:
    found = deadlines(policy, definitions.calendar(), events(happened), at)
    concern = Concern(row.owner_id, row.department, row.concerns_id)
    stands = Due(row.due_at, row.due_kind, row.look_at)
    escalates = bool(policy.escalation)
    return Case(row.id, row.number, row.conversation_id, row.preview, concern, stands, found, done, escalates)


def _policy(severity: str, customer: str) -> Policy:
    policy = definitions.policy().of(severity, customer)
    limits = {kind: limit for kind, limit in policy.limits.items() if limit.until in _KNOWN}
    return replace(policy, limits=limits, overrides=())


def events(happened: Iterable[Any]) -> list[Event]:
    """The history of one complaint (trigger, source, at), in order, as its limits know it. Time never runs
    backwards in it, whatever clocks did. Who was referred outside and is taken up again was waited for."""
    known: list[Event] = []
    for row in happened:
        at = max([row.at, *(each.at for each in known[-1:])])
        if row.trigger in EVENTS:
            known.append(Event(at, EVENTS[row.trigger]))
        elif row.source == "referred":
            away = max(n for n, each in enumerate(known) if each.what == "referred")
            known[away] = known[away]._replace(what="paused")
            known.append(Event(at, "resumed"))
    return known


def _due(found: list[Deadline], look_at: datetime | None) -> Due:
    first = first_unmet(found)
    return Due(first.due_at, first.kind, look_at) if first else Due(None, "", look_at)


_COLUMNS: Final = (
    *("id", "number", "conversation_id", "preview", "severity", "owner_id", "department", "concerns_id"),
    *Due._fields,
)


def _rows(session: Session, ids: Collection[int]) -> list[Any]:
    c = complaints.c
    query = select(*(c[name] for name in _COLUMNS), customers.c.name.label("customer"))
    query = query.join_from(complaints, customers, isouter=True).where(c.id.in_(ids))
    return list(session.execute(query.order_by(c.id)))


def _happened(session: Session, ids: Collection[int]) -> dict[int, list[Any]]:
    e = history.c
    query = select(e.entity_id, e.trigger, e.source, e.at).where(
        e.entity == "complaint", e.entity_id.in_(ids), e.trigger.in_(_TRIGGERS)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query.order_by(e.id)):
        found[row.entity_id].append(row)
    return found


def _done(session: Session, ids: Collection[int]) -> dict[int, set[str]]:
    r = complaint_reminders.c
    found: dict[int, set[str]] = defaultdict(set)
    for complaint_id, key in session.execute(select(r.complaint_id, r.key).where(r.complaint_id.in_(ids))):
        found[complaint_id].add(key)
    return found
