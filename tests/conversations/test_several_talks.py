"""Talks in which one message answers several questions."""

import pytest

from bot.conversation.effects import Answer
from tests.conversations.customer import Customer

pytestmark = pytest.mark.roads("webchat", "telegram")

RATED = ("quality", "delivery", "service", "price", "communication")


def values(customer: Customer) -> dict[str, object]:
    return {key: answer.missing or answer.value for key, answer in customer.line.answers().items()}


def test_each_question_gets_its_part_and_the_talk_goes_on_where_nothing_was_said(surveyed: Customer) -> None:
    surveyed.says("质量很好，物流一般，客服没接触过")
    surveyed.hears("记下了：产品质量 5 分、交付与物流 3 分、服务态度不评。", "价格").is_at(4, of=6)
    assert values(surveyed) == {"quality": "5", "delivery": "3", "service": "not_applicable"}
    answer: Answer = surveyed.line.answers()["delivery"]
    assert (answer.text, answer.comment) == ("质量很好，物流一般，客服没接触过", "物流一般")
    surveyed.says("3").hears("沟通").says("不错").hears("想告诉我们").says("没有").hears("谢谢您")
    assert surveyed.line.ends()[0][0] == "completed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 4 2. 满意 3. 就是慢", {"quality": "4", "delivery": "4", "service": "2"}),
        ("产品5 物流3 服务4", {"quality": "5", "delivery": "3", "service": "4"}),
        ("产品质量：4\n物流：3\n服务：5", {"quality": "4", "delivery": "3", "service": "5"}),
        ("质量和服务都很好，物流一般", {"quality": "5", "delivery": "3", "service": "5"}),
        ("5分，4分，3分，5分，5分", dict(zip(RATED, "54355", strict=True))),
        ("满意 满意 一般 满意 满意", dict(zip(RATED, "44344", strict=True))),
        ("45321", dict(zip(RATED, "45321", strict=True))),
        ("都是5分，除了价格", dict.fromkeys(("quality", "delivery", "service", "communication"), "5")),
        (
            "物流2分，其他都是4分",
            {**dict.fromkeys(("quality", "service", "price", "communication"), "4"), "delivery": "2"},
        ),
    ],
)
def test_several_in_the_ways_people_put_them(surveyed: Customer, text: str, expected: dict[str, str]) -> None:
    surveyed.says(text).hears("记下了：")
    assert values(surveyed) == expected


@pytest.mark.parametrize("text", ["2，物流慢死了，其他挺好", "2分，物流慢死了，其他挺好"])
def test_the_open_question_that_has_its_figure_is_none_of_the_others(surveyed: Customer, text: str) -> None:
    surveyed.says(text)
    assert values(surveyed) == {"quality": "2", "delivery": "1"}


def test_what_is_said_of_the_rest_in_words_counts_for_no_question_that_nobody_has_seen(
    surveyed: Customer,
) -> None:
    surveyed.says("物流慢，其他挺好").hears("记下了：产品质量 4 分、交付与物流 2 分。")
    assert values(surveyed) == {"quality": "4", "delivery": "2"}
    surveyed.says("等了一个月").hears("服务态度").is_at(3, of=6)


def test_all_in_one_message_is_the_end(surveyed: Customer) -> None:
    surveyed.says("5 4 3 4 5 没有").hears("记下了：", "谢谢您")
    assert surveyed.line.ends() == [("completed", pytest.approx(89.0))]


def test_what_is_in_doubt_is_confirmed_in_its_turn(surveyed: Customer) -> None:
    surveyed.says("质量5分，物流5分，价格太贵了").hears(
        "记下了：产品质量 5 分、交付与物流 5 分。", "服务态度"
    )
    assert surveyed.line.asked_again() == [("price", "1")]
    surveyed.says("4").hears("价格这一题，您是说 1 分（非常不满意）吗？").sees("是的", "不是")
    assert "price" not in surveyed.line.answers()
    surveyed.picks("是的").answered("price", "1")
    answer: Answer = surveyed.line.answers()["price"]
    assert (answer.text, answer.comment) == ("质量5分，物流5分，价格太贵了", "价格太贵了")


