"""The public holidays that ship, held to a list that others keep of them."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from storage import definitions
from storage.domain import holidays
from storage.domain.problems import Invalid

CHINA = definitions.regions()["cn"]


@pytest.mark.parametrize("year", sorted(CHINA.notices))
def test_every_day_is_as_others_have_it(year: int) -> None:
    for n in range((date(year, 12, 31) - date(year, 1, 1)).days + 1):
        day = date(year, 1, 1) + timedelta(days=n)
        off = day in CHINA.off or (day.weekday() >= 5 and day not in CHINA.work)
        assert off == chinese_calendar.is_holiday(day), day


@pytest.mark.parametrize("notice", CHINA.notices.values(), ids=lambda notice: str(notice.year))
def test_a_notice_says_where_it_stands(notice: holidays.Notice) -> None:
    assert str(notice.year) in notice.title
    assert notice.issued.year == notice.year - 1
    assert f"国办发明电〔{notice.issued.year}〕" in notice.number


@pytest.mark.parametrize("notice", CHINA.notices.values(), ids=lambda notice: str(notice.year))
def test_days_that_are_made_up_are_weekend_days_of_that_year(notice: holidays.Notice) -> None:
    assert {day.year for day in (*notice.off, *notice.work)} == {notice.year}
    assert all(day.weekday() >= 5 and day not in notice.off for day in notice.work)
    assert {made.holiday for made in notice.work.values()} <= set(notice.off.values())


def test_a_notice_may_say_like_which_weekday_a_day_is_worked() -> None:
    holiday = {"name": "国庆节", "from": "2026-10-01", "work": ["2026-10-10", "2026-09-20"]}
    told = {**NOTICE, "holiday": [{**holiday, "as": {"2026-10-10": "wednesday"}}]}
    work = holidays.parse(told).work
    assert {day.day: made.weekday for day, made in work.items()} == {10: 2, 20: None}


NOTICE = {"year": 2026, "title": "通知", "number": "1号", "date": "2025-11-04"}


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"from": "2026-01-32"}, "holiday.1.from", "not_date"),
        ({"to": "2025-12-31"}, "holiday.1.to", "not_date"),
        ({"work": ["周六"]}, "holiday.1.work", "not_date"),
        ({"work": ["2026-01-04"], "as": {"2026-01-04": "x"}}, "holiday.1.as.2026-01-04", "unknown_key"),
        ({"as": {"2026-01-04": "monday"}}, "holiday.1.as.2026-01-04", "unknown_key"),
        ({"name": ""}, "holiday.1.name", "empty"),
        ({"from": ""}, "holiday.1.from", "empty"),
    ],
)
def test_a_notice_with_an_error(change: dict[str, object], where: str, code: str) -> None:
    good = {"name": "元旦", "from": "2026-01-01", "to": "2026-01-03"}
    assert len(holidays.parse({**NOTICE, "holiday": [good]}).off) == 3
    with pytest.raises(Invalid) as error:
        holidays.parse({**NOTICE, "holiday": [good | change]})
    assert {problem.where: problem.code for problem in error.value.problems} == {where: code}
    assert all(problem.why(definitions.texts()) for problem in error.value.problems)
