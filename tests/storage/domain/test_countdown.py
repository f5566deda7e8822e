"""The working time that is left, as people say it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import definitions
from storage.domain.countdown import Left, left, longest_day
from storage.domain.working_time import working

CALENDAR = definitions.calendar()
WEDNESDAY = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
"""Ten in the morning in Shanghai; people work from nine to twelve and from one to six."""


@pytest.mark.parametrize(
    ("to", "found"),
    [
        (timedelta(minutes=20), Left(False, 0, 0, 20)),
        (timedelta(hours=4, minutes=20), Left(False, 0, 3, 20)),
        (timedelta(days=1), Left(False, 1, 0, 0)),
        (timedelta(days=5, hours=1), Left(False, 3, 1, 0)),
        (timedelta(), Left(False, 0, 0, 0)),
        (timedelta(hours=-12), Left(True, 0, 1, 0)),
        (timedelta(days=-1), Left(True, 1, 0, 0)),
    ],
)
def test_nights_and_days_off_do_not_count(to: timedelta, found: Left) -> None:
    assert left(CALENDAR, WEDNESDAY, WEDNESDAY + to) == found


@given(st.integers(1_735_660_800, 1_796_000_000), st.integers(-(10**7), 10**7))
def test_it_adds_up_to_the_minute(start: int, seconds: int) -> None:
    now = datetime.fromtimestamp(start, UTC)
    due = now + timedelta(seconds=seconds)
    found = left(CALENDAR, now, due)
    told = found.days * longest_day(CALENDAR) + timedelta(hours=found.hours, minutes=found.minutes)
    assert timedelta() <= abs(working(CALENDAR, now, due)) - told < timedelta(minutes=1)
    assert found.late == (seconds < 0)