def test_a_guess_denied_in_its_turn_is_not_offered_again(surveyed: Customer) -> None:
    surveyed.says("质量5分，物流5分，价格太贵了").says("4").hears("价格这一题").picks("不是").hears(
        "单说价格"
    )
    surveyed.says("人工").says("继续").hears("价格您觉得怎么样").says("3").hears("沟通").answered(
        "price", "3"
    )


def test_the_open_question_may_be_the_one_in_doubt(surveyed: Customer) -> None:
    surveyed.says("质量3到4分，物流5分，服务4分").hears("产品质量这一题，您是说 3 分（一般）吗？")
    assert values(surveyed) == {"delivery": "5", "service": "4"}
    surveyed.says("是").hears("价格").answered("quality", "3")


def test_the_open_question_may_be_left_out(surveyed: Customer) -> None:
    surveyed.says("物流满意，服务非常满意").hears(
        "记下了：交付与物流 4 分、服务态度 5 分。", "产品质量怎么样"
    )
    surveyed.says("4").hears("价格").is_at(4, of=6)


def test_why_is_asked_once_for_the_lowest(surveyed: Customer) -> None:
    surveyed.says("质量2分，物流1分，服务3分").hears("交付与物流这方面，方便说说").hears_not("产品质量这方面")
    surveyed.says("等了一个月").hears("价格")
    assert surveyed.line.reasons() == {"delivery": "等了一个月"}


def test_a_reservation_beside_an_answer_is_confirmed_in_its_turn(surveyed: Customer) -> None:
    surveyed.says("4分，就是物流慢").hears("交付与物流这一题，您是说 2 分（不满意）吗？").hears_not("记下了")
    assert values(surveyed) == {"quality": "4"}
    surveyed.says("不是").says("3").hears("服务态度").answered("delivery", "3")


def test_a_wish_beside_several_answers_is_granted(surveyed: Customer) -> None:
    surveyed.says("质量5分，物流2分，服务1分，我要投诉").hears("记下了：", "发生了什么").hears_not("哪里不好")
    assert values(surveyed) == {"quality": "5", "delivery": "2", "service": "1"}


@pytest.mark.parametrize(
    "text",
    [
        "4534",
        "453453",
        "12345",
        "13812345678",
        "3、4分吧",
        "都挺好",
        "其他都挺好，就是太贵",
        "昨天买的沙发腿断了，客服不理",
        "4分，5分",
    ],
)
def test_what_does_not_plainly_hold_several_answers_one_question_at_most(
    surveyed: Customer, text: str
) -> None:
    surveyed.says(text).hears_not("记下了")
    assert set(values(surveyed)) <= {"quality"}


def test_numbers_are_those_of_the_survey(surveyed: Customer) -> None:
    surveyed.says("4").says("1. 4 2. 满意 3. 2").hears_not("记下了")
    assert values(surveyed) == {"quality": "4"}


def test_back_and_from_the_beginning_after_several(surveyed: Customer) -> None:
    surveyed.says("质量很好，物流一般，服务很好").says("上一题").hears("服务态度").is_at(3, of=6)
    surveyed.says("4").hears("价格").says("重新开始").says("是").hears("产品质量").says("3").hears(
        "物流"
    ).is_at(2, of=6)


def test_several_kinds_at_once(recommender: Customer) -> None:
    recommender.says("1. 9 2. 5 3. 门店 4. 质量、价格 5. 解决了 6. 没有").hears("购买渠道「门店」", "谢谢您")
    assert list(values(recommender).values()) == ["9", "5", "store", ["quality", "price"], True, "none"]


@pytest.mark.roads("telegram")
def test_a_message_that_answered_several_is_edited_in_one_of_them(surveyed: Customer) -> None:
    surveyed.says("质量5分，物流2分，服务4分，交货等了很久").hears("价格")
    surveyed.changes("质量5分，物流2分，服务4分，交货等了很久", "质量5分，物流3分，服务4分").hears(
        "您改了前面的回答", "交付与物流这一题，您是说 3 分（一般）吗？"
    )
    surveyed.says("是的").hears("价格").is_at(4, of=6)
    assert values(surveyed) == {"quality": "5", "delivery": "3", "service": "4"}


SEVERAL = "质量很好，物流一般，客服没接触过"


