"""Talks about small things that go as a person would have them: after a code, after a reminder, at a goodbye,
in the language that is spoken by now."""

import re
from typing import Any

import pytest

from tests.conversations.conftest import Asks
from tests.conversations.customer import Customer
from tests.conversations.written import asked, options

pytestmark = pytest.mark.roads("webchat", "telegram")

SPEAKING = {"zh-CN": "简体中文", "zh-TW": "繁體中文", "en": "English"}
EACH = pytest.mark.parametrize("language", SPEAKING)


@pytest.fixture
def speaks(customer: Customer) -> Any:
    """Somebody at the first question who speaks this language."""
    return lambda language: customer.opens().says(SPEAKING[language]).picks_first()


def comes(customer: Customer, what: str) -> Customer:
    """The clock does what is due."""
    return customer._hear(customer.line.due(what))


LOOKS_UP = {"zh-CN": "查投诉", "zh-TW": "查投訴", "en": "check complaint"}
MORE = {"zh-CN": "补充：他还摔了箱子", "zh-TW": "補充：他還摔了箱子", "en": "He also dropped the box"}
PASSED_ON = {"zh-CN": "补充的交给同事了", "zh-TW": "補充的交給同事了", "en": "passed that on"}


@pytest.mark.roads
@EACH
def test_who_has_the_code_adds_to_the_complaint_without_new_consent(visitor: Customer, language: str) -> None:
    told = _complains(visitor)
    line: Any = visitor.line
    line.stored = "{}"  # on another day, before any consent
    visitor.opens().says(SPEAKING[language]).says(f"{LOOKS_UP[language]} {told}").hears(told.split()[0])
    visitor.says(MORE[language]).hears(PASSED_ON[language])
    assert [each.number for each in line.added()] == [told.split()[0]]
    assert line.added()[0].text.endswith(MORE[language][-4:])
    assert not visitor.line.talk.consent


def _complains(customer: Customer) -> str:
    """Number and code of what is told without a name."""
    customer.opens().picks_first().says("匿名投诉，送货的人骂人")
    for _ in range(4):
        customer.says("跳过")
    told = customer.says("提交").heard[0].text
    found = re.search(r"(T\d{6}-\d{4,}).*?([0-9A-Z]{4}-[0-9A-Z]{4})", told, re.DOTALL)
    assert found
    return f"{found[1]} {found[2]}"


@pytest.mark.roads
def test_a_yes_there_is_no_consent(visitor: Customer) -> None:
    told = _complains(visitor)
    line: Any = visitor.line
    line.stored = "{}"
    visitor.opens().says(f"查投诉 {told}").says("好的")
    assert (line.talk.state, line.talk.consent) == ("welcome", "")
    visitor.says(f"查投诉 {told}").says("还漏了一箱").hears("补充的交给同事了")


@pytest.mark.roads
def test_a_complaint_said_to_the_one_that_was_looked_up_is_added_to_it(visitor: Customer) -> None:
    told = _complains(visitor)
    line: Any = visitor.line
    line.stored = "{}"
    visitor.opens().says(f"查投诉 {told}").says("我要投诉，灯坏了").hears("补充的交给同事了")
    assert [each.text for each in line.added()] == ["我要投诉，灯坏了"]


LATER = {"zh-CN": "没空，晚点吧", "zh-TW": "沒空，晚點吧", "en": "later please"}
IN_FIVE = {"zh-CN": "五分钟后", "zh-TW": "五分鐘後", "en": "in five minutes"}
WHY = {"zh-CN": "哪里不好", "zh-TW": "哪裡不好", "en": "wrong"}
SLOW = {"zh-CN": "等了八天", "zh-TW": "等了八天", "en": "It took eight days"}


@EACH
def test_later_keeps_the_question_why(speaks: Any, language: str) -> None:
    customer = speaks(language).says("2")
    why = customer.heard[-1].text
    customer.says(LATER[language]).says(IN_FIVE[language])
    rests = customer.line.rests()
    assert rests
    customer.line.now = rests
    comes(customer, "resume")
    assert customer.heard[-1].text == why
    customer.says(SLOW[language])
    assert customer.line.reasons() == {"quality": SLOW[language]}
    customer.is_at(2, of=6)


def test_who_waits_for_a_person_is_asked_why_afterwards(surveyed: Customer) -> None:
    surveyed.says("2").says("人工").says("继续").hears("不好").says("用了一天就坏")
    assert surveyed.line.reasons() == {"quality": "用了一天就坏"}


def test_who_is_reminded_of_why_is_asked_it(surveyed: Customer) -> None:
    surveyed.says("2").says("没空，晚点吧")
    comes(surveyed, "remind").hears("上次说到一半", "不好")


NOTED = {"zh-CN": "好 好的 嗯 ok 收到", "zh-TW": "好 好喔 嗯 ok 收到", "en": "ok;okay, thanks;sure;好"}


