"""How long complaints took and whether that was in time (D5, C8), very many at once.

Counted by the law (`storage.domain.deadline`): working time where the limit runs in it, else by the clock. A
first answer runs from when the complaint was received; closing from then, or from when it was last reopened.
While the customer was waited for the limit stood still: of what seems late for that, each is looked at by
itself, and few are.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import dialects
from storage.domain import running
from storage.domain.complaint import LIFE, OPEN, UNANSWERED
from storage.domain.limit import Limit
from storage.domain.many_times import Moments, Pace, micros, moment, reaching
from storage.domain.policy import Policy
from storage.domain.running import Event
from storage.queries.columns import NEVER, Columns
from storage.queries.complaint_columns import flag
from storage.queries.complaint_law import Law
from storage.tables import events

_E = events.c

_HAPPENED: Final[Mapping[str, str]] = {
    "pause": "paused",
    "resume": "resumed",
    "reopen": "reopened",
    "close": "closed",
    "withdraw": "withdrawn",
    "merge": "merged",
    "refer": "referred",
}
"""What stops the time of a limit, or lets it go on: as the history has it, and as a limit does."""

_UNCLOSED: Final = tuple(state for state in OPEN if state != "referred")
_ONCE: Final = ("answered", "accepted", "measures", "verified", "closed")
_LATEST: Final = int(np.iinfo(np.int64).max)


class Ran(NamedTuple):
    """Of one limit, for each complaint: microseconds until it was done (below 0: it is not); whether it is
    judged, and on time; when that may change, though nothing be done."""

    took: Moments
    judged: Any
    on_time: Any
    until: Moments


class Limits:
    """The time limits of these complaints."""

    def __init__(self, session: Session, rows: Columns, law: Law, now: datetime) -> None:
        self._session, self._rows, self._law, self._now = session, rows, law, now
        received = rows.moments("received_at")
        self._policies, self._ruled = _policies(rows, law)
        self._pace = self._reaching(received)
        self._received = received
        self._ids = rows.numbers("id")
        self.reopened_at = self._reopened()

    def _reaching(self, received: Moments) -> Pace:
        limits = [limit for each in self._policies for limit in each.limits.values()]
        first = min(self._now, moment(int(received.min())))
        return reaching(self._law.calendar, limits, first, self._now)

    def acknowledging(self) -> Ran:
        """Until it was acknowledged."""
        done = self._rows.moments("acknowledged_at")
        return self._ran("acknowledge", self._received, done, self._rows.among("state", (LIFE.initial,)))

    def answering(self) -> Ran:
        """Until the first answer."""
        done = self._rows.moments("first_answered_at")
        waiting = (done == NEVER) & self._rows.among("state", (LIFE.initial, *UNANSWERED))
        return self._ran("answer", self._received, done, waiting)

    def closing(self) -> Ran:
        """Until it was closed, for the last time."""
        closed = self._rows.among("state", ("closed",))
        done = np.where(closed, self._rows.moments("closed_at"), NEVER)
        since = np.maximum(self._received, self.reopened_at)
        return self._ran("close", since, done, self._rows.among("state", _UNCLOSED))

    def _ran(self, kind: str, since: Moments, done: Moments, waiting: Any) -> Ran:
        is_done = done != NEVER
        until = np.where(is_done, done, micros(self._now))
        due = self._due(kind, since)
        late = until > due
        again = self._put_off(kind, since, until, late & (is_done | waiting), due)
        late &= ~again
        may_change = np.where(waiting & ~is_done & ~late, due, _LATEST)
        judged = is_done | (waiting & late)
        return Ran(self._took(kind, done, is_done), judged, is_done & ~late, may_change)

    def _took(self, kind: str, done: Moments, is_done: Any) -> Moments:
        end = np.where(is_done, done, self._received)
        if by_clock(self._law.policy.limits[kind]):
            took = end - self._received
        else:
            took = self._pace.worked(end) - self._pace.worked(self._received)
        return np.where(is_done, np.maximum(took, 0), -1)

    def _due(self, kind: str, since: Moments) -> Moments:
        due = np.empty_like(since)
        for number, policy in enumerate(self._policies):
            theirs = self._ruled == number
            due[theirs] = self._pace.due(policy.limits[kind], since[theirs])
        return due

    def _put_off(self, kind: str, since: Moments, until: Moments, late: Any, due: Moments) -> Any:
        """Which of the late ones are not, since their customers were waited for; they are `due` later."""
        again = np.zeros(self._rows.n, bool)
        stopping = np.array([policy.limits[kind].stops for policy in self._policies], bool)[self._ruled]
        some = np.flatnonzero(late & stopping)
        for at, history in self._paused(some).items():
            limit = self._policies[self._ruled[at]].limits[kind]
            begin, end = moment(int(since[at])), moment(int(until[at]))
            waited = running.pauses([each for each in history if each.at <= end], end)
            pace = running.Pace(self._law.calendar, by_clock=by_clock(limit))
            last = running.put_off(pace, begin, moment(int(due[at])), waited)
            again[at] = end <= last
            due[at] = _LATEST if waited[-1:] and waited[-1].open else micros(last)
        return again

    def _paused(self, some: Any) -> dict[int, list[Event]]:
        """What stopped the time of these rows, by row; of those alone that waited for their customer."""
        if not len(some):
            return {}
        place = {int(self._ids[at]): int(at) for at in some}
        here = _of(self._session, ("pause",))
        waited = set(self._session.scalars(select(_E.entity_id).where(*here), {"ids": list(place)}))
        told = select(_E.entity_id, _E.at, _E.trigger).where(*_of(self._session, tuple(_HAPPENED)))
        found: dict[int, list[Event]] = {}
        if waited:
            for key, at, trigger in self._session.execute(told.order_by(_E.id), {"ids": sorted(waited)}):
                found.setdefault(place[key], []).append(Event(at, _HAPPENED[trigger]))
        return found

    def _reopened(self) -> Moments:
        """When each was last reopened. Who was answered once and neither left nor referred cannot have been:
        the history of the others alone is read."""
        rows, found = self._rows, np.full(self._rows.n, NEVER, np.int64)
        first, referred = rows.moments("first_answered_at"), flag(rows, "referred")
        once = flag(rows, "once") & rows.among("state", _ONCE)
        never = (first == NEVER) & ~referred
        some = np.flatnonzero(~(never | (once & (first != NEVER) & ~referred)))
        if len(some):
            place = {int(self._ids[at]): int(at) for at in some}
            last = select(_E.entity_id, func.max(_E.at)).where(*_of(self._session, ("reopen",)))
            for key, at in self._session.execute(last.group_by(_E.entity_id), {"ids": list(place)}):
                found[place[key]] = micros(at)
        return found


def _policies(rows: Columns, law: Law) -> tuple[list[Policy], Any]:
    """The different policies that hold for these rows, and which of them for each."""
    policy, _, named = law
    severities, severity = rows.coded("severity")
    if not named:
        return [policy.of(each) for each in severities], severity
    names = ["", *dict.fromkeys(named.values())]
    whose = np.zeros(rows.n, np.int64)
    theirs = np.isin(rows.numbers("customer_id"), list(named))
    asked = rows.numbers("customer_id")[theirs]
    whose[theirs] = [names.index(named[int(key)]) for key in asked]
    both, which = np.unique(severity * len(names) + whose, return_inverse=True)
    return [policy.of(severities[each // len(names)], names[each % len(names)]) for each in both], which


def by_clock(limit: Limit) -> bool:
    """Whether it runs at night too; else in working time."""
    return limit.clock_hours is not None or limit.natural_days is not None


def _of(session: Session, triggers: tuple[str, ...]) -> list[Any]:
    ids = dialects.among(session.get_bind().dialect.name, _E.entity_id, "ids")
    return [_E.entity == "complaint", ids, _E.trigger.in_(triggers)]
