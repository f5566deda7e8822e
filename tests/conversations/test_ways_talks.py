"""Talks whose questions depend on the products bought, on chance, on how many have answered before; the last
word, and surveys without names."""

import pytest

from bot.conversation.effects import Begin, Finish
from storage.surveys import check
from tests.conversations.conftest import Offered
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine
from tests.conversations.written import HEAD, SECTION, asked, options, scale

pytestmark = pytest.mark.roads("webchat", "telegram")

QUALITY = scale("quality", "质量怎么样？", "weight = 50\n")
DELIVERY = scale("delivery", "物流怎么样？", "weight = 50\n")

# Per product.

BOUGHT = options("台灯", "书桌", "都没有") + "exclusive = true\n"
PRODUCTS = f"""
[[section]]
{asked("products", "multi", "您买过哪些？", BOUGHT)}
[[section]]
title = "关于{{about}}"
per = "products"
{scale("good", "{about}用着怎么样？", "weight = 1")}
{asked("worst", "text", "{about}哪里最差？", 'show_if = [{question = "good", below = 60}]')}
[[section]]
{scale("all", "总的来说呢？", "weight = 1")}
"""


def test_each_product_bought_is_asked_about(begins: Offered) -> None:
    customer = begins(PRODUCTS).says("台灯和书桌").hears("【关于台灯】", "台灯用着怎么样").is_at(2, of=4)
    customer.says("5").hears("【关于书桌】", "书桌用着怎么样").says("2").hears("书桌哪里最差").hears_not("【")
    customer.says("晃").hears("总的来说").says("4").hears("谢谢")
    answers = customer.line.answers()
    assert [(key, each.about) for key, each in answers.items() if each.about] == [
        *[("good__a", "台灯"), ("good__b", "书桌"), ("worst__b", "书桌")]
    ]


def test_who_bought_nothing_is_asked_about_nothing(begins: Offered) -> None:
    begins(PRODUCTS).says("都没有").hears("总的来说").hears_not("【关于")


def test_a_product_taken_back_counts_no_more(begins: Offered) -> None:
    customer = begins(PRODUCTS).says("台灯和书桌").says("5").says("5").hears("总的来说")
    customer.says("第一题改成台灯").hears("您是说「台灯」").says("是").hears("总的来说").is_at(3, of=3)
    customer.says("1").hears("谢谢")
    assert customer.line.finished() == Finish("completed", pytest.approx(60.0), ("good__b",))


# By chance.

RANDOM = "[[section]]\nrandom = true\n" + "".join(
    scale(key, f"{name}怎么样？")
    for key, name in zip("abcde", ("质量", "物流", "服务", "价格", "沟通"), strict=True)
)


def test_chance_decides_the_order_and_keeps_it(begins: Offered) -> None:
    customer = begins(RANDOM)
    seed = customer.line.talk.seed
    said = [customer.heard[-1].text, *(customer.says("4").heard[-1].text for _ in range(4))]
    assert len(set(said)) == 5
    assert customer.line.talk.seed == seed > 0
    customer.says("上一题").hears(said[3])


@pytest.mark.roads
def test_another_has_another_order(offered: Offered) -> None:
    orders = set()
    for later in range(9):
        customer = offered(HEAD + RANDOM).opens()
        for _ in range(later):
            customer.says("在吗")
        orders.add(customer.picks_first().heard[-1].text)
    assert len(orders) > 1


def test_progress_and_numbers_follow_the_order(begins: Offered) -> None:
    customer = begins(RANDOM)
    first = customer.heard[-1].text
    customer.is_at(1, of=5).says("4").is_at(2, of=5).says("第一题").hears(first).is_at(1, of=5)


def test_start_over_in_the_same_order(begins: Offered) -> None:
    customer = begins(RANDOM)
    first = customer.heard[-1].text
    customer.says("4").says("4").says("重新开始").says("是").hears(first)


# Quotas.

QUOTA = (
    """
[[quota]]
question = "city"
is = "a"
most = 10
text = "这一组的人数已经够了，谢谢您愿意帮忙。"
"""
    + "[[section]]\n"
    + asked("city", "single", "您在哪里？", options("上海", "北京"))
    + QUALITY
)


@pytest.mark.roads
def test_whose_group_is_full_is_thanked_and_asked_no_more(begins: Offered) -> None:
    customer = begins(QUOTA)
    customer.line.full = frozenset({0})
    customer.says("上海").hears("人数已经够了").hears_not("质量")
    assert customer.line.finished() == Finish("stopped")
    customer.sees("再填一次问卷")


@pytest.mark.roads
def test_another_group_goes_on(begins: Offered) -> None:
    customer = begins(QUOTA)
    customer.line.full = frozenset({0})
    customer.says("北京").hears("质量").says("5").hears("谢谢").hears_not("人数")
    assert customer.line.finished().state == "completed"


@pytest.mark.roads
def test_who_was_let_in_may_finish(begins: Offered) -> None:
    customer = begins(QUOTA).says("上海").hears("质量")
    customer.line.full = frozenset({0})
    customer.says("5").hears("谢谢").hears_not("人数")
    assert customer.line.finished().state == "completed"


# The last word.

CLOSINGS = """
[[closing]]
below = 60
text = "很抱歉，我们会改。"
[[closing]]
if = [{question = "delivery", is = "5"}]
text = "快递员听了会高兴的。"
[[closing]]
text = "谢谢您。"
"""


@pytest.mark.parametrize(
    ("texts", "word"),
    [(("1", "1"), "很抱歉，我们会改"), (("5", "5"), "快递员听了会高兴"), (("5", "4"), "谢谢您。")],
)
def test_the_last_word_fits_the_result(begins: Offered, texts: tuple[str, ...], word: str) -> None:
    customer = begins(CLOSINGS + SECTION + QUALITY + DELIVERY)
    for text in texts:
        customer.says(text)
    customer.hears(word)


# Without a name.


@pytest.mark.roads
def test_a_survey_without_names_says_so_and_keeps_none() -> None:
    customer = Customer(DirectLine(check(HEAD + "anonymous = true\n" + SECTION + QUALITY))).opens()
    customer.hears("不记名").picks_first().says("5").hears("谢谢")
    begun = [each for each in customer.line.effects if isinstance(each, Begin)]
    assert begun == [Begin(7, anonymous=True)]
    assert customer.line.finished().anonymous


def test_a_named_survey_promises_nothing_of_the_kind(customer: Customer) -> None:
    customer.opens().hears_not("不记名")
