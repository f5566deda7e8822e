"""Talks in which an answer is heard but does not fit: what was heard, why it is not noted, what would fit."""

import pytest

from tests.conversations.conftest import Asks
from tests.conversations.written import asked, options

THINGS = options("质量", "价格", "服务", "物流", "包装")
QUESTIONS = {
    "hundred": asked("it", "hundred", "满分一百，您给多少分？"),
    "number": asked("it", "number", "等了几天？", 'unit = "天"\nlow = 0\nhigh = 60'),
    "from_one": asked("it", "number", "来过几次？", "low = 1"),
    "up_to_nine": asked("it", "number", "还差几件？", "high = 9"),
    "scale": asked("it", "scale", "总体满意吗？", 'scheme = "satisfaction5"'),
    "nps": asked("it", "nps", "您会推荐我们吗？"),
    "stars": asked("it", "stars", "您给几颗星？"),
    "ces": asked("it", "ces", "办这件事，您觉得费不费劲？"),
    "single": asked("it", "single", "从哪儿买的？", options("门店", "网上", "别人送的")),
    "at_most": asked("it", "multi", "买过哪些？", "most = 3\n" + THINGS),
    "at_least": asked("it", "multi", "请说两样", "least = 2\n" + THINGS),
    "between": asked("it", "multi", "请说两三样", "least = 2\nmost = 3\n" + THINGS),
    "ranking": asked("it", "ranking", "请按看重的程度排一排", options("质量", "价格", "服务")),
    "first_two": asked("it", "ranking", "最看重哪两样？", "most = 2\n" + options("质量", "价格", "服务")),
    "bought": asked("it", "date", "您是哪天买的？"),
    "visit": asked("it", "date", "您希望哪天上门？"),
    "order": asked("it", "order", "订单号是多少？", "pattern = '[A-Z]{2}\\d{6}'"),
    "phone": asked("it", "phone", "方便留个电话吗？"),
    "photo": asked("it", "photo", "请拍一张现在的样子"),
}


@pytest.mark.parametrize(
    ("question", "text", "line"),
    [
        ("hundred", "120", "「120」先不记：请给 0 到 100 之间的数字。"),
        ("hundred", "-5", "「-5」先不记：请给 0 到 100 之间的数字。"),
        ("hundred", "一百二", "「一百二」先不记：请给 0 到 100 之间的数字。"),
        ("number", "九十九天", "「九十九天」先不记：请给 0 到 60 之间的数字。"),
        ("from_one", "0次", "先不记：请给一个不小于 1 的数字。"),
        ("up_to_nine", "12件", "先不记：请给一个不大于 9 的数字。"),
        ("scale", "6", "「6」先不记：这一题从 1 到 5，选一个整数就好。"),
        ("nps", "11", "「11」先不记：这一题从 0 到 10，选一个整数就好。"),
        ("stars", "6颗星", "「6颗星」先不记：这一题从 1 到 5"),
        ("ces", "8", "「8」先不记：这一题从 1 到 7"),
        ("single", "4", "一共 3 项，没有第 4 项"),
        ("single", "1和2", "您说了「门店」、「网上」，先不记：这一题只选一项"),
        ("at_most", "1234", "您选了 4 项：「质量」、「价格」、「服务」、「物流」。最多选 3 项，先不记"),
        ("at_most", "全部", "您选了 5 项"),
        ("at_most", "6", "一共 5 项，没有第 6 项"),
        ("at_least", "质量", "您选了「质量」，先不记：这一题至少选 2 项"),
        ("ranking", "服务第一", "您说了「服务」，还差「质量」、「价格」，先不记"),
        ("ranking", "2、2、1", "还差「服务」，先不记：请把这 3 样一次排出先后"),
        ("first_two", "2、1、3", "这一题只排前 2 样，先不记"),
        ("first_two", "1", "您说了「质量」，先不记：这一题要排出前 2 样"),
        ("bought", "下周三", "「下周三」还没到，先不记：这一题问的是已经过去的日子。"),
        ("bought", "2月30日", "日历上没有「2月30日」这一天，先不记"),
        ("bought", "上个月", "「上个月」还说不准是哪一天，先不记"),
        ("visit", "昨天", "「昨天」已经过去了，先不记：这一题要的是往后的日子。"),
        ("order", "AB12345", "「AB12345」和订单号的样子对不上，先不记"),
        ("phone", "1381234567", "手机号是 11 位，「1381234567」有 10 位，先不记"),
        ("phone", "12345", "「12345」不像一个完整的电话号码，先不记"),
    ],
)
def test_told_why_it_does_not_fit(asks: Asks, question: str, text: str, line: str) -> None:
    customer = asks(QUESTIONS[question])
    as_asked = customer.heard[-1].text
    customer.says(text).hears(line, as_asked).hears_not("没听明白").answers_nothing()


