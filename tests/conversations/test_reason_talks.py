"""Talks in which a customer tells why a score was low: what elsewhere is a wish is a reason there."""

import pytest

from tests.conversations.conftest import Comes
from tests.conversations.customer import Customer

REASONS = """
字太小看不清|看不懂|说明书看不懂|不会用|听不懂|没看懂|英文看不懂|全是英文|一般般|忙|太忙了|店员忙不过来|帮不上忙|没人理
转来转去|人工太少|一直让我等|让我明天再来|叫我自己去弄|退出不了|发错了|送错人了|选错了颜色|找错人了|天天发短信|骚扰电话
老给我打电话|电话打不停|跳过了我的问题|总是让我等一会儿|找不到人工|投诉了也没人理|菜单太复杂|返回不了|取消不了订单
退订不了|重新装了三次|没帮助|还在等|再等等|承诺没兑现|信息泄露了|打不开|不接电话|没回音|人不对|说好明天送，结果没来
"""
TRADITIONAL = """
字太小看不清|看不懂|不會用|英文看不懂|一般般|忙|幫不上忙|沒人理|轉來轉去|一直讓我等|讓我明天再來|退出不了|發錯了
選錯了顏色|天天發簡訊|騷擾電話|老給我打電話|跳過了我的問題
"""
ENGLISH = """
too small to read|hard to understand|I couldn't read the manual|busy|staff were too busy
they sent the wrong one|the wrong person came|no one helped|they kept calling me|too many messages
told me to come back tomorrow|they skipped my order|couldn't cancel my order
the menu is only in English|I had to wait|nobody answered the phone
"""


def listed(table: str) -> list[str]:
    return [each for line in table.split("\n") for each in line.split("|") if each]


def asked_why(comes: Comes, hello: str) -> Customer:
    customer = comes("satisfaction").says(hello).picks_first().says("1")
    assert customer.line.talk.state == "reason"
    return customer


@pytest.mark.parametrize(
    ("hello", "said"),
    [
        *(("你好", each) for each in listed(REASONS)),
        *(("說繁體", each) for each in listed(TRADITIONAL)),
        *(("speak English", each) for each in listed(ENGLISH)),
    ],
)
def test_a_reason_is_kept_whatever_it_sounds_like(comes: Comes, hello: str, said: str) -> None:
    line = asked_why(comes, hello).says(said).line
    assert line.reasons() == {"quality": said}
    assert (line.talk.state, line.talk.at) == ("asking", 1)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("转人工", "waiting"),
        ("人工", "waiting"),
        ("我要投诉", "story"),
        ("帮助", "reason"),
        ("这题什么意思", "reason"),
        ("你问的是什么意思", "reason"),
        ("我按错了", "asking"),
        ("菜单", "menu"),
        ("没空", "resting"),
        ("我在忙，晚点再说", "resting"),
        ("别再给我发短信了", "leaving"),
        ("停止", "menu"),
        ("上一题", "asking"),
        ("一直想死", "waiting"),
        ("五分", "reason"),
        ("一般", "reason"),
        ("好的", "reason"),
    ],
)
def test_a_plain_wish_or_score_is_none(surveyed: Customer, said: str, state: str) -> None:
    line = surveyed.says("1").says(said).line
    assert line.reasons() == {}
    assert line.talk.state == state


@pytest.mark.parametrize(
    ("hello", "said", "state"),
    [
        ("你好", "一直没人管，转人工", "waiting"),
        ("你好", "总是出错，叫你们经理来", "waiting"),
        ("你好", "天天吵，叫我怎么睡，我要人工", "waiting"),
        ("你好", "总是这样，算了不填了", "menu"),
        ("你好", "老是推销，烦死了，别再给我发了", "leaving"),
        ("你好", "老打電話，別再給我發了", "leaving"),
        ("說繁體", "一直沒人管，轉人工", "waiting"),
        ("說繁體", "老是推銷，煩死了，別再給我發了", "leaving"),
        ("speak English", "they kept calling me, I want a real person", "waiting"),
    ],
)
def test_a_wish_beside_a_reason_is_granted(comes: Comes, hello: str, said: str, state: str) -> None:
    assert asked_why(comes, hello).says(said).line.talk.state == state


@pytest.mark.parametrize(
    "said", ["总是让我等，投诉了也没人理", "老是打错，找不到人工", "一直不回，电话打不停"]
)
def test_a_reason_in_two_clauses_is_one(comes: Comes, said: str) -> None:
    line = asked_why(comes, "你好").says(said).line
    assert line.reasons() == {"quality": said}
    assert line.talk.state == "asking"
