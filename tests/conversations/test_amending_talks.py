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


@pytest.mark.roads
@pytest.mark.parametrize("last", ["是的", "1", "第一题改成2分"])
def test_too_late_meanwhile(done: Customer, last: str) -> None:
    done.says("想改一下答案").says("第二题改成1分")
    done.line.too_late = True  # type: ignore[attr-defined]
    done.says(last).hears("过了可以改的时间", "有什么可以帮您").answered("delivery", "4").answered(
        "quality", "5"
    )


@pytest.mark.roads
def test_too_late_for_a_button_but_not_for_a_wish(done: Customer) -> None:
    done.says("想改一下答案")
    done.line.too_late = True  # type: ignore[attr-defined]
    done.picks("物流").hears("过了可以改的时间")
    done.line.too_late = False  # type: ignore[attr-defined]
    done.says("想改一下答案")
    done.line.too_late = True  # type: ignore[attr-defined]
    done.says("我要投诉").hears("发生了什么").answered("delivery", "4")


def test_what_was_stopped_is_not_corrected(asks: Asks) -> None:
    customer = asks(QUALITY, DELIVERY).says("5").says("停止").hears("问卷就到这里")
    customer.says("第一题改成2分").answered("quality", "5")


@pytest.mark.parametrize("words", ["算了", "不改了", "不了", "取消", "还是不改了"])
def test_a_question_taken_up_again_may_stay_as_it_was(done: Customer, words: str) -> None:
    done.says("改答案").says("物流").says(words).hears("您的答案都记着").answered("delivery", "4")
    done.says("改答案").says("等了几天").says(words).answered("days", 3)
    done.says("第二题改成3分").says(words).answered("delivery", "4")
    assert ended(done) == ["completed"]


@pytest.mark.parametrize("words", ["算了", "不改了", "不了", "取消"])
def test_one_step_back_and_nothing_changed(asks: Asks, words: str) -> None:
    asks(QUALITY, DELIVERY, DAYS).says("5").says("4").says("上一题").says(words).hears("等了几天").answered(
        "delivery", "4"
    )


TWO = [
    ("第一题改成3分，第二题改成2分", "3", "2"),
    ("把第一题改成3分，第二题2分", "3", "2"),
    ("第一题和第二题都改成2分", "2", "2"),
    ("物流改成2分，质量改成3分", "3", "2"),
]


@pytest.mark.parametrize(("words", "quality", "delivery"), TWO)
def test_two_in_one_sentence_are_both_read_back(
    done: Customer, words: str, quality: str, delivery: str
) -> None:
    done.says(words).hears("质量这一题", f"{quality} 分").says("是").hears("物流这一题", f"{delivery} 分")
    done.says("是").hears("改过的以新的为准").answered("quality", quality).answered("delivery", delivery)


def test_two_in_one_sentence_during_the_survey(asks: Asks) -> None:
    customer = asks(QUALITY, DELIVERY, DAYS).says("5").says("4").says("第一题改成3分，第二题改成2分")
    customer.hears("质量这一题").says("是").hears("物流这一题").says("是").hears("等了几天")
    customer.answered("quality", "3").answered("delivery", "2")


def test_of_several_one_may_be_denied(done: Customer) -> None:
    done.says("第一题改成3分，第二题改成2分").says("不是").hears("质量怎么样").says("4").hears("物流这一题")
    done.says("算了").answered("quality", "4").answered("delivery", "4")


def test_what_is_called_without_a_value_is_told(done: Customer) -> None:
    done.says("把第一题和第二题改一下").hears("第 2 题还没动", "质量怎么样").says("3").answered(
        "quality", "3"
    )
    done.says("第一题改成3分，第九题改成2分").hears("没有第 9 题", "质量这一题")


def test_what_is_taken_back_in_the_same_sentence_does_not_count(done: Customer) -> None:
    done.says("物流改成2分吧 不对质量改成2分").hears("质量这一题").says("是").hears("改过的以新的为准")
    done.answered("quality", "2").answered("delivery", "4")


def test_another_value_in_place_of_the_one_read_back(done: Customer) -> None:
    done.says("第二题改成3分").says("不，改成1分").answered("delivery", "1").answered("quality", "5")
    done.says("是").answered("quality", "5")


@pytest.mark.parametrize(
    ("words", "value"), [("满分100给60", "3"), ("一星都嫌多", "1"), ("make it a 2", "2")]
)
def test_words_said_once_are_one_answer(asks: Asks, words: str, value: str) -> None:
    customer = asks(QUALITY, DELIVERY, DAYS).says("5").says(words).hears_not("质量")
    customer.answered("delivery", value).says("是").answered("quality", "5")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("物流应该给1分", "物流这一题，您是说 1 分"),
        ("质量不是5分，是4分", "质量这一题，您是说 4 分"),
        ("我想改一下 物流其实挺差的", "物流这一题，您是说 2 分"),
        ("物流改成6分", "「6分」先不记"),
        ("第二题改成6分", "「6分」先不记"),
        ("第三题改成99天", "0 到 60"),
        ("第三题改成明天", "从 0 到 60"),
        ("诶等等 我想改一下", "要改哪一题"),
        ("I want to change an answer", "Which question"),
    ],
)
def test_heard_as_a_correction(done: Customer, words: str, told: str) -> None:
    done.says(words).hears(told)


def test_a_telephone_number_is_corrected(asks: Asks) -> None:
    phone = asked("phone", "phone", "电话怎么样？")
    customer = asks(QUALITY, phone).says("5").says("13800138000").says("没有了").hears("都答完了")
    customer.says("电话改成13900139000").hears("您是说「13900139000」").says("是")
    customer.answered("phone", "13900139000")


@pytest.mark.parametrize(
    ("language", "ends", "level"), [("English", "that's all", "Satisfied"), ("繁體中文", "沒有了", "滿意")]
)
def test_what_stands_there_is_told_in_the_customers_language(
    customer: Customer, language: str, ends: str, level: str
) -> None:
    customer.opens().says(language).picks_first()
    for words in ("5", "4", "4", "4", "4", ends):
        customer.says(words)
    wish = "change one of my answers" if language == "English" else "我要改答案"
    customer.says(wish).hears(f"：{level}" if language != "English" else f": {level}").hears_not("满意")


def test_questions_called_before_their_turn_are_offered_in_it(asks: Asks) -> None:
    customer = asks(QUALITY, DELIVERY, DAYS).says("第二题4分，第三题5天").hears("质量怎么样").says("5")
    customer.hears("物流这一题，您是说 4 分").says("是").hears("「5天」").says("是").answered("days", 5)
