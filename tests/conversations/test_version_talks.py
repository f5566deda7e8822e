"""Talks in which a new version of the survey is published meanwhile, or the survey is retired."""

import pytest

from bot.conversation.effects import Finish
from tests.conversations.conftest import Asks, Offered
from tests.conversations.customer import Customer
from tests.conversations.written import HEAD, SECTION, asked, options, scale

pytestmark = pytest.mark.roads("webchat", "telegram")

QUALITY = scale("quality", "质量怎么样？", "weight = 50\n")
DELIVERY = scale("delivery", "物流怎么样？", "weight = 50\n")
OLD = HEAD + SECTION + QUALITY + DELIVERY + asked("old", "text", "旧的一题？")


def newer(*questions: str) -> str:
    return HEAD + SECTION + "".join(questions)


@pytest.fixture
def midway(offered: Offered) -> Customer:
    """Has answered the first of three questions."""
    return offered(OLD).opens().picks_first().says("5").hears("物流")


def test_the_open_question_is_answered_in_the_new_version(midway: Customer) -> None:
    midway.line.publishes(newer(QUALITY, scale("care", "服务怎么样？"), DELIVERY))
    midway.says("4").hears("服务怎么样").is_at(2, of=3).answered("delivery", "4")
    midway.says("3").hears("谢谢").hears_not("质量")


def test_a_button_shown_in_the_old_version_counts(midway: Customer) -> None:
    midway.line.publishes(newer(QUALITY, DELIVERY, scale("care", "服务怎么样？")))
    midway.picks("满意").hears("服务怎么样").answered("delivery", "4")


def test_what_was_said_to_a_question_that_is_no_more_is_no_answer(midway: Customer) -> None:
    midway.line.publishes(newer(QUALITY, scale("care", "服务怎么样？")))
    midway.says("1").hears("问卷刚更新了", "服务怎么样")
    assert list(midway.line.answers()) == ["quality"]
    midway.says("4").hears("谢谢").answered("care", "4")


def test_nor_to_one_that_has_other_choices_now(midway: Customer) -> None:
    seven = DELIVERY.replace("satisfaction5", "satisfaction7")
    midway.line.publishes(newer(QUALITY, seven))
    midway.says("4").hears("问卷刚更新了", "物流").says("7").hears("谢谢").answered("delivery", "7")


def test_a_wish_is_heard_all_the_same(midway: Customer) -> None:
    midway.line.publishes(newer(QUALITY, scale("care", "服务怎么样？")))
    midway.says("转人工").hears("同事")


def test_when_nothing_new_is_asked_it_is_complete(midway: Customer) -> None:
    midway.line.publishes(newer(QUALITY))
    midway.says("4").hears("谢谢")
    assert midway.line.finished().state == "completed"


def test_a_question_of_another_kind_is_asked_anew(midway: Customer) -> None:
    midway.line.publishes(newer(asked("quality", "nps", "愿意推荐吗？"), DELIVERY))
    midway.says("4").hears("愿意推荐吗")
    assert midway.line.aside() == {"quality"}
    midway.says("9").hears("谢谢").answered("quality", "9")


def test_why_a_score_was_low_is_still_heard(asks: Asks) -> None:
    low = QUALITY + "reason_below = 60\n"
    customer = asks(low).says("1").hears("方便说说")
    customer.line.publishes(newer(DELIVERY, low))
    customer.says("用着难受，退也没处退").hears("记下了", "物流")
    assert customer.line.reasons() == {"quality": "用着难受，退也没处退"}


def test_who_comes_back_days_later_goes_on_in_the_new_version(midway: Customer) -> None:
    midway.says("菜单").hears("有什么可以帮您")
    midway.line.publishes(newer(scale("care", "服务怎么样？"), QUALITY, DELIVERY))
    midway.says("继续").hears("服务怎么样").is_at(1, of=3).says("4").hears("物流").says("4").hears("谢谢")


def test_who_has_completed_is_not_asked_again(begins: Offered) -> None:
    customer = begins(SECTION + QUALITY).says("5").hears("谢谢")
    customer.line.publishes(newer(QUALITY, DELIVERY))
    customer.opens().hears_not("物流").says("菜单").sees("再填一次问卷")
    customer.picks("再填一次问卷").hears("质量")


def test_a_survey_retired_is_finished_kindly(midway: Customer) -> None:
    midway.line.retires()
    midway.says("4").hears("旧的一题").says("没有").hears("谢谢")
    assert midway.line.finished().state == "completed"
    midway.hears("有什么可以帮您")
    assert all("问卷" not in choice.label for choice in midway.heard[-1].choices)


@pytest.mark.roads
def test_what_was_answered_counts_where_the_survey_is_no_more(midway: Customer) -> None:
    midway.line.version_id += 1
    midway.says("4").hears("不能继续")
    assert midway.line.finished() == Finish("stopped")


def test_a_branch_of_the_new_version_depends_on_what_was_said_before(midway: Customer) -> None:
    praise = asked("praise", "text", "好在哪里？", 'show_if = [{question = "quality", above = 80}]')
    midway.line.publishes(newer(QUALITY, DELIVERY, praise))
    midway.says("4").hears("好在哪里").is_at(3, of=3)


def test_a_choice_that_is_no_more_opens_no_branch(asks: Asks) -> None:
    where = asked("city", "single", "您在哪里？", options("上海", "北京"))
    then = asked("then", "text", "北京哪里？", 'show_if = [{question = "city", is = "b"}]')
    customer = asks(where, then).says("北京").hears("北京哪里")
    fewer = asked("city", "single", "您在哪里？", options("上海", "广州"))
    only = fewer.replace('key = "b"', 'key = "c"')
    branch = asked("then", "text", "广州哪里？", 'show_if = [{question = "city", is = "c"}]')
    customer.line.publishes(newer(only, branch, DELIVERY))
    customer.says("朝阳").hears("问卷刚更新了", "物流").says("4").hears("谢谢")


def test_a_guess_at_a_question_that_has_other_choices_now_is_not_offered(asks: Asks) -> None:
    customer = asks(QUALITY, DELIVERY).says("4.5").hears("您是说 4 分")
    customer.line.publishes(newer(QUALITY.replace("satisfaction5", "satisfaction7"), DELIVERY))
    customer.says("是").hears("问卷刚更新了", "质量").hears_not("您是说").answers_nothing()


def test_a_guess_at_the_same_question_may_still_be_confirmed(asks: Asks) -> None:
    customer = asks(QUALITY, DELIVERY).says("4.5").hears("您是说 4 分")
    customer.line.publishes(newer(DELIVERY, QUALITY))
    customer.picks("是的").hears("物流").answered("quality", "4")
