"""Working time: a table read off a calendar on the wall, and what must always hold."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import definitions
from storage.domain.calendar import Calendar, add_working, end_of_working_day
from tests.storage.domain.worked import working_between

STANDARD = definitions.calendar()
SHANGHAI = STANDARD.timezone
NEW_YEAR = Calendar(SHANGHAI, STANDARD.blocks, frozenset({date(2027, 1, 1), date(2027, 1, 4)}))
NIGHT_IN_NEW_YORK = Calendar(
    ZoneInfo("America/New_York"), (((time(0), time(5)), (time(5, 30), time(23, 59))),) * 7
)


def at(text: str) -> datetime:
    """A moment by the clock in Shanghai: "2026-11-20 17:00" is a Friday."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-20 09:00", 1, "2026-11-20 10:00"),
        ("2026-11-20 09:00", 3, "2026-11-20 12:00"),
        ("2026-11-20 09:00", 3.5, "2026-11-20 13:30"),
        ("2026-11-20 12:30", 1, "2026-11-20 14:00"),
        ("2026-11-20 09:00", 8, "2026-11-20 18:00"),
        ("2026-11-20 17:00", 2, "2026-11-23 10:00"),
        ("2026-11-21 11:00", 1, "2026-11-23 10:00"),
        ("2026-11-20 23:00", 40, "2026-11-27 18:00"),
        ("2026-11-20 10:00", 0, "2026-11-20 10:00"),
        ("2026-11-20 12:00", 0, "2026-11-20 12:00"),
        ("2026-11-20 12:01", 0, "2026-11-20 13:00"),
        ("2026-11-22 03:00", 0, "2026-11-23 09:00"),
    ],
)
def test_hours_run_only_while_people_work(start, hours, end):
    assert add_working(STANDARD, at(start), timedelta(hours=hours)) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-20 00:00", 1, "2026-11-23 18:00"),
        ("2026-11-20 23:59", 1, "2026-11-23 18:00"),
        ("2026-11-21 12:00", 1, "2026-11-23 18:00"),
        ("2026-11-23 09:00", 2, "2026-11-25 18:00"),
        ("2026-11-23 09:00", 10, "2026-12-07 18:00"),
    ],
)
def test_days_run_from_the_next_day_to_the_end_of_work(start, days, end):
    assert end_of_working_day(STANDARD, at(start), days) == at(end)


def test_holidays_are_no_working_days():
    assert end_of_working_day(NEW_YEAR, at("2026-12-31 10:00"), 1) == at("2027-01-05 18:00")
    assert add_working(NEW_YEAR, at("2026-12-31 17:00"), timedelta(hours=2)) == at("2027-01-05 10:00")
    assert working_between(NEW_YEAR, at("2026-12-31 18:00"), at("2027-01-05 09:00")) == timedelta()


def test_an_hour_that_the_clocks_skip_is_no_working_time():
    skipped = Calendar(ZoneInfo("America/New_York"), (((time(2, 30), time(3)),),) * 7)
    assert skipped.blocks_on(date(2026, 3, 8)) == []
    assert len(skipped.blocks_on(date(2026, 3, 9))) == 1


def test_the_day_is_the_one_in_shanghai():
    late_in_london = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert STANDARD.date_of(late_in_london) == date(2026, 11, 23)
    assert end_of_working_day(STANDARD, late_in_london, 1) == at("2026-11-24 18:00")


def test_a_changed_clock_neither_adds_nor_takes_away():
    zone = NIGHT_IN_NEW_YORK.timezone
    spring = datetime(2026, 3, 8, 0, 0, tzinfo=zone)
    assert working_between(NIGHT_IN_NEW_YORK, spring, spring.replace(hour=5)) == timedelta(hours=4)
    assert add_working(NIGHT_IN_NEW_YORK, spring, timedelta(hours=4)) == spring.replace(hour=5)
    autumn = datetime(2026, 11, 1, 0, 0, tzinfo=zone)
    assert working_between(NIGHT_IN_NEW_YORK, autumn, autumn.replace(hour=5)) == timedelta(hours=6)


blocks = st.lists(st.integers(0, 1439), max_size=6, unique=True).map(
    lambda ends: tuple(
        (time(*divmod(a, 60)), time(*divmod(b, 60)))
        for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)
    )
)
weeks = st.tuples(*[blocks] * 7).filter(any)
days_off = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20)
zones = st.sampled_from(
    [SHANGHAI, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]
)
calendars = st.just(STANDARD) | st.builds(Calendar, zones, weeks, days_off)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
durations = st.timedeltas(timedelta(), timedelta(hours=60))


@given(calendars, moments, durations)
def test_added_time_is_exact_and_ends_in_working_time(calendar, start, duration):
    end = add_working(calendar, start, duration)
    assert end.tzinfo is UTC
    assert end >= start
    assert any(a <= end <= b for a, b in calendar.blocks_on(calendar.date_of(end)))
    assert working_between(calendar, start, end) == duration


@given(calendars, moments, durations.filter(bool))
def test_not_a_moment_later_than_needed(calendar, start, duration):
    end = add_working(calendar, start, duration)
    assert working_between(calendar, start, end - timedelta(microseconds=1)) < duration


@given(calendars, moments, durations, durations)
def test_adding_twice_is_adding_once(calendar, start, one, two):
    assert add_working(calendar, add_working(calendar, start, one), two) == add_working(
        calendar, start, one + two
    )


@given(calendars, moments, st.integers(1, 15))
def test_days_end_with_work_and_leave_that_many_whole_days(calendar, start, days):
    end = end_of_working_day(calendar, start, days)
    today = calendar.date_of(start)
    whole = [
        day
        for n in range(1, (calendar.date_of(end) - today).days + 1)
        if calendar.blocks_on(day := today + timedelta(days=n))
    ]
    assert len(whole) == days
    assert end == calendar.blocks_on(whole[-1])[-1][1]