@pytest.mark.parametrize(
    ("language", "words"),
    [(name, each) for name, row in NOTED.items() for each in row.split(";" if name == "en" else " ")],
)
def test_all_right_after_a_reminder_is_no_answer(speaks: Any, language: str, words: str) -> None:
    customer = comes(speaks(language).says("5"), "remind")
    question = customer.heard[-1].text
    customer.says(words).hears_not("不好意思")
    assert [each.text for each in customer.heard] == [question]
    assert list(customer.line.answers()) == ["quality"]
    customer.says("4").answered("delivery", "4")


def test_after_that_it_is_one_again(surveyed: Customer) -> None:
    comes(surveyed.says("5"), "remind").says("好").says("好").answered("delivery", "4")


def test_an_answer_to_the_reminder_is_one(surveyed: Customer) -> None:
    comes(surveyed.says("5"), "remind").says("满意").answered("delivery", "4")


BYE = {"zh-CN": "再见 拜拜 bye 谢谢，再见", "zh-TW": "再見 掰掰 bye 謝謝，再見", "en": "bye;Goodbye!;再见"}
WARMLY = {"zh-CN": "再见，祝您顺心", "zh-TW": "再見，祝您順心", "en": "Goodbye, and all the best"}
MENU = {"zh-CN": "菜单", "zh-TW": "選單", "en": "menu"}


@pytest.mark.parametrize(
    ("language", "words"),
    [(name, each) for name, row in BYE.items() for each in row.split(";" if name == "en" else " ")],
)
def test_a_goodbye_is_said_back(speaks: Any, language: str, words: str) -> None:
    customer = speaks(language).says("5").says(MENU[language])
    customer.says(words).hears(WARMLY[language])
    assert customer.line.talk.state == "menu"
    assert customer.line.talk.version_id


MIDWAY = {"zh-CN": "第二题改成4分", "zh-TW": "第二題改成4分", "en": "change question 2 to 4"}


@EACH
def test_an_answer_is_corrected_from_the_menu(speaks: Any, language: str) -> None:
    customer = speaks(language).says("5").says("3").says(MENU[language]).says(MIDWAY[language])
    customer.hears("4").picks_first().answered("delivery", "4").is_at(3, of=6)


FIRST = {"zh-CN": "第一题改成4分", "zh-TW": "第一題改成4分", "en": "change the first one to 4"}


@EACH
def test_the_open_question_may_be_called_by_its_number(speaks: Any, language: str) -> None:
    customer = speaks(language).says(FIRST[language]).hears("4")
    customer.answers_nothing()
    customer.picks_first().answered("quality", "4")


def test_what_one_picks_by_its_place_is_no_other_question(asks: Asks) -> None:
    customer = asks(asked("way", "single", "您要哪一个？", options("自提", "送货")))
    customer.says("English").says("the first one").answered("way", "a")


def test_full_marks_are_the_highest(asks: Asks) -> None:
    customer = asks(
        asked("ten", "number", "给几分？", "low = 0\nhigh = 10\n"), asked("all", "hundred", "一共几分？")
    )
    customer.says("full marks").answered("ten", 10).says("full marks").answered("all", 100)


def test_the_price_is_no_level_of_the_quality(speaks: Any) -> None:
    speaks("en").says("the price is too high").answers_nothing().is_at(1, of=6)


MY_NAME = {"zh-CN": "用我的名字", "zh-TW": "用我的名字", "en": "use my name"}
NAMED = {"zh-CN": "留名字提交", "zh-TW": "名字", "en": "with your name"}
REFUND = {"zh-CN": "您的要求：退款", "zh-TW": "退款", "en": "What you want: A refund"}


@EACH
def test_what_was_chosen_is_told_in_the_language_spoken_now(visitor: Customer, language: str) -> None:
    visitor.opens().picks_first().says("我要投诉，送货的人骂人").says("跳过").says("跳过").says("跳过")
    visitor.picks("退款").says(SPEAKING[language])
    visitor.hears(REFUND[language])


@EACH
def test_a_name_is_left_after_all(visitor: Customer, language: str) -> None:
    visitor.opens().picks_first().says("匿名投诉，送货的人骂人").says("跳过").says("跳过").says("跳过")
    visitor.picks("退款").says(SPEAKING[language]).says(MY_NAME[language]).hears(NAMED[language])
    assert not visitor.line.talk.unnamed


STATUS = {"zh-CN": "我的投诉怎么样了", "zh-TW": "我的投訴怎麼樣了", "en": "how is my complaint going?"}
WITHOUT = {"zh-CN": "匿名的投诉不和", "zh-TW": "匿名的投訴不和", "en": "A complaint made without your name"}


@EACH
def test_who_complained_without_a_name_is_not_told_that_they_never_did(
    visitor: Customer, language: str
) -> None:
    _complains(visitor)
    visitor.says(SPEAKING[language]).says(STATUS[language]).hears(WITHOUT[language])
    assert visitor.heard[0].text.startswith(WITHOUT[language])


@pytest.mark.parametrize("aside", ["晚点再说", "转人工"])
def test_an_answer_is_corrected_while_the_survey_rests_or_a_person_is_awaited(
    surveyed: Customer, aside: str
) -> None:
    surveyed.says("4").says(aside).says("第一题改成5分").hears("产品质量", "5")
    surveyed.says("对").hears("物流").answered("quality", "5")
