"""How long something has been late: in the time that its limit runs in, without what its customer took."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.domain.deadline import deadlines, overdue
from storage.domain.running import Event
from tests.storage.domain.test_running import CALENDAR, FACTORY, at, history, of

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

RECEIVED = "11-23 10:00 received"
"""A Monday: the report is due on Thursday the 26th at 18:00, the first answer, by the clock, on the 24th at
10:00."""


@pytest.mark.parametrize(
    ("kind", "told", "now", "late"),
    [
        ("report", (), "11-27 11:00", 2),
        ("report", (), "11-30 11:00", 10),
        ("answer", (), "11-24 22:00", 12),
        ("answer", (), "11-30 10:00", 6 * 24),
        ("report", ("11-27 10:00 paused", "11-27 15:00 resumed"), "11-27 16:00", 2),
        ("report", ("11-27 10:00 paused",), "11-30 16:00", 1),
        ("answer", ("11-24 20:00 paused", "11-25 08:00 resumed"), "11-25 09:00", 11),
        ("answer", ("11-24 20:00 paused",), "11-30 16:00", 10),
        # put off to half past eleven of the 27th, and late from then on; nobody works at noon
        ("report", ("11-26 17:00 paused", "11-27 10:30 resumed"), "11-27 13:30", 1),
    ],
)
def test_what_is_late_is_late_for_so_many_hours(kind, told, now, late):
    found = of(kind, history(RECEIVED, *told), now)
    assert found.late
    assert overdue(found, CALENDAR, at(now)) == late * HOUR


minutes = st.integers(1, 5 * 24 * 60)


@settings(max_examples=15)
@given(st.integers(0, 200 * 24 * 60), st.lists(minutes, max_size=5), minutes)
def test_it_is_what_is_counted_minute_by_minute(begins, gaps, rest):
    """Pauses and what is between them; the last may still be open."""
    moment = datetime(2026, 9, 1, tzinfo=UTC) + begins * MINUTE
    happened = [Event(moment, "received")]
    for number, gap in enumerate(gaps):
        moment += gap * MINUTE
        happened.append(Event(moment, "resumed" if number % 2 else "paused"))
    now = moment + rest * MINUTE
    waits = [(a.at, b.at) for a, b in zip(happened[1::2], [*happened[2::2], Event(now, "")], strict=False)]
    for late in deadlines(FACTORY, CALENDAR, happened, now):
        if late.late:
            whole = [late.due_at + n * MINUTE for n in range((now - late.due_at) // MINUTE)]
            counted = [each for each in whole if not any(a <= each < b for a, b in waits)]
            if not late.by_clock:
                days = {CALENDAR.date_of(each): () for each in counted}
                blocks = {day: CALENDAR.blocks_on(day) for day in days}
                worked = ((each, blocks[CALENDAR.date_of(each)]) for each in counted)
                counted = [each for each, some in worked if any(a <= each < b for a, b in some)]
            assert overdue(late, CALENDAR, now) == len(counted) * MINUTE
