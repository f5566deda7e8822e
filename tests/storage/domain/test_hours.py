"""Whether somebody is there, and when there will be."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage import definitions
from storage.domain.hours import opens_at

CALENDAR = definitions.calendar("standard")
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Nine in the morning in Shanghai."""

moments = st.integers(0, 60 * 24 * 30).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


def at_work(moment: datetime) -> bool:
    return any(start <= moment <= end for start, end in CALENDAR.blocks_on(CALENDAR.date_of(moment)))


@given(moments)
def test_somebody_is_there_then_and_not_before(now: datetime) -> None:
    opens = opens_at(CALENDAR, now)
    assert opens >= now
    assert at_work(opens)
    assert (opens == now) == at_work(now)
    middle = now + (opens - now) / 2
    assert opens == now or not at_work(middle)


def test_over_noon_and_over_a_weekend() -> None:
    hour = timedelta(hours=1)
    assert opens_at(CALENDAR, MONDAY + 3.5 * hour) == MONDAY + 4 * hour
    assert opens_at(CALENDAR, MONDAY + timedelta(days=4, hours=10)) == MONDAY + timedelta(days=7)
