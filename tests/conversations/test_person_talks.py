"""Talks that need a person, and wishes at odd moments."""

from datetime import UTC, datetime

import pytest

from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine

pytestmark = pytest.mark.roads("webchat", "telegram")


def test_a_person_is_called_and_the_survey_goes_on_at_a_word(surveyed: Customer) -> None:
    surveyed.says("5").says("转人工").hears("已经告诉同事").sees("继续", "菜单")
    surveyed.says("在吗").hears("同事都看得到").says("人工").hears("再等一等")
    assert surveyed.line.called() == ["human"]
    surveyed.says("继续").hears("物流").is_at(2, of=6)


def test_a_person_before_consent(customer: Customer) -> None:
    customer.opens().says("人工").hears("已经告诉同事", "可以开始吗").says("可以").hears("产品质量")
    assert customer.line.called() == ["human"]


def test_a_complaint_while_waiting(surveyed: Customer) -> None:
    surveyed.says("人工").says("我要投诉").hears("发生了什么")


def test_someone_in_danger_is_shown_where_help_is(surveyed: Customer) -> None:
    surveyed.says("5").says("活着没意思，我不想活了").hears("12356", "120", "110").hears_not("物流", "投诉")
    assert surveyed.line.called() == ["crisis"]
    assert surveyed.line.ends() == [("stopped", None)]


@pytest.mark.roads("webchat", "telegram")
def test_who_tells_of_a_danger_is_told_where_help_is_before_anything_else(customer: Customer) -> None:
    customer.opens().says("煤气漏了快来人啊！！").hears("119", "同事马上看").hears_not("可以开始吗")
    assert customer.line.called() == ["urgent"]


def test_the_talk_goes_on_behind_it(surveyed: Customer) -> None:
    surveyed.says("1分，热水器漏电，手都麻了").hears("119", "120")
    assert surveyed.line.answers()["quality"].value == "1"
    surveyed.says("去年煤气漏过，早修好了").hears_not("119")


def test_a_story_of_danger_is_taken_and_told_where_help_is(visitor: Customer) -> None:
    visitor.says("我要投诉").says("店里着火了，有人被困在里面").hears("119", "记下了")
    assert "urgent" in visitor.line.called()


def test_nobody_is_led_unasked_to_what_is_told_without_a_name(visitor: Customer) -> None:
    visitor.opens().picks_first().says("我要匿名投诉").says("店里着火了，有人被困在里面").hears(
        "119", "「人工」"
    )
    visitor.hears_not("已经请同事")
    assert visitor.line.called() == []


@pytest.mark.parametrize("text", ["承诺", "服务承诺"])
def test_promises_are_told_in_the_middle_of_a_question(surveyed: Customer, text: str) -> None:
    surveyed.says(text).hears("两个工作日", "产品质量").is_at(1, of=6)


def test_another_language_is_answered_honestly(surveyed: Customer) -> None:
    surveyed.says("日语").hears("用哪种语言").sees("简体中文", "繁體中文", "English")


def test_the_menu_offers_what_was_begun(surveyed: Customer) -> None:
    surveyed.says("5").says("菜单").sees("继续", "投诉", "服务承诺", "找人工")
    surveyed.says("1").hears("物流")


def test_a_menu_button_works_at_any_time(surveyed: Customer) -> None:
    menu = surveyed.says("菜单").shown
    surveyed.picks("继续").hears("产品质量").picks("服务承诺", of=menu).hears("有问必答", "产品质量")


def test_a_greeting_is_answered_by_the_welcome(customer: Customer) -> None:
    customer.says("你好").hears("青禾家居", "可以开始吗")


@pytest.mark.roads("webchat")
def test_opening_again_says_nothing(surveyed: Customer) -> None:
    surveyed.opens().hears_nothing().says("5").hears("物流")


def direct(customer: Customer) -> DirectLine:
    assert isinstance(customer.line, DirectLine)
    return customer.line


@pytest.mark.roads
def test_who_waits_is_told_how_many_are_before_them(surveyed: Customer) -> None:
    direct(surveyed).queue = 2
    surveyed.says("人工").hears("前面还有 2 位", "直接回您")
    direct(surveyed).queue = 0
    surveyed.says("人工").hears("请再等一等", "您是下一位").hears_not("前面还有")


@pytest.mark.parametrize(
    ("now", "there_again"),
    [
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), "11月24日（周二）09:00"),  # 20:00 on a Monday
        (datetime(2026, 11, 28, 2, 0, tzinfo=UTC), "11月30日（周一）09:00"),  # a Saturday
        (datetime(2026, 11, 23, 4, 30, tzinfo=UTC), "11月23日（周一）13:00"),  # at noon
    ],
)
def test_when_nobody_is_there_a_message_is_taken(surveyed: Customer, now: datetime, there_again: str) -> None:
    surveyed.line.now = now
    surveyed.says("5").says("人工").hears("现在没有同事在", there_again, "写下来").sees("继续")
    surveyed.says("你们送来的灯不亮，明天给我回电话").hears("记下了", there_again).hears_not("还有 0 位")
    surveyed.says("人工").hears("现在还没有同事在", there_again)
    assert surveyed.line.called() == ["human"]
    surveyed.says("继续").hears("物流")


def test_in_english_it_is_told_briefly_when_it_is_read(surveyed: Customer) -> None:
    surveyed.line.now = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
    surveyed.says("English please").says("5").says("I want to talk to a person")
    surveyed.hears("our colleagues are back on Monday, 30 November at 09:00")
    surveyed.says("the lamp does not work, please call me tomorrow")
    surveyed.hears("Our colleagues will read it", "Monday, 30 November").hears_not(
        "first thing from", "on on"
    )


def test_while_somebody_is_there_what_is_written_is_kept_for_them(surveyed: Customer) -> None:
    surveyed.says("人工").says("你们送来的灯不亮").hears("您写的话同事都看得到").hears_not("上班后")


def test_before_consent_the_truth_is_told_too(customer: Customer) -> None:
    customer.line.now = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
    customer.opens().says("人工").hears("现在没有同事在", "11月30日（周一）09:00", "可以开始吗")