@pytest.mark.parametrize(
    ("question", "keys", "line"),
    [
        ("hundred", ("120",), "请给 0 到 100 之间的数字"),
        ("number", ("99",), "请给 0 到 60 之间的数字"),
        ("at_most", ("a", "b", "c", "d"), "最多选 3 项"),
        ("at_least", ("a",), "至少选 2 项"),
        ("ranking", ("c",), "还差「质量」、「价格」"),
        ("bought", ("2027-01-01",), "还没到"),
        ("order", ("AB1",), "没听明白。请把订单号发过来"),
    ],
)
def test_a_picker_that_hands_in_too_much_or_too_little(
    asks: Asks, question: str, keys: tuple[str, ...], line: str
) -> None:
    asks(QUESTIONS[question]).enters(*keys).hears(line).answers_nothing()


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("hundred", "请给一个 0 到 100 之间的数字，越高越满意。"),
        ("number", "请给一个数字，从 0 到 60，单位是天。"),
        ("from_one", "请给一个数字，不小于 1。"),
        ("up_to_nine", "请给一个数字，不大于 9。"),
        ("at_most", "最多选 3 项"),
        ("at_least", "至少选 2 项"),
        ("between", "请选 2 到 3 项"),
        ("ranking", "请按从前到后的顺序说"),
        ("first_two", "请排出前 2 样"),
        ("bought", "请说一个日期"),
        ("order", "请把订单号发过来"),
        ("phone", "请把电话号码发过来"),
        ("photo", "请发一张照片"),
    ],
)
def test_asked_again_it_says_what_is_wanted(asks: Asks, question: str, wanted: str) -> None:
    customer = asks(QUESTIONS[question]).says("蓝色的大象").hears("没听明白")
    customer.says("绿色的大象").hears(wanted).hears_not("请直接选一个").answers_nothing()


def test_one_of_several_is_chosen(asks: Asks) -> None:
    customer = asks(QUESTIONS["single"]).says("蓝色的大象")
    customer.says("绿色的大象").hears("请直接选一个", "1. 门店", "3. 别人送的")


def test_who_keeps_missing_gets_a_person(asks: Asks) -> None:
    customer = asks(QUESTIONS["hundred"]).says("120").says("130").hears("「130」先不记", "越高越满意")
    customer.says("140")
    assert customer.line.called() == ["misunderstood"]
    customer.says("90").answered("it", 90)


def test_while_a_guess_is_open(asks: Asks) -> None:
    customer = asks(QUESTIONS["hundred"]).says("八十五分左右").hears("您是说")
    customer.says("120").hears("「120」先不记", "您给多少分").says("90").answered("it", 90)


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("hundred", "满分", 100),
        ("nps", "满分", "10"),
        ("stars", "满分", "5"),
        ("ces", "满分", "7"),
        ("hundred", "零分", 0),
        ("nps", "零分", "0"),
        ("hundred", "一分不给", 0),
        ("nps", "一分不给", "0"),
        ("stars", "一颗星都不给", "1"),
        ("scale", "一分不给", "1"),
    ],
)
def test_the_ends_of_any_scale(asks: Asks, question: str, text: str, value: object) -> None:
    asks(QUESTIONS[question]).says(text).answered("it", value)


def test_nought_of_five_is_asked_about(asks: Asks) -> None:
    asks(QUESTIONS["stars"]).says("零分").hears("从 1 到 5", "您是说 1 分").picks("是的").answered("it", "1")
