"""What the clock does about complaints: owners are reminded of what is due soon, and who is above them is
told step by step of what is late (GB/T 19012 annex G; D5).

Each reminder and each step once, whatever dies and however clocks jump: it is taken in the transaction that
tells of it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from storage import alerts, dialects, events
from storage.complaints.alerting import ids as their_ids
from storage.complaints.alerting import owner, tell
from storage.complaints.falling_due import Case, cases, keep
from storage.conversations import locking
from storage.domain.complaint import OPEN
from storage.domain.deadline import Deadline, to_remind, to_take
from storage.domain.escalation import ROLES, Person, answering
from storage.tables import complaint_reminders, complaints

_K: Final = complaints.c


_AGAIN: Final = timedelta(hours=1)
"""What failed is looked at again so long after."""


class Look(NamedTuple):
    """A complaint that has to be looked at after this moment."""

    look_at: datetime
    id: int


FIRST: Final = Look(datetime.fromtimestamp(0, UTC), 0)


class Act(NamedTuple):
    """To tell who answers for it in this role that this is due soon, or late; kept under the key."""

    key: str
    role: str
    deadline: Deadline


def look_again(session: Session, now: datetime) -> None:
    """Have the clock look at all that is open, from now on: what is due of it may be something else than was
    written down, by other limits or holidays."""
    before = now - timedelta.resolution
    session.execute(update(complaints).where(_K.state.in_(OPEN)).values(look_at=before))


def due(session: Session, now: datetime, after: Look = FIRST, limit: int = 100) -> list[Look]:
    """What is to be looked at by now, in order, behind `after`."""
    query = select(_K.look_at, _K.id).where(_K.look_at < now, tuple_(_K.look_at, _K.id) > after)
    return [Look._make(row) for row in session.execute(query.order_by(_K.look_at, _K.id).limit(limit))]


def remind(session: Session, ids: Collection[int], now: datetime) -> int:
    """Do about these what has come due, and settle when to look at them next; how much was done."""
    if not ids:
        return 0
    locking.lock(session, alerts.chats(session))  # before complaints, as whoever writes there
    ours = select(_K.id).where(_K.id.in_(ids), _K.look_at < now).order_by(_K.id)
    held = session.scalars(ours.with_for_update(skip_locked=True)).all()
    found = cases(session, held, now)
    acts = {case.id: [] if case.preview else _acts(case, now) for case in found}
    new = _take(session, acts, now)
    known = alerts.people(session) if new else []
    for case in found:
        _tell(session, case, [each for each in acts[case.id] if (case.id, each.key) in new], known, now)
    keep(session, [(case, case.due([each.key for each in acts[case.id]], now)) for case in found])
    return len(new)


def put_off(now: datetime, session: Session, complaint_id: int, _reason: str) -> None:
    """Nothing could be done about it: it comes again in a while, behind the others."""
    late = update(complaints).where(_K.id == complaint_id, _K.look_at < now)
    session.execute(late.values(look_at=now + _AGAIN))


def _acts(case: Case, now: datetime) -> list[Act]:
    steps = {step.key: each for each in case.found for step in each.steps}
    return [
        *(Act(each.key, ROLES[0], each) for each in to_remind(case.found, case.done, now)),
        *(Act(step.key, step.role, steps[step.key]) for step in to_take(case.found, case.done, now)),
    ]


def _take(session: Session, acts: dict[int, list[Act]], now: datetime) -> set[tuple[int, str]]:
    """Take these: those that nobody had taken before. The history has them."""
    rows = [{"complaint_id": key, "key": each.key, "at": now} for key, its in acts.items() for each in its]
    if not rows:
        return set()
    r = complaint_reminders.c
    new = dialects.insert(session, complaint_reminders).values(rows).on_conflict_do_nothing()
    taken = {(row.complaint_id, row.key) for row in session.execute(new.returning(r.complaint_id, r.key))}
    done = [
        events.event(now, "complaint", key, "escalate" if each.deadline.late else "remind", "clock")
        for key, its in acts.items()
        for each in its
        if (key, each.key) in taken
    ]
    events.append(session, done)
    return taken


def _tell(session: Session, case: Case, acts: Sequence[Act], known: Sequence[Person], now: datetime) -> None:
    """Everybody hears of a complaint once at a time: of what was due first."""
    first: dict[int, Deadline] = {}
    for each in sorted(acts, key=lambda act: act.deadline.due_at):
        for person in their_ids(answering(each.role, known, case.concern)):
            first.setdefault(person, each.deadline)
    together: dict[Any, list[int]] = defaultdict(list)
    for person, deadline in first.items():
        together[deadline.kind].append(person)
    whose = owner(known, case.concern)
    for people in together.values():
        deadline = first[people[0]]
        tell(session, case, people, "late" if deadline.late else "soon", deadline, now, whose)
