"""Facts read from a story: only what stands there plainly."""

import pytest

from bot.conversation.finding import facts_in
from storage import definitions


@pytest.mark.parametrize(
    ("story", "facts"),
    [
        ("订单号：20261118001，少发一件", {"order_number": "20261118001"}),
        ("单号是 SF-1234567 的包裹昨天到了", {"order_number": "SF-1234567", "occurred": "昨天"}),
        ("2026年11月2日装的空调不制冷，希望你们赔偿", {"occurred": "2026年11月2日", "remedy": "赔偿"}),
        ("上周三坏的，请给我换货", {"occurred": "上周三", "remedy": "换货"}),
        ("上周三买的，请给我换货", {"remedy": "换货"}),
        ("上周买的，昨天塌了", {"occurred": "昨天"}),
        ("11月3日下单，11月8日送来就破了", {"occurred": "11月8日"}),
        ("昨天在你们家买的沙发今天塌了", {"product": "沙发", "occurred": "今天"}),
        ("在天猫买的羊毛毯掉毛，订单号：5566 7788", {"product": "羊毛毯", "order_number": "5566 7788"}),
        ("赶紧给我换新的，不是买的时候的样子", {"remedy": "换新的"}),
        ("你们应该赔我500块", {"remedy": "赔我500块"}),
        ("买的东西坏了，收到的货不对", {}),
        ("退款退了半个月还没到", {}),
        ("我下了三个订单都没发货", {}),
        ("手机号 13800000000 打不通", {}),
        ("", {}),
        ("我在你们店买了一台洗衣机，用了三天就漏水", {"product": "洗衣机"}),
        ("三天前买的一张沙发不到一天就塌了", {"product": "沙发"}),
        ("产品：双门冰箱\n订单号 88812345", {"product": "双门冰箱", "order_number": "88812345"}),
        ("买了一个月就坏了", {}),
        ("买了一个多月，又买了一套新的", {}),
        ("买的时候说好送货，你们的客服态度很差", {}),
        ("慢" * 1_000_000, {}),
        ("买了一" * 5000, {}),
    ],
)
def test_facts(story: str, facts: dict[str, str]) -> None:
    assert facts_in(story, definitions.texts("zh-CN")) == facts


@pytest.mark.parametrize(
    ("language", "story", "product"),
    [
        ("zh-TW", "我上個月買了一臺冰箱，現在不冷", "冰箱"),
        ("zh-TW", "買了一個月就壞了", None),
        ("zh-TW", "上週在網路上買的羊毛毯掉毛", "羊毛毯"),
        ("en", "I bought a new washing machine from you, and it leaks", "washing machine"),
        ("en", "I bought a while ago and it broke", None),
    ],
)
def test_the_product(language: str, story: str, product: str | None) -> None:
    assert facts_in(story, definitions.texts(language)).get("product") == product


def test_when_it_happened_is_not_when_it_was_bought() -> None:
    told = {
        "zh-TW": "上週買的，昨天塌了，趕快給我換新的，訂單編號：5566 7788",
        "en": "I bought it last week and it broke yesterday, please give me a replacement, order 5566 7788",
    }
    found = [facts_in(story, definitions.texts(language)) for language, story in told.items()]
    assert [each["occurred"] for each in found] == ["昨天", "yesterday"]
    assert [each["order_number"] for each in found] == ["5566 7788"] * 2
    assert [each["remedy"] for each in found] == ["換新的", "replacement"]


@pytest.mark.parametrize(
    ("story", "occurred"),
    [
        ("I ordered a sofa last week, it came torn today", "today"),
        ("It came torn today, I ordered it two weeks ago", "today"),
        ("The sofa I bought fell apart yesterday", "yesterday"),
        ("I ordered a sofa last week", None),
        ("My order from last week came torn", "last week"),
    ],
)
def test_the_day_of_the_order_is_passed_over(story: str, occurred: str | None) -> None:
    assert facts_in(story, definitions.texts("en")).get("occurred") == occurred