@pytest.mark.roads("telegram")
def test_all_that_an_edit_changes_is_confirmed_one_after_another(surveyed: Customer) -> None:
    surveyed.says(SEVERAL).changes(SEVERAL, "质量一般，物流很好，客服没接触过").hears(
        "产品质量这一题，您是说 3 分"
    )
    surveyed.picks("是的").hears("交付与物流这一题，您是说 5 分").says("对").hears("价格").is_at(4, of=6)
    assert values(surveyed) == {"quality": "3", "delivery": "5", "service": "not_applicable"}
    answer: Answer = surveyed.line.answers()["delivery"]
    assert (answer.text, answer.comment) == ("质量一般，物流很好，客服没接触过", "物流很好")


@pytest.mark.roads("telegram")
def test_one_change_is_denied_and_the_other_is_still_asked_about(surveyed: Customer) -> None:
    surveyed.says(SEVERAL).changes(SEVERAL, "质量一般，物流很好，客服没接触过").says("不是").hears("产品质量")
    surveyed.says("跳过").hears("交付与物流这一题，您是说 5 分").says("不是").says("4").hears("价格")
    assert values(surveyed) == {"quality": "5", "delivery": "4", "service": "not_applicable"}


@pytest.mark.roads("telegram")
def test_an_edit_of_several_that_changes_no_value_leaves_the_talk_where_it_was(surveyed: Customer) -> None:
    surveyed.says(SEVERAL).changes(SEVERAL, "质量很好，物流一般般，客服没接触过").hears(
        "改过的话留下了", "价格"
    )
    surveyed.is_at(4, of=6)


@pytest.mark.roads("telegram")
def test_an_edit_of_several_taken_back_by_another_asks_nothing_more(surveyed: Customer) -> None:
    surveyed.says(SEVERAL).changes(SEVERAL, "质量一般，物流很好，客服没接触过").hears("产品质量这一题")
    surveyed.changes(SEVERAL, SEVERAL).hears("改过的话留下了", "价格").is_at(4, of=6)
    surveyed.says("3").hears("沟通")
    assert values(surveyed)["delivery"] == "3"


@pytest.mark.roads("telegram")
def test_the_rest_of_an_edit_is_confirmed_after_why_the_first_was_low(surveyed: Customer) -> None:
    surveyed.says("5分，4分，5分，5分，5分").changes("5分，4分，5分，5分，5分", "1分，4分，3分，5分，5分")
    surveyed.hears("产品质量这一题，您是说 1 分").says("是的").hears("产品质量这方面").says("一用就坏")
    surveyed.hears("服务态度这一题，您是说 3 分").says("嗯").hears("想告诉我们")
    assert list(values(surveyed).values()) == ["1", "4", "3", "5", "5"]


@pytest.mark.roads("telegram")
@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("5分，4分，3分，5分，5分", "5分，4分，2分，5分，5分", "服务态度这一题，您是说 2 分"),
        ("1. 4 2. 满意 3. 就是慢", "1. 4 2. 一般 3. 就是慢", "交付与物流这一题，您是说 3 分"),
        ("都是5分，除了价格", "都是4分，除了价格", "产品质量这一题，您是说 4 分"),
        ("质量5分，物流4分", "质量3到4分，物流4分", "产品质量这一题，您是说 3 分"),
        ("质量5分，物流4分", "看心情", "产品质量怎么样"),
    ],
)
def test_edits_in_the_ways_people_put_several(
    surveyed: Customer, before: str, after: str, changed: str
) -> None:
    surveyed.says(before).changes(before, after).hears("您改了前面的回答", changed)


@pytest.mark.roads("telegram")
def test_an_edit_of_several_kinds_asks_only_about_what_changed(recommender: Customer) -> None:
    first = "1. 9 2. 5 3. 门店 4. 质量、价格"
    recommender.says(first).hears("解决了没有").changes(first, "1. 9 2. 5 3. 网上商城 4. 质量、口碑")
    recommender.hears("购买渠道这一题，您是说「网上商城」").says("是的").hears("您是说「质量、口碑」").picks(
        "是的"
    )
    recommender.hears("解决了没有")
    assert list(values(recommender).values()) == ["9", "5", "online", ["quality", "brand"]]
