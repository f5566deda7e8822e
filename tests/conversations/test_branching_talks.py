"""Talks in which the way through a survey, and its texts, depend on what was answered."""

from itertools import pairwise

import pytest

from bot.conversation.effects import Answer, Finish
from tests.conversations.conftest import Asks, Offered
from tests.conversations.customer import Customer
from tests.conversations.written import HEAD, SECTION, asked, scale

pytestmark = pytest.mark.roads("webchat", "telegram")

QUALITY = scale("quality", "质量怎么样？", "weight = 50\n")
BROKEN = asked("broken", "text", "哪里坏了？", 'show_if = [{question = "quality", below = 60}]')
DELIVERY = scale("delivery", "物流怎么样？", "weight = 50\n")
BOUGHT = asked(
    *("bought", "yes_no", "买过东西吗？"),
    'jump = [{if = [{question = "bought", is = "no"}], to = "end"}]\n'
    '[[section.question.option]]\nkey = "yes"\nlabel = "买过"\n'
    '[[section.question.option]]\nkey = "no"\nlabel = "没买过"\n',
)


@pytest.fixture
def branching(asks: Asks) -> Customer:
    """Who is not content with the quality is asked what is broken."""
    return asks(QUALITY, BROKEN, DELIVERY)


def test_the_branch_is_asked_of_whom_it_is_for(branching: Customer) -> None:
    branching.is_at(1, of=3).says("2").hears("哪里坏了").is_at(2, of=4)
    branching.says("盖子裂了").hears("物流").is_at(3, of=4).says("4").hears("还有什么想说").is_at(4, of=4)


def test_and_of_nobody_else(branching: Customer) -> None:
    branching.says("5").hears("物流").is_at(2, of=3).says("4").says("没有").hears("谢谢")
    assert branching.line.ends() == [("completed", pytest.approx(90.0))]


def test_the_number_is_the_one_that_the_customer_sees(branching: Customer) -> None:
    branching.says("5").says("3").hears("还有什么想说").is_at(3, of=3)
    branching.says("第二题改成4分").hears("物流", "您是说 4 分").says("是").hears("还有什么想说")
    branching.answered("delivery", "4")


@pytest.mark.roads
def test_a_branch_that_opens_is_asked_and_nothing_else_again(branching: Customer) -> None:
    branching.says("5").says("4").hears("还有什么想说").says("第一题改成2分").says("是").hears("哪里坏了")
    branching.is_at(2, of=4).says("盖子裂了").hears("还有什么想说").is_at(4, of=4)
    assert [key for key in branching.line.answers() if key == "delivery"] == ["delivery"]
    assert sum(isinstance(e, Answer) and e.question == "delivery" for e in branching.line.effects) == 1


def test_what_was_said_on_a_branch_that_was_left_is_kept_and_counts_no_more(branching: Customer) -> None:
    branching.says("2").says("盖子裂了").hears("物流").says("质量其实是4分").hears("您是说 4 分").says("是")
    branching.hears("物流").is_at(2, of=3).says("4").says("没有").hears("谢谢")
    assert branching.line.answers()["broken"].value == "盖子裂了"
    assert branching.line.finished() == Finish("completed", pytest.approx(80.0), ("broken",))


def test_a_score_on_a_branch_that_was_left_is_not_in_the_index(asks: Asks) -> None:
    fine = scale("fine", "做工怎么样？", 'show_if = [{question = "quality", above = 60}]\n')
    customer = asks(QUALITY, fine).says("5").says("1").hears("还有什么想说")
    customer.says("第一题改成2分").says("是").hears("还有什么想说").says("没有")
    assert customer.line.finished() == Finish("completed", pytest.approx(40.0), ("fine",))


def test_who_comes_back_to_a_branch_finds_it_answered(branching: Customer) -> None:
    branching.says("2").says("盖子裂了").says("4").says("第一题改成4分").says("是").hears("还有什么想说")
    branching.says("第一题改成1分").says("是").hears("还有什么想说").is_at(4, of=4).says("没有")
    assert branching.line.finished().aside == ()


def test_back_goes_the_way_that_was_come(branching: Customer) -> None:
    branching.says("5").says("4").says("上一题").hears("物流").says("上一题").hears("质量").says("上一题")
    branching.hears("第一题").says("2").hears("哪里坏了").says("上一题").hears("质量")


