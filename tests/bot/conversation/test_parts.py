"""Replies cut by the numbers of the questions."""

import pytest

from bot.conversation.letters.parts import Numbers, Part, cut, numbered

NUMBERS = Numbers(range(1, 7), told=(5,), free=(6,))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1. 满意\n3、一般\n2）很好", {1: "满意", 3: "一般", 2: "很好"}),
        ("1.满意2.一般3.满意", {1: "满意", 2: "一般", 3: "满意"}),
        ("1、满意 2、满意 3、一般", {1: "满意", 2: "满意", 3: "一般"}),
        ("1：满意；2：一般", {1: "满意", 2: "一般"}),
        ("1.4，2.5，3.3", {1: "4", 2: "5", 3: "3"}),
        ("1、4 2、5", {1: "4", 2: "5"}),
        ("①满意②一般", {1: "满意", 2: "一般"}),
        ("第一题：满意\n第三题 5分", {1: "满意", 3: "5分"}),
        ("Q1: good\nq2. bad", {1: "good", 2: "bad"}),
        ("(1) good\n（2）bad", {1: "good", 2: "bad"}),
        ("1 满意\n2 一般", {1: "满意", 2: "一般"}),
        ("2. 等了3、4天才到", {2: "等了3、4天才到"}),
        ("2. 等了3.5天，4天才好", {2: "等了3.5天，4天才好"}),
        ("6. 两件事：\n1. 快点\n2. 好点", {6: "两件事：\n1. 快点\n2. 好点"}),
        ("6. 快点\n5. 好点", {6: "快点\n5. 好点"}),
        ("6. 快点\n4. 满意", {6: "快点", 4: "满意"}),
        ("1. 满意\n1. 又一遍", {1: "满意\n1. 又一遍"}),
        ("4.5分", {}),
        ("4.5", {}),
        ("9. 满意", {}),
        ("2026. 1. 3", {}),
        ("一般般", {}),
        ("十二、满意", {}),
    ],
)
def test_where_the_words_belong(text: str, parts: dict[int, str]) -> None:
    assert dict(cut(text, NUMBERS)[1]) == parts


def test_what_stands_before_belongs_to_none() -> None:
    assert cut("您好，回复如下：\n1. 满意", NUMBERS) == ("您好，回复如下：", [Part(1, "满意")])


@pytest.mark.parametrize(
    "line", ["> 3. 服务怎么样？", "| 3、服务怎么样？", "　3．服务怎么样？", "3) 服务怎么样？"]
)
def test_the_number_of_a_quoted_line(line: str) -> None:
    assert numbered(line) == (3, "服务怎么样？")
