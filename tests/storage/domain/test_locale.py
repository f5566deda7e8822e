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
