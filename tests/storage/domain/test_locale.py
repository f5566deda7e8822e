"""Texts by key: what is missing is named."""

import pytest

from storage.domain.locale import Texts

TEXTS = Texts(
    {"name": "中文", "chat": {"hello": "您好，{who}。", "set": "{{一}}{n}", "deep": {"er": "深"}}}, "zh-CN"
)


def test_a_text_with_its_names_filled_in():
    assert TEXTS("chat.hello", who="{老王}") == "您好，{老王}。"
    assert TEXTS("chat.deep.er") == "深"
    assert TEXTS("chat.set", n=1) == "{一}1"
    assert TEXTS.language == "zh-CN"


@pytest.mark.parametrize("key", ["chat.bye", "chat", "hello", ""])
def test_a_text_that_is_missing_is_named(key):
    assert not TEXTS.has(key)
    with pytest.raises(KeyError, match=f"zh-CN: no text '{key}'"):
        TEXTS(key)


def test_a_value_that_is_missing_is_named():
    with pytest.raises(KeyError, match=r"text 'chat\.hello' needs 'who'"):
        TEXTS("chat.hello", whom="王")
    with pytest.raises(KeyError, match="needs 'who'"):
        TEXTS("chat.hello")


def test_a_section():
    assert TEXTS.section("chat.deep") == {"er": "深"}
    assert TEXTS.has("chat.hello")


@pytest.mark.parametrize(
    ("key", "reason"), [("page", "no section 'page'"), ("name", "is a text"), ("name.x", "no section")]
)
def test_a_section_that_is_none(key, reason):
    with pytest.raises(KeyError, match=reason):
        TEXTS.section(key)


def test_a_leaf_must_be_a_text():
    with pytest.raises(ValueError, match=r"chat\.n is not a text"):
        Texts({"chat": {"n": 3}}, "zh-CN")


APART = Texts(
    {
        "held": "现在由{name}为您服务",
        "at": "{name}在{time}说过，共{n}份",
        "day": "{month}{day}日（{weekday}）",
        "by": "{day}{time}前给您答复",
        "quoted": "您说「{words}」，{name}：{words}",
        "two": "{one}{other}来过",
        "kept": "{{question.label}}是{n}",
    },
    "zh-CN",
)


@pytest.mark.parametrize(
    ("key", "values", "text"),
    [
        ("held", {"name": "wang"}, "现在由 wang 为您服务"),
        ("held", {"name": "李静"}, "现在由李静为您服务"),
        ("held", {"name": "Wang小明"}, "现在由 Wang小明为您服务"),
        ("at", {"name": "wang", "time": "03:37", "n": 3}, "wang 在 03:37 说过，共 3 份"),
        ("day", {"month": "11月", "day": 24, "weekday": "周二"}, "11月24日（周二）"),
        ("by", {"day": "11月24日（周二）", "time": "18:00"}, "11月24日（周二）18:00 前给您答复"),
        ("by", {"day": "11月24日", "time": "下午"}, "11月24日下午前给您答复"),
        ("quoted", {"words": "好OK的3分", "name": "wang"}, "您说「好OK的3分」，wang：好OK的3分"),
        ("two", {"one": "李静", "other": "wang"}, "李静 wang 来过"),
        ("kept", {"n": "80%"}, "{question.label}是 80%"),
    ],
)
def test_a_blank_stands_between_chinese_and_what_is_filled_in(key, values, text):
    assert APART(key, **values) == text
