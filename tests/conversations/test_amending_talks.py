"""Talks in which answers are corrected after the survey was handed in."""

import pytest

from tests.conversations.conftest import Asks
from tests.conversations.customer import Customer
from tests.conversations.written import asked, options, scale

QUALITY = scale("quality", "质量怎么样？", "reason_below = 40")
DELIVERY = scale("delivery", "物流怎么样？", "reason_below = 40")
DAYS = asked("days", "number", "等了几天？", 'unit = "天"\nlow = 0\nhigh = 60')

pytestmark = pytest.mark.roads("webchat", "telegram")


@pytest.fixture
def done(asks: Asks) -> Customer:
    """Has just handed in: 5, 4, 3 days, and nothing more to say."""
    customer = asks(QUALITY, DELIVERY, DAYS).says("5").says("4").says("3").says("没有了")
    return customer.hears("都答完了")


def ended(customer: Customer) -> list[str]:
    return [state for state, _ in customer.line.ends()]


@pytest.mark.parametrize("text", ["第二题改成3分", "物流改成3分", "我想把第二题改成3分"])
def test_called_with_its_new_value(done: Customer, text: str) -> None:
    done.says(text).hears("物流这一题，您是说 3 分").answered("delivery", "4")
    done.picks("是的").hears("改过的以新的为准").answered("delivery", "3").answered("quality", "5")
    assert ended(done) == ["completed"], "it is not completed a second time"


@pytest.mark.parametrize("text", ["想改一下答案", "我刚才按错了", "我填错了", "刚才按错了，是2分", "能改吗"])
def test_asked_which(done: Customer, text: str) -> None:
    done.says(text).hears(
        "可以改", "1. 质量：非常满意", "3. 等了几天？：3天", "4. 想说的话：没有答", "要改哪一题"
    )
    done.sees("质量", "物流", "不改了").picks("物流").hears("物流怎么样")
    done.picks("一般").hears("改过的以新的为准", "有什么可以帮您").answered("delivery", "3")


def test_which_is_said_by_its_number(done: Customer) -> None:
    done.says("改答案").says("3").hears("等了几天").says("10").answered("days", 10)
    done.says("改答案").says("第三题改成12天").hears("您是说「12天」").says("是").answered("days", 12)


def test_nothing_after_all(done: Customer) -> None:
    done.says("想改一下答案").says("不改了").hears("有什么可以帮您").answered("delivery", "4")
    done.says("想改一下答案").says("算了").hears("有什么可以帮您")
    done.says("第二题改成3分").says("不是").hears("物流怎么样").says("停止").answered("delivery", "4")
    assert ended(done) == ["completed"]


def test_no_such_question(done: Customer) -> None:
    done.says("第九题改成3分").hears("没有第 9 题", "要改哪一题")


def test_what_is_not_understood(done: Customer) -> None:
    done.says("改答案").says("蓝色的大象").hears("没听明白", "要改哪一题").answered("delivery", "4")
    done.says("帮助").hears("点要改的那一题")


def test_out_of_range_as_ever(done: Customer) -> None:
    done.says("改一下第三题").hears("等了几天").says("99").hears("「99」先不记").answered("days", 3)
    done.says("9").answered("days", 9)


def test_why_a_low_score(done: Customer) -> None:
    done.says("第二题改成1分").says("是的").hears("物流这方面，方便说说").says("箱子都压扁了")
    done.hears("改过的以新的为准")
    assert done.line.reasons() == {"delivery": "箱子都压扁了"}


def test_twice(done: Customer) -> None:
    done.says("第二题改成1分").says("是的").says("跳过").answered("delivery", "1")
    done.says("第二题改成5分").says("是的").answered("delivery", "5")
    assert ended(done) == ["completed"]


def test_not_from_the_beginning(done: Customer) -> None:
    done.says("改答案").says("重新开始").hears("要改哪一题").answered("quality", "5")
    done.says("改一下第一题").hears("质量怎么样").says("重新开始").hears("要改哪一题").answered(
        "quality", "5"
    )


def test_left_for_something_else(done: Customer) -> None:
    done.says("改答案").says("菜单").hears("有什么可以帮您").says("4").hears_not("物流").answered(
        "delivery", "4"
    )
    done.says("改答案").says("我要投诉").hears("发生了什么").answered("delivery", "4")


def test_what_hangs_on_it_is_asked_then(asks: Asks) -> None:
    bought = asked("shop", "single", "从哪儿买的？", options("门店", "网上"))
    late = asked("late", "yes_no", "准时送到了吗？", 'show_if = [{question = "shop", is = "b"}]\n' + YES_NO)
    customer = asks(bought, late).says("门店").says("没有了").hears("都答完了")
    customer.says("第一题改成网上").says("是的").hears("准时送到了吗").says("准时").hears("改过的以新的为准")
    customer.answered("shop", "b").answered("late", True)
    customer.says("第一题改成门店").says("是的").hears("改过的以新的为准")
    assert customer.line.aside() == {"late"}
    customer.says("第一题改成网上").says("是的").hears("准时送到了吗")


YES_NO = "".join(
    f'[[section.question.option]]\nkey = "{key}"\nlabel = "{label}"\n'
    for key, label in (("yes", "是"), ("no", "否"))
)


def test_without_a_name_nobody_knows_whose_it_is(asks: Asks) -> None:
    customer = asks(DELIVERY, head="anonymous = true\n").says("4").says("没有了").hears("都答完了")
    customer.says("第一题改成2分").hears("匿名", "改不了", "「人工」")
    assert customer.line.talk.state == "menu"


@pytest.mark.roads
def test_too_late(done: Customer) -> None:
    done.line.too_late = True  # type: ignore[attr-defined]
    done.says("第二题改成3分").hears("过了可以改的时间", "「人工」").answered("delivery", "4")


def test_what_was_stopped_is_not_corrected(asks: Asks) -> None:
    customer = asks(QUALITY, DELIVERY).says("5").says("停止").hears("问卷就到这里")
    customer.says("第一题改成2分").answered("quality", "5")
