"""What the clock does about complaints: owners are reminded of what is due soon, and who is above them is
told step by step of what is late (GB/T 19012 annex G; D5).

Each reminder and each step once, whatever dies and however clocks jump: it is taken in the transaction that
tells of it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import or_, select, tuple_, update
from sqlalchemy.orm import Session

from storage import alerts, dialects, events
from storage.complaints.alerting import ids as their_ids
from storage.complaints.alerting import late, owner, tell
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
    """To tell who answers for it in this role that this is due soon, or late, which is this `step` of the
    ladder (0: is none); kept under the key."""

    key: str
    role: str
    deadline: Deadline
    step: int = 0


class Staff(NamedTuple):
    """Who there is to be told, and which of them (ids) are told anything anywhere."""

    known: Sequence[Person]
    reached: Collection[int]


def all_open(session: Session) -> list[int]:
    """All that is open: by other limits or holidays something else may be due of it than is written down."""
    return list(session.scalars(select(_K.id).where(_K.state.in_(OPEN)).order_by(_K.id)))


def changed(session: Session, ids: Collection[int], now: datetime) -> list[int]:
    """Those of these of which something else is due than is written down, or about which something is to be
    done. Only reads: nobody has to wait for it."""
    found = cases(session, ids, now)
    return [case.id for case in found if case.due((), now) != case.stands or _acts(case, now)]


def due(session: Session, now: datetime, after: Look = FIRST, limit: int = 100) -> list[Look]:
    """What is to be looked at by now, in order, behind `after`."""
    query = select(_K.look_at, _K.id).where(_K.look_at < now, tuple_(_K.look_at, _K.id) > after)
    return [Look._make(row) for row in session.execute(query.order_by(_K.look_at, _K.id).limit(limit))]


def remind(session: Session, ids: Collection[int], now: datetime) -> int:
    """Do about these what has come due, and settle what is due of them and when to look at them next; how
    much was done."""
    if not ids:
        return 0
    locking.lock(session, alerts.chats(session))  # before complaints, as whoever writes there
    ours = select(_K.id).where(_K.id.in_(ids)).order_by(_K.id)
    held = session.scalars(ours.with_for_update(skip_locked=True)).all()
    found = cases(session, held, now)
    acts = {case.id: _acts(case, now) for case in found}
    new = _take(session, acts, now)
    heard = Staff(alerts.people(session), alerts.reached(session)) if new else Staff((), frozenset())
    for case in found:
        _tell(session, case, [each for each in acts[case.id] if (case.id, each.key) in new], heard, now)
    keep(session, [(case, case.due([each.key for each in acts[case.id]], now)) for case in found])
    return len(new)


def put_off(now: datetime, session: Session, complaint_id: int, _reason: str) -> None:
    """Nothing could be done about it: it comes again in a while, behind the others."""
    late = update(complaints).where(_K.id == complaint_id, _K.state.in_(OPEN))
    never = or_(_K.look_at < now, _K.look_at.is_(None))
    session.execute(late.where(never).values(look_at=now + _AGAIN))


def _acts(case: Case, now: datetime) -> list[Act]:
    if case.preview:
        return []
    steps = {step.key: each for each in case.found for step in each.steps}
    return [
        *(Act(each.key, ROLES[0], each) for each in to_remind(case.found, case.done, now)),
        *(
            Act(step.key, step.role, steps[step.key], step.number)
            for step in to_take(case.found, case.done, now)
        ),
    ]


def _take(session: Session, acts: dict[int, list[Act]], now: datetime) -> set[tuple[int, str]]:
    """Take these: those that nobody had taken before. The history has them."""
    rows = [{"complaint_id": key, "key": each.key, "at": now} for key, its in acts.items() for each in its]
    if not rows:
        return set()
    r = complaint_reminders.c
    new = dialects.insert(session, complaint_reminders).on_conflict_do_nothing()
    found = session.execute(new.returning(r.complaint_id, r.key), rows)
    taken = {(row.complaint_id, row.key) for row in found}
    done = [
        events.event(now, "complaint", key, "escalate" if each.deadline.late else "remind", "clock")
        for key, its in acts.items()
        for each in its
        if (key, each.key) in taken
    ]
    events.append(session, done)
    return taken


def _tell(session: Session, case: Case, acts: Sequence[Act], staff: Staff, now: datetime) -> None:
    """Everybody hears of a complaint once at a time: of what was due first, and of its steps of the last,
    should they stand on several."""
    first: dict[int, Act] = {}
    for each in sorted(acts, key=lambda act: (act.deadline.due_at, -act.step)):
        for person in their_ids(answering(each.role, staff.known, case.concern)):
            if person in staff.reached:
                first.setdefault(person, each)
    together: dict[Act, list[int]] = defaultdict(list)
    for person, each in first.items():
        together[each].append(person)
    whose = owner(staff.known, case.concern)
    for each, people in together.items():
        if each.step:
            late(session, case, people, (each.step, each.role), each.deadline, now, whose)
        else:
            tell(session, case, people, "soon", each.deadline, now, whose)
