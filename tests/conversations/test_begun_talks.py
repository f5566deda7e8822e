"""Talks in which a complaint is begun, or asked about, before consent."""

import pytest

from tests.conversations.customer import Customer

pytestmark = pytest.mark.roads("webchat", "telegram")


@pytest.mark.parametrize("words", ["不投诉了", "还是不投诉了吧"])
def test_who_would_rather_not_complain_has_not_begun(customer: Customer, words: str) -> None:
    customer.opens().says("我要投诉，沙发腿断了").hears("可以开始吗").says(words).hears(
        "不登记投诉", "可以开始吗"
    )
    customer.says("可以").hears("产品质量").hears_not("哪个产品")


@pytest.mark.parametrize("words", ["我的投诉", "我的投诉呢"])
def test_where_complaints_stand_is_told_before_consent(customer: Customer, words: str) -> None:
    customer.opens().says(words).hears("还没有登记过投诉", "可以开始吗")
    customer.says("可以").hears("产品质量")


@pytest.mark.roads
@pytest.mark.parametrize("words", ["我的投诉", "我的投诉呢"])
def test_as_the_first_words_too(customer: Customer, words: str) -> None:
    customer.says(words).hears("还没有登记过投诉", "可以开始吗").hears_not("这就帮您登记")
