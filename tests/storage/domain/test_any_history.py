"""Deadlines, whatever happens and in whatever order: what must always hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage import definitions
from storage.domain.deadline import deadlines, to_take
from storage.domain.limit import EVENTS, Limit, Soon
from storage.domain.running import Event
from storage.domain.working_time import working

CALENDAR = definitions.calendar()
FACTORY = definitions.policy("factory")
START = datetime(2026, 9, 1, tzinfo=UTC)
moments = st.integers(0, 60 * 24 * 120).map(lambda minutes: START + timedelta(minutes=minutes))
histories = st.lists(st.builds(Event, moments, st.sampled_from(EVENTS)), max_size=12)
soons = st.builds(Soon, st.floats(0, 1), st.integers(0, 50))


@given(histories, moments)
def test_whatever_happens_deadlines_are_well_formed(events, now):
    found = deadlines(FACTORY, CALENDAR, events, now)
    assert [each.due_at for each in found] == sorted(each.due_at for each in found)
    for each in found:
        assert each.since <= each.due_at
        assert each.soon_at is None or each.since <= each.soon_at <= each.due_at
        assert [each.due_at] * len(each.steps) <= [step.at for step in each.steps]
        assert not (each.met_at and (each.paused or each.steps))
        assert each.provisional == (each.due_at.year > 2026 and each.kind != "answer")
    steps = to_take(found, (), now)
    assert len({step.key for step in steps}) == len(steps)
    assert to_take(found, {step.key for step in steps}, now) == []


@given(st.integers(0, 300), st.lists(moments, max_size=8, unique=True), moments, soons)
def test_the_time_that_ran_is_the_time_allowed(tenths, switches, since, soon):
    """Of a limit in working hours: from beginning to end, less the pauses, exactly what was allowed."""
    limit = Limit(hours=tenths / 10, until="answered", soon=soon)
    policy = replace(FACTORY, limits={"answer": limit}, escalation=())
    switched = [Event(each, "paused" if n % 2 == 0 else "resumed") for n, each in enumerate(sorted(switches))]
    now = max([since, *switches])
    [found] = deadlines(policy, CALENDAR, [Event(since, "received"), *switched], now)
    begins = [each.at for each in switched[::2]]
    ends = [*(each.at for each in switched[1::2]), now][: len(begins)]
    paused = sum(
        (
            working(CALENDAR, max(begin, since), min(end, found.due_at))
            for begin, end in zip(begins, ends, strict=True)
            if max(begin, since) < min(end, found.due_at)
        ),
        timedelta(),
    )
    assert working(CALENDAR, since, found.due_at) - paused == timedelta(hours=tenths / 10)


@given(histories, moments, moments)
def test_while_the_customer_is_waited_for_nothing_becomes_late(events, one, two):
    earlier, later = sorted(
        [max([one, *(each.at for each in events)]), max([two, *(each.at for each in events)])]
    )
    before = {each.kind: each for each in deadlines(FACTORY, CALENDAR, events, earlier)}
    for each in deadlines(FACTORY, CALENDAR, events, later):
        was = before[each.kind]
        assert each.due_at >= was.due_at
        if each.paused:
            assert each.late == was.late
        assert was.late <= each.late
