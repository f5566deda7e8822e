"""Deadlines of a complaint under the policy that ships."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import definitions
from storage.domain import complaint
from storage.domain import deadline as law
from storage.domain.deadline import NEXT, due, first_unmet
from storage.domain.policy import LIMITS, Limit
from storage.domain.running import ENDS, Event
from tests.storage.domain.worked import working_between

POLICY = definitions.policy()
CALENDAR = definitions.calendar()
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def shanghai(text):
    return datetime.fromisoformat(text).replace(tzinfo=CALENDAR.timezone)


def deadlines(received_at):
    """Those of a complaint; a request for one's own data has its one."""
    limits = {kind: limit for kind, limit in POLICY.limits.items() if kind != "request"}
    return {kind: due(limit, CALENDAR, received_at) for kind, limit in limits.items()}


def test_a_complaint_on_a_monday_morning():
    assert deadlines(shanghai("2026-11-23 10:00")) == {
        "acknowledge": shanghai("2026-11-23 10:00"),
        "answer": shanghai("2026-11-25 18:00"),
        "close": shanghai("2026-12-07 18:00"),
    }


def test_a_complaint_on_a_saturday_night():
    assert deadlines(shanghai("2026-11-21 23:30")) == {
        "acknowledge": shanghai("2026-11-23 09:00"),
        "answer": shanghai("2026-11-24 18:00"),
        "close": shanghai("2026-12-04 18:00"),
    }


def test_limits_in_hours():
    assert due(Limit(hours=4), CALENDAR, shanghai("2026-11-20 16:00")) == shanghai("2026-11-23 11:00")


@given(moments)
def test_deadlines_come_in_order_within_working_time_and_are_never_short(received_at):
    found = deadlines(received_at)
    assert [*found, "request"] == list(LIMITS)
    assert received_at <= found["acknowledge"] < found["answer"] < found["close"]
    for kind, due_at in found.items():
        assert any(a <= due_at <= b for a, b in CALENDAR.blocks_on(CALENDAR.date_of(due_at)))
        assert working_between(CALENDAR, received_at, due_at) >= timedelta(
            hours=8 * (POLICY.limits[kind].days or 0)
        )


def unmet(received_at, *happened):
    """What is due first, after these."""
    events = [Event(received_at, what) for what in ("received", *happened)]
    return first_unmet(law.deadlines(POLICY, CALENDAR, events, received_at))


@pytest.mark.parametrize(
    ("happened", "kind"),
    [
        ((), "acknowledge"),
        (("acknowledged",), "answer"),
        (("acknowledged", "answered"), "close"),
        (("acknowledged", "answered", "refused"), "answer"),
        (("acknowledged", "answered", "closed", "reopened"), "answer"),
    ],
)
def test_what_is_waited_for_first(happened, kind):
    received_at = shanghai("2026-11-23 10:00")
    found = unmet(received_at, *happened)
    assert (found.kind, found.due_at) == (kind, deadlines(received_at)[kind])


@pytest.mark.parametrize("end", sorted(ENDS))
def test_after_the_end_nothing_is_due(end):
    assert unmet(shanghai("2026-11-23 10:00"), "acknowledged", end) is None


def test_a_deadline_beyond_the_announced_holidays_is_provisional():
    sure, unsure = (unmet(shanghai(day), "acknowledged", "answered") for day in ("2026-12-01", "2026-12-31"))
    assert (sure.provisional, unsure.provisional) == (False, True)
    assert unsure.due_at == shanghai("2027-01-14 18:00"), "as if every week were like any other"


def test_what_is_due_is_done_by_a_move_that_the_state_allows():
    for state, kind in NEXT.items():
        ready = complaint.LIFE.move(state, "verify") if state == "measures" else state
        assert kind in complaint.LIFE.triggers(ready)
