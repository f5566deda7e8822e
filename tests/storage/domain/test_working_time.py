"""Working time: what must always hold, whatever the calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from storage import definitions
from storage.domain.calendar import Calendar
from storage.domain.working_time import add_working, end_of_natural_day, end_of_working_day, working
from tests.storage.domain.worked import working_between

STANDARD = definitions.calendar()
blocks = st.lists(st.integers(0, 1439), max_size=6, unique=True).map(
    lambda ends: tuple(
        (time(*divmod(a, 60)), time(*divmod(b, 60)))
        for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)
    )
)
weeks = st.tuples(*[blocks] * 7).filter(any)
days_off = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20)
zones = st.sampled_from(
    [STANDARD.timezone, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]
)
own_days = st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), blocks, max_size=5)
regions = st.sampled_from([None, definitions.regions()["cn"]])
calendars = st.just(STANDARD) | st.builds(
    Calendar, zones, weeks, days_off, own_days, regions, st.integers(0, 6)
)
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


@given(calendars, moments, moments)
def test_time_between_is_what_the_days_add_up_to(calendar, one, two):
    start, end = sorted([one, two])
    assert working(calendar, start, end) == working_between(calendar, start, end)
    assert working(calendar, end, start) == -working(calendar, start, end)


@given(calendars, moments, durations)
def test_what_was_added_is_measured_back(calendar, start, duration):
    assert working(calendar, start, add_working(calendar, start, duration)) == duration


@given(calendars, moments, moments, durations, durations)
def test_more_time_or_a_later_start_never_ends_earlier(calendar, one, two, short, long):
    start, later = sorted([one, two])
    less, more = sorted([short, long])
    assert add_working(calendar, start, less) <= add_working(calendar, start, more)
    assert add_working(calendar, start, less) <= add_working(calendar, later, less)
    assert working(calendar, one, later) <= working(calendar, one, later + more)


@given(calendars, moments, st.integers(1, 400))
def test_a_natural_day_ends_on_the_first_working_day_from_then_on(calendar, start, days):
    end = calendar.date_of(end_of_natural_day(calendar, start, days))
    last = calendar.date_of(start) + timedelta(days=days)
    assert end >= last
    assert calendar.blocks_on(end)
    assert not any(calendar.blocks_on(last + timedelta(days=n)) for n in range((end - last).days))
