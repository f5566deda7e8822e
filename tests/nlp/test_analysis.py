"""What a free text says, in first form. Loads SnowNLP and jieba once (seconds)."""

import math

import pytest

from nlp import analyse
from nlp.analysis import MODEL, Analysis

PRAISE = ["质量非常好，很满意，下次还会再买", "师傅很有耐心，装得又快又好，点赞", "味道很好，推荐给朋友了"]
BLAME = [
    "质量太差了，用了两天就坏，很失望",
    "客服态度恶劣，没人管，我要投诉",
    "等了很久才送到，包装都破了，不会再买",
]
EMPTY = ["", "   ", "😀😀", "。。。", "\x00\u202e", "\ud800"]
ODD = [
    "啊" * 100_000,
    "a" * 1_000_000,
    "\ud83d好\udc00",
    "=1+1",
    "<b>好</b>",
    "好\n" * 5000,
    "½①㊗",
    "1" * 5000,
]


def one(text: str) -> Analysis:
    return analyse([text])[0]


@pytest.mark.parametrize("text", PRAISE)
def test_praise_sounds_good(text: str) -> None:
    found = one(text)
    assert found.polarity > 1 / 3
    assert found.confidence > 2 / 3
    assert found.intent == "praise"


@pytest.mark.parametrize("text", BLAME)
def test_blame_sounds_bad(text: str) -> None:
    assert one(text).polarity < -1 / 3


@pytest.mark.parametrize("text", EMPTY)
def test_nothing_said_is_nothing(text: str) -> None:
    assert one(text) == Analysis(0.0, 0.0, "other", [], [], MODEL)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_never_raises(text: str) -> None:
    found = one(text)
    assert -1 <= found.polarity <= 1
    assert math.isfinite(found.confidence)


def test_is_not_always_extreme() -> None:
    assert abs(one("东西收到了").polarity) < 0.9


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我要投诉你们的安装师傅", "complaint"),
        ("建议增加周末的配送", "suggestion"),
        ("请问什么时候发货", "inquiry"),
        ("麻烦帮我补开一张发票", "request"),
        ("谢谢你们，服务很贴心", "praise"),
        ("今天收到了两箱", "other"),
    ],
)
def test_what_the_customer_is_after(text: str, intent: str) -> None:
    assert one(text).intent == intent


def test_keywords() -> None:
    assert {"物流", "包装"} & set(one("物流太慢，包装也破了").keywords)


def test_personal_data_stands_where_it_was_written() -> None:
    text = "我的电话是 13800138000，邮箱 wang.li@example.com，身份证 11010519491231002X"
    spans = [(kind, text[start:end]) for kind, start, end in one(text).personal]
    assert spans == [("phone", "13800138000"), ("email", "wang.li@example.com"), ("id", "11010519491231002X")]


def test_texts_keep_their_order() -> None:
    good, bad = analyse([PRAISE[0], BLAME[0]])
    assert good.polarity > 0 > bad.polarity


def test_names_the_version_of_its_model() -> None:
    import importlib.metadata

    assert f"snownlp-{importlib.metadata.version('snownlp')}" == MODEL


def test_another_tier_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="fast"):
        analyse([], tier="slow")
