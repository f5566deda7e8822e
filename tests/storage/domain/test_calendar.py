"""Working time: tables read off a calendar on the wall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage import definitions
from storage.domain import calendar
from storage.domain.calendar import Calendar, published
from storage.domain.problems import Invalid
from storage.domain.working_time import (
    add_working,
    end_of_natural_day,
    end_of_working_day,
    provisional,
    working,
)
from tests.storage.domain.worked import working_between

STANDARD = definitions.calendar()
SHANGHAI = STANDARD.timezone
NEW_YEAR = Calendar(SHANGHAI, STANDARD.blocks, frozenset({date(2027, 1, 1), date(2027, 1, 4)}))
SHOP = calendar.parse(
    {
        "key": "shop",
        "title": "三班",
        "timezone": "Asia/Shanghai",
        "holidays_of": "cn",
        "make_up_as": "friday",
        "holidays": ["2026-11-24"],
        "working_days": {"2026-11-28": ["10:00-12:00"], "2026-10-01": ["08:00-09:00"]},
        "week": {"monday": ["08:00-12:00", "13:00-17:00", "18:00-20:00"], "friday": ["08:00-12:00"]},
    },
    definitions.regions(),
)
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


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-09-30", "09:00-12:00 13:00-18:00"),  # a Wednesday
        ("2026-10-01", ""),  # National Day
        ("2026-10-07", ""),  # a Wednesday off in exchange …
        ("2026-10-10", "09:00-12:00 13:00-18:00"),  # … for this Saturday
        ("2026-10-11", ""),
        ("2024-02-09", "09:00-12:00 13:00-18:00"),  # New Year's Eve, on which rest is only encouraged
        ("2024-02-18", "09:00-12:00 13:00-18:00"),
        ("2027-10-01", "09:00-12:00 13:00-18:00"),  # not announced yet: a Friday like any other
    ],
)
def test_holidays_and_days_made_up(day, hours):
    assert " ".join(hours_of(STANDARD, day)) == hours


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-11-23", ["08:00-12:00", "13:00-17:00", "18:00-20:00"]),
        ("2026-11-24", []),  # the shop's own day off
        ("2026-11-28", ["10:00-12:00"]),  # its own working day
        ("2026-10-10", ["08:00-12:00"]),  # made up, worked like a Friday
        ("2026-10-01", ["08:00-09:00"]),  # a holiday on which it works
    ],
)
def test_an_organisation_has_days_of_its_own(day, hours):
    assert hours_of(SHOP, day) == hours


def hours_of(calendar, day):
    blocks = calendar.blocks_on(date.fromisoformat(day))
    return ["-".join(f"{end.astimezone(calendar.timezone):%H:%M}" for end in block) for block in blocks]


def test_a_term_over_a_long_holiday_and_the_days_made_up_for_it():
    assert add_working(STANDARD, at("2026-09-30 17:00"), timedelta(hours=2)) == at("2026-10-08 10:00")
    assert end_of_working_day(STANDARD, at("2026-09-30 17:00"), 3) == at("2026-10-10 18:00")
    assert working(STANDARD, at("2026-02-13 18:00"), at("2026-02-24 09:00")) == timedelta(hours=8)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-16 10:00", 7, "2026-11-23 18:00"),
        ("2026-11-15 23:59", 7, "2026-11-23 18:00"),  # the seventh day is a Sunday
        ("2026-09-24 10:00", 7, "2026-10-08 18:00"),  # … or in the holidays
        ("2026-02-07 10:00", 7, "2026-02-14 18:00"),  # a Saturday that is worked
    ],
)
def test_natural_days_end_on_a_day_that_is_worked(start, days, end):
    assert end_of_natural_day(STANDARD, at(start), days) == at(end)


def test_what_the_holidays_of_a_year_are_may_not_be_known_yet():
    assert published(STANDARD, date(2026, 12, 31))
    assert not published(STANDARD, date(2027, 1, 1))
    assert published(NEW_YEAR, date(2027, 1, 1)), "it takes no region's holidays"
    assert provisional(STANDARD, at("2026-12-30 10:00"), at("2027-01-04 10:00"))
    assert not provisional(STANDARD, at("2026-12-30 10:00"), at("2026-12-31 10:00"))
    assert end_of_working_day(STANDARD, at("2026-12-31 10:00"), 1) == at("2027-01-01 18:00")


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"holidays_of": "ch"}, "holidays_of", "unknown_key"),
        ({"holidays_of": ["cn"]}, "holidays_of", "not_text"),
        ({"make_up_as": "montag"}, "make_up_as", "unknown_key"),
        ({"working_days": {"2026-02-30": ["09:00-12:00"]}}, "working_days", "not_date"),
        ({"working_days": {"2026-02-28": ["9-12"]}}, "working_days.2026-02-28", "not_blocks"),
        ({"working_days": ["2026-02-28"]}, "working_days", "not_table"),
    ],
)
def test_days_with_an_error(change, where, code):
    good = {"key": "c", "title": "历", "timezone": "Asia/Shanghai", "week": {"monday": ["09:00-12:00"]}}
    calendar.parse(good, definitions.regions())
    with pytest.raises(Invalid) as error:
        calendar.parse(good | change, definitions.regions())
    assert {problem.where: problem.code for problem in error.value.problems} == {where: code}
    assert all(problem.why(definitions.texts()) for problem in error.value.problems)


def test_an_hour_that_the_clocks_skip_is_no_working_time():
    skipped = Calendar(ZoneInfo("America/New_York"), (((time(2, 30), time(3)),),) * 7)
    assert skipped.blocks_on(date(2026, 3, 8)) == []
    assert len(skipped.blocks_on(date(2026, 3, 9))) == 1


def test_blocks_around_an_hour_that_the_clocks_skip_do_not_overlap():
    zone = ZoneInfo("America/New_York")
    blocks = ((time(1), time(2, 20)), (time(2, 40), time(4)))
    spring, autumn = (
        Calendar(zone, (blocks,) * 7).blocks_on(day) for day in (date(2026, 3, 8), date(2026, 11, 1))
    )
    assert [end - begin for begin, end in spring] == [timedelta(hours=1), timedelta(hours=1)]
    assert [end - begin for begin, end in autumn] == [timedelta(minutes=140), timedelta(minutes=80)]


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
