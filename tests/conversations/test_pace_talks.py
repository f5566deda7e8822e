"""Talks at the customer's pace: later, and at what time; left alone, and reminded; gone on with."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conversations.customer import Customer
from tests.conversations.direct import MONDAY

pytestmark = pytest.mark.roads("webchat", "telegram")

HOUR = timedelta(hours=1)


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 by the clock in Shanghai; Monday is the 23rd."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - 8 * HOUR


def until(customer: Customer) -> datetime | None:
    """Until when the talk rests, as it was said last."""
    return customer.line.rests()


def comes(customer: Customer, what: str = "resume") -> Customer:
    """The clock does what is due."""
    return customer._hear(customer.line.due(what))


def at(customer: Customer, moment: datetime) -> Customer:
    """It is this time now."""
    customer.line.now = moment
    return customer


def test_later_asks_when_and_goes_on_at_that_time(surveyed: Customer) -> None:
    surveyed.says("5").says("等会儿再说").hears("什么时候", "都留着").sees(
        "今晚", "明天", "三天后", "不用找我"
    )
    surveyed.picks("明天").hears("11月24日（周二）10:00", "继续")
    assert until(surveyed) == shanghai(24, 10)
    comes(at(surveyed, shanghai(24, 10))).hears("我来了", "物流").is_at(2, of=6)
    surveyed.says("4").hears("服务")


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("晚上八点", shanghai(23, 20)),
        ("今晚", shanghai(23, 19, 30)),
        ("今晚八点半吧", shanghai(23, 20, 30)),
        ("明天", shanghai(24, 10)),
        ("明天下午", shanghai(24, 15)),
        ("明早", shanghai(24, 9)),
        ("后天上午九点", shanghai(25, 9)),
        ("下周一", shanghai(30, 10)),
        ("下周", shanghai(30, 10)),
        ("这周五下午三点", shanghai(27, 15)),
        ("周末再说", shanghai(28, 10)),
        ("三天后", shanghai(26, 10)),
        ("过几天吧", shanghai(26, 10)),
        ("下班后", shanghai(23, 18, 30)),
        ("中午", shanghai(23, 12, 30)),
        ("三点", shanghai(23, 15)),
        ("八点", shanghai(23, 20)),
        ("20:15", shanghai(23, 20, 15)),
        ("两个小时后", shanghai(23, 12, 0)),
        ("半小时后", shanghai(23, 10, 30)),
        ("二十分钟后", shanghai(23, 10, 20)),
        ("11月26日晚上七点", shanghai(26, 19)),
        ("我在开会，明天上午再找我吧", shanghai(24, 10)),
        ("一周后", shanghai(30, 10)),
        ("七点一刻", shanghai(23, 19, 15)),
        ("明天中午十二点", shanghai(24, 12)),
        ("后天", shanghai(25, 10)),
    ],
)
def test_the_time_is_told_in_words(surveyed: Customer, words: str, then: datetime) -> None:
    at(surveyed, MONDAY).says("等会儿再说").says(words).hears("再来找您")
    told = until(surveyed)
    assert told is not None
    assert timedelta(0) <= told - then < timedelta(minutes=2)


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("明天再说", shanghai(24, 10)),
        ("今晚再填吧", shanghai(23, 19, 30)),
        ("晚上八点再填", shanghai(23, 20)),
        ("下周一再说", shanghai(30, 10)),
        ("三天后再说", shanghai(26, 10)),
        ("我现在忙，明天下午再弄", shanghai(24, 15)),
    ],
)
def test_who_names_the_time_at_once_is_not_asked_for_it(
    surveyed: Customer, words: str, then: datetime
) -> None:
    surveyed.says("5").says(words).hears("再来找您").hears_not("什么时候")
    assert until(surveyed) == then


@pytest.mark.parametrize(
    ("words", "told"),
    [("晚上十一点", "11月24日（周二）08:00"), ("明早六点", "08:00"), ("半夜十二点", "08:00")],
)
def test_nobody_is_asked_in_quiet_hours(surveyed: Customer, words: str, told: str) -> None:
    surveyed.says("等会儿再说").says(words).hears("怕打扰您", told)
    assert until(surveyed) in (shanghai(24, 8), shanghai(25, 8))


def test_tonight_said_late_in_the_evening_is_soon_or_tomorrow(surveyed: Customer) -> None:
    at(surveyed, shanghai(23, 20)).says("等会儿再说").picks("今晚").hears("20:30")
    at(surveyed, shanghai(23, 21, 20)).says("今晚").hears("怕打扰您", "11月24日（周二）08:00")


def test_nobody_waits_for_a_year(surveyed: Customer) -> None:
    surveyed.says("等会儿再说").says("明年五月一日").hears("三个月以内").sees("明天")


def test_a_time_that_is_over_is_asked_for_again(surveyed: Customer) -> None:
    surveyed.says("等会儿再说").says("今天上午九点").hears_not("好的，11月").sees("明天")


def test_what_is_no_time_is_asked_for_again(surveyed: Customer) -> None:
    surveyed.says("等会儿再说").says("蓝色的大象").hears("没听明白").sees("今晚", "明天")


@pytest.mark.parametrize("words", ["不用找我", "不用了", "我自己会来", "别提醒我", "跳过", "4"])
def test_who_wants_no_reminder_comes_back_by_themselves(surveyed: Customer, words: str) -> None:
    surveyed.says("5").says("等会儿再说").says(words).hears("我不来找您", "继续")
    comes(surveyed, "resume").hears_nothing()
    comes(surveyed, "remind").hears_nothing()
    surveyed.says("继续").hears("物流")


def test_who_goes_on_before_is_not_asked_then(surveyed: Customer) -> None:
    surveyed.says("5").says("明天再说").says("继续").hears("物流")
    assert until(surveyed) is None
    comes(at(surveyed, shanghai(24, 10))).hears_nothing()


@pytest.mark.parametrize("words", ["现在", "还是现在填吧", "马上就来", "5", "满意"])
def test_who_comes_back_at_once_is_asked_at_once(surveyed: Customer, words: str) -> None:
    """What may be an answer is not taken for one: it may be about the time."""
    surveyed.says("5").says("明天再说").says(words).hears("物流").is_at(2, of=6)
    assert until(surveyed) is None
    assert list(surveyed.line.answers()) == ["quality"]


def test_monday_on_a_monday_is_the_next(surveyed: Customer) -> None:
    surveyed.says("等会儿再说").says("周一").hears("11月30日（周一）10:00")


def test_another_time_takes_the_place_of_the_first(surveyed: Customer) -> None:
    surveyed.says("明天再说").says("还是晚上八点吧").hears("20:00")
    assert until(surveyed) == shanghai(23, 20)


def test_a_resting_talk_is_polite_and_takes_wishes(surveyed: Customer) -> None:
    surveyed.says("5").says("明天再说").says("好的谢谢").hears("11月24日").says("服务承诺").hears("有问必答")
    surveyed.says("投诉").hears("发生了什么")
    assert until(surveyed) is None


def test_who_stops_while_the_talk_rests_is_left_in_peace(surveyed: Customer) -> None:
    surveyed.says("5").says("明天再说").says("停止").hears("就到这里")
    assert until(surveyed) is None
    comes(surveyed).hears_nothing()
    comes(surveyed, "remind").hears_nothing()


def test_a_complaint_rests_too(visitor: Customer) -> None:
    visitor.opens().picks_first().says("投诉").says("灯不亮").hears("哪个产品").says("明天再说").hears(
        "再来找您"
    )
    comes(at(visitor, shanghai(24, 10))).hears("我来了", "哪个产品")


def test_help_says_what_can_be_said_here(surveyed: Customer) -> None:
    surveyed.says("等会儿再说").says("帮助").hears("明天上午", "继续")


def test_with_nothing_open_there_is_nothing_to_come_back_to(visitor: Customer) -> None:
    visitor.opens().picks_first().says("明天再说").hears("没有没办完的事")
    assert visitor.line.rests() is None


def test_later_before_consent_is_no_refusal(customer: Customer) -> None:
    customer.opens().says("明天再说").hears("您先忙")
    assert customer.line.consents() == []
    customer.says("可以").hears("产品质量")


def test_who_was_left_alone_is_reminded_once(surveyed: Customer) -> None:
    surveyed.says("5")
    comes(surveyed, "remind").hears("上次说到一半", "停止", "物流").is_at(2, of=6)
    comes(surveyed, "remind").hears_nothing()
    surveyed.says("4").hears("服务")
    comes(surveyed, "remind").hears_nothing()


def test_the_reminder_of_a_complaint_asks_for_the_fact_that_is_open(visitor: Customer) -> None:
    visitor.opens().picks_first().says("投诉").says("灯不亮")
    comes(visitor, "remind").hears("上次说到一半", "哪个产品")


@pytest.mark.roads  # the contact cap, which the door keeps, has no room for two so soon
def test_the_next_survey_has_a_reminder_of_its_own(recommender: Customer) -> None:
    recommender.says("9")
    comes(recommender, "remind").hears("上次说到一半")
    recommender.says("停止").says("填问卷")
    comes(recommender, "remind").hears("上次说到一半")


@pytest.mark.parametrize(
    "words",
    [
        ["停止"],
        ["不用再发了"],
        ["别再联系我了"],
        ["人工"],
        ["活着没意思，我不想活了"],
        ["明天再说"],
        ["等会儿再说", "不用找我"],
        ["5", "退订", "是"],
    ],
)
def test_who_is_not_to_be_reminded(surveyed: Customer, words: list[str]) -> None:
    for each in words:
        surveyed.says(each)
    comes(surveyed, "remind").hears_nothing()


def test_who_has_not_agreed_is_not_reminded(customer: Customer) -> None:
    customer.opens()
    comes(customer, "remind").hears_nothing()


def test_who_said_later_but_not_when_is_reminded(surveyed: Customer) -> None:
    surveyed.says("5").says("等会儿再说")
    comes(surveyed, "remind").hears("上次说到一半", "物流")


def test_who_opened_the_menu_and_left_is_reminded_of_the_survey(surveyed: Customer) -> None:
    surveyed.says("5").says("菜单")
    comes(surveyed, "remind").hears("上次说到一半", "物流")


def test_nothing_is_due_to_who_has_finished(surveyed: Customer) -> None:
    surveyed.says("5").says("4").says("5").says("4").says("5").says("没有了")
    assert surveyed.line.ends()
    comes(surveyed, "remind").hears_nothing()


def test_monday_is_monday() -> None:
    assert shanghai(23, 10) == MONDAY
