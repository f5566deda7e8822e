"""How the time of a limit runs: in working time or by the clock, and not while the customer is waited for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from storage.domain.calendar import Calendar
from storage.domain.working_time import add_working, working

ENDS: Final = frozenset({"closed", "withdrawn", "merged", "referred"})
"""After these nothing runs any more, until the complaint is reopened."""

_RESUMES: Final = ENDS | {"resumed", "reopened", "answered"}
"""After an answer nobody waits for what was asked before it."""


class Event(NamedTuple):
    """What happened (one of EVENTS of storage/domain/limit.py), and when."""

    at: datetime
    what: str


class Pause(NamedTuple):
    """The customer was waited for, from the one moment to the other; `open`: and still is."""

    begin: datetime
    end: datetime
    open: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """In the working time of a calendar, or by the clock."""

    calendar: Calendar
    by_clock: bool = False

    def add(self, start: datetime, span: timedelta) -> datetime:
        """The moment, in UTC, with so much time since `start`."""
        return start.astimezone(UTC) + span if self.by_clock else add_working(self.calendar, start, span)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The time from `start` to `end`."""
        return end - start if self.by_clock else working(self.calendar, start, end)


def pauses(events: Iterable[Event], until: datetime) -> list[Pause]:
    """When the customer was waited for, in order, of events in order; who still is, `until` then."""
    found, begin = [], None
    for event in events:
        if event.what == "paused" and begin is None:
            begin = event.at
        elif event.what in _RESUMES and begin is not None:
            found.append(Pause(begin, event.at))
            begin = None
    return found if begin is None else [*found, Pause(begin, until, open=True)]


def put_off(pace: Pace, since: datetime, moment: datetime, waited: Iterable[Pause]) -> datetime:
    """The moment that time running since `since` reaches, put off by each pause that began before it."""
    for pause in waited:
        if pause.begin >= moment:
            break
        if pause.end > since:
            lost = pace.between(max(pause.begin, since), pause.end)
            # at the earliest when work goes on after the pause, should it have ended out of hours
            moment = max(pace.add(moment, lost), pace.add(pause.end, timedelta()))
    return moment
