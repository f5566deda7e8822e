"""Deadlines (时限) of a complaint, exact, from a policy, a calendar and what has happened to it (D5; GB/T
19012 7.4 and 7.7, annex G)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from storage.domain.calendar import Calendar
from storage.domain.escalation import Rung, Step
from storage.domain.limit import Limit
from storage.domain.policy import Policy
from storage.domain.running import ENDS, Event, Pace, Pause, pauses, put_off
from storage.domain.working_time import add_working, end_of_natural_day, end_of_working_day, provisional

NEXT = {
    "received": "acknowledge",
    **dict.fromkeys(("acknowledged", "assessed", "investigating", "refused"), "answer"),
    **dict.fromkeys(("answered", "accepted", "measures", "verified"), "close"),
}
"""What a complaint in this state waits for; a state that is not here waits for nothing."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind` (acknowledge, answer, close …) runs since `since` and is due at `due_at`; all moments in UTC.

    `source` cites the rule. `met_at`: it was done then; `late`: not done in time, or not yet. `paused`: the
    customer is waited for, and `due_at` moves on meanwhile. `soon_at`: its owner is reminded then. `steps`:
    once it is late and not done, who is told and when; `waited`: when its customer was waited for so far.
    `provisional`: it touches a year whose holidays are not announced. `by_clock`: its hours are those of the
    clock, at night too.
    """

    kind: str
    due_at: datetime
    since: datetime
    source: str = ""
    met_at: datetime | None = None
    late: bool = False
    paused: bool = False
    soon_at: datetime | None = None
    steps: tuple[Step, ...] = ()
    waited: tuple[Pause, ...] = ()
    provisional: bool = False
    by_clock: bool = False

    @property
    def key(self) -> str:
        """What it is known by: the same however often it is computed, another when the limit begins anew."""
        return f"{self.kind} {self.since.isoformat()}"


def deadlines(
    policy: Policy,
    calendar: Calendar,
    events: Iterable[Event],
    now: datetime,
    *,
    severity: str = "",
    customer: str = "",
) -> list[Deadline]:
    """What is due of a complaint with this history, the first due first, what was done among it.

    Of a limit that began anew (an answer refused, a complaint reopened) only the last time counts.
    """
    rules = policy.of(severity, customer)
    history = sorted(events, key=lambda event: event.at)
    # clocks may have been set back: what has happened, has happened
    now = max([now, *(event.at for event in history[-1:])])
    limits = rules.limits.items()
    found = (_deadline(kind, limit, rules.escalation, calendar, history, now) for kind, limit in limits)
    return sorted((each for each in found if each), key=lambda each: each.due_at)


def to_remind(found: Iterable[Deadline], reminded: Collection[str], now: datetime) -> list[Deadline]:
    """What is due soon and not yet done, without those whose keys say that their owner has been reminded."""
    open_ones = (each for each in found if each.met_at is None and not (each.paused or each.late))
    soon = (each for each in open_ones if each.soon_at is not None and each.soon_at <= now)
    return [each for each in soon if each.key not in reminded]


def to_take(found: Iterable[Deadline], taken: Collection[str], now: datetime) -> list[Step]:
    """The steps that are due now, the earliest first, without those whose keys are already taken."""
    steps = (step for each in found for step in each.steps if step.at < now)
    return sorted((step for step in steps if step.key not in taken), key=lambda step: step.at)


def due(limit: Limit, calendar: Calendar, since: datetime) -> datetime:
    """When the time allowed, counted from `since`, ends."""
    if limit.clock_hours is not None:
        return since.astimezone(UTC) + timedelta(hours=limit.clock_hours)
    if limit.natural_days is not None:
        return end_of_natural_day(calendar, since, limit.natural_days)
    if limit.days is not None:
        return end_of_working_day(calendar, since, limit.days)
    return add_working(calendar, since, timedelta(hours=limit.hours))


def first_unmet(found: Iterable[Deadline]) -> Deadline | None:
    """What must be done first, of deadlines in order; None where nothing is due any more."""
    return next((each for each in found if each.met_at is None), None)


def overdue(late: Deadline, calendar: Calendar, now: datetime) -> timedelta:
    """How long this has been late and is not done: in working time, or by the clock where it runs so, less
    what its customer was waited for."""
    pace = Pace(calendar, by_clock=late.by_clock)
    after = (pause for pause in late.waited if pause.end > late.due_at)
    lost = (pace.between(max(pause.begin, late.due_at), pause.end) for pause in after)
    return pace.between(late.due_at, now) - sum(lost, timedelta())


def next_look(
    found: Iterable[Deadline], done: Collection[str], now: datetime, escalates: bool
) -> datetime | None:
    """After which moment there is something to do about these: to remind, to take a step, or, where the
    policy `escalates`, to see that one is late. Of what is `done` (keys) nothing; None where nothing is left.
    """
    open_ones = (each for each in found if each.met_at is None)
    moments = (_look(each, done, now, escalates) for each in open_ones)
    return min((moment for moment in moments if moment is not None), default=None)


def _look(one: Deadline, done: Collection[str], now: datetime, escalates: bool) -> datetime | None:
    if one.late:
        steps = (step.at for step in one.steps if step.key not in done)
        # while the customer is waited for, what had not come before that moves on with the clock
        return min((at for at in steps if not one.paused or at < now), default=None)
    if one.paused:
        return None
    ahead = one.due_at if escalates else None
    return one.soon_at if one.soon_at is not None and one.key not in done else ahead


def _deadline(
    kind: str,
    limit: Limit,
    rungs: Sequence[Rung],
    calendar: Calendar,
    history: Sequence[Event],
    now: datetime,
) -> Deadline | None:
    """None where the limit has not begun, or nothing is left to be done."""
    begun = next((n for n in reversed(range(len(history))) if history[n].what in limit.since), None)
    if begun is None:
        return None
    awaited = {limit.until, *(ENDS if limit.stops else ())}
    last = next((event for event in history[begun + 1 :] if event.what in awaited), None)
    if last and last.what != limit.until:
        return None
    until = last.at if last else now
    waited = pauses(history, until) if limit.stops else []
    since, by_clock = history[begun].at, limit.clock_hours is not None
    pace = Pace(calendar, by_clock=by_clock or limit.natural_days is not None)
    unpaused = due(limit, calendar, since)
    due_at = put_off(pace, since, unpaused, waited)
    late = until > due_at
    found = Deadline(
        kind,
        due_at,
        since.astimezone(UTC),
        limit.source,
        met_at=last.at if last else None,
        late=late,
        paused=not last and bool(waited) and waited[-1].open,
        soon_at=None if last or late else _soon(limit, pace, since, unpaused, waited),
        provisional=not by_clock and provisional(calendar, since, due_at),
        by_clock=by_clock,
    )
    if last or not late:
        return found
    return replace(found, steps=tuple(_steps(rungs, found, calendar, waited)), waited=tuple(waited))


def _soon(
    limit: Limit, pace: Pace, since: datetime, unpaused: datetime, waited: Sequence[Pause]
) -> datetime | None:
    """When so much is left as the policy says; None where it says nothing, or it is due at once."""
    whole = pace.between(since, unpaused)
    left = max(limit.soon.share * whole, timedelta(hours=limit.soon.hours))
    if not whole or not left:
        return None
    return put_off(pace, since, pace.add(since, max(whole - left, timedelta())), waited)


def _steps(
    rungs: Sequence[Rung], late: Deadline, calendar: Calendar, waited: Sequence[Pause]
) -> Iterator[Step]:
    """Known by how often the role has been told before it: after how many hours may be set otherwise while
    they are being taken."""
    told: Counter[str] = Counter()
    key = late.key
    for number, rung in enumerate(rungs, 1):
        told[rung.role] += 1
        at = add_working(calendar, late.due_at, timedelta(hours=rung.hours))
        put = put_off(Pace(calendar), late.due_at, at, waited)
        yield Step(rung.role, put, f"{key} {rung.role} {told[rung.role]}", number)