def test_the_end_by_a_jump(asks: Asks) -> None:
    customer = asks(BOUGHT, QUALITY).says("没有").hears("谢谢").hears_not("质量")
    assert customer.line.finished().state == "completed"


def test_a_jump_forward_leaves_out_what_is_between(asks: Asks) -> None:
    jump = 'jump = [{if = [{question = "quality", above = 60}], to = "words"}]\n'
    asks(scale("quality", "质量怎么样？", jump), DELIVERY).says("5").hears("还有什么想说").is_at(2, of=2)
    asks(scale("quality", "质量怎么样？", jump), DELIVERY).says("1").hears("物流").is_at(2, of=3)


def test_several_answers_open_a_branch(branching: Customer) -> None:
    branching.says("质量2分，物流4分").hears("记下了", "哪里坏了").answered("delivery", "4")
    branching.says("盖子裂了").hears("还有什么想说").is_at(4, of=4)


def test_several_answers_of_which_one_is_not_reached(asks: Asks) -> None:
    jump = 'jump = [{if = [{question = "quality", above = 60}], to = "words"}]\n'
    customer = asks(scale("quality", "质量怎么样？", jump), DELIVERY, scale("care", "服务怎么样？"))
    customer.says("质量5分，物流1分，服务1分").hears("还有什么想说").says("没有")
    assert customer.line.finished() == Finish("completed", pytest.approx(100.0), ("delivery", "care"))


@pytest.mark.roads("telegram")
def test_an_edit_that_opens_a_branch(branching: Customer) -> None:
    branching.says("5").says("4").changes("5", "2").hears("您改了前面的回答", "您是说 2 分").says("是")
    branching.hears("哪里坏了")


def test_start_over_forgets_the_branch(branching: Customer) -> None:
    branching.says("2").says("盖子裂了").says("重新开始").says("是")
    branching.hears("质量").is_at(1, of=3)
    assert branching.line.aside() == {"quality", "broken"}
    branching.says("5").hears("物流").is_at(2, of=3)
    assert branching.line.aside() == {"broken"}


def test_a_question_passed_over_opens_no_branch(branching: Customer) -> None:
    branching.says("跳过").hears("物流")


def test_a_question_that_is_not_on_the_way_cannot_be_called(branching: Customer) -> None:
    branching.says("5").says("第四题给5分").hears("第 4 题还没有问到", "物流")


def test_the_number_of_questions_is_told_before(offered: Offered) -> None:
    offered(HEAD + SECTION + QUALITY + BROKEN + DELIVERY).opens().hears("一共 2～3 题")


# What texts take up.

WHY = asked(
    *("why", "text", "您刚才说「{quality.words}」，能多讲讲吗？"),
    'text_else = "能多讲讲吗？"\nhint = "您给的是{quality.label}。"',
)


def test_a_text_takes_up_the_words(asks: Asks) -> None:
    customer = asks(QUALITY, WHY).says("挺不错的").hears("您刚才说「挺不错的」，能多讲讲吗")
    customer.says("帮助").hears("您给的是满意。")


def test_a_button_has_no_words_but_a_label(asks: Asks) -> None:
    asks(QUALITY, WHY).picks("满意").hears("您刚才说「满意」")


def test_where_nothing_was_said_nothing_is_taken_up(asks: Asks) -> None:
    asks(QUALITY, WHY).says("跳过").hears("能多讲讲吗？").hears_not("您刚才说", "{")


def test_a_text_that_changed_is_taken_up_anew(asks: Asks) -> None:
    customer = (
        asks(QUALITY, WHY).says("挺不错的").hears("您刚才说「挺不错的」").says("第一题改成2分").says("是")
    )
    customer.hears("您刚才说「第一题改成2分」", "多讲讲").hears_not("挺不错")


def test_nothing_is_remembered_that_nothing_depends_on(branching: Customer) -> None:
    branching.says("2").says("盖子裂了").says("4")
    assert dict(branching.line.talk.values) == {"quality": "2"}
    assert "盖子裂了" not in branching.line.stored


def test_the_same_text_is_never_said_twice_in_a_row(branching: Customer) -> None:
    said = [[each.text for each in branching.says("蓝色").heard] for _ in range(6)]
    assert all(one != other for one, other in pairwise(said))
