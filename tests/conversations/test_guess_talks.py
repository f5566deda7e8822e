"""Talks in which a value of every kind is guessed, and confirmed or put right."""

import json
from typing import Any, NamedTuple

import pytest

from tests.conversations.conftest import Offered
from tests.conversations.customer import Customer

pytestmark = pytest.mark.roads("webchat", "telegram")

SURVEY = """
key = "one"
title = "一题"
purpose = "想听听您的感受"
minutes = 1

[[section]]
title = "一题"

[[section.question]]
key = "it"
title = "这件事"
{question}

[[section.question]]
key = "words"
kind = "text"
title = "想说的话"
text = "还有什么想说的？"
"""
CHOICES = """
[[section.question.option]]
key = "quality"
label = "质量"
[[section.question.option]]
key = "price"
label = "价格"
[[section.question.option]]
key = "care"
label = "服务"
"""
SOLVED = """
[[section.question.option]]
key = "yes"
label = "解决了"
[[section.question.option]]
key = "no"
label = "还没有"
"""


class Case(NamedTuple):
    """A question, a doubtful answer with the value guessed from it, and the right one with its value."""

    question: str
    doubtful: str
    guess: Any
    right: str
    value: Any


CASES = {
    "scale": Case(
        'kind = "scale"\nscheme = "satisfaction5"\ntext = "怎么样？"', "4.5", "4", "不是，是5分", "5"
    ),
    "nps": Case('kind = "nps"\ntext = "多大可能推荐我们？"', "7.5", "7", "不是，9分", "9"),
    "single": Case('kind = "single"\ntext = "最看重什么？"' + CHOICES, "质量或者价格", None, "价格", "price"),
    "multi": Case(
        'kind = "multi"\ntext = "看重哪些？"' + CHOICES,
        *("质量或者价格", ["quality", "price"], "不是，质量和服务", ["quality", "care"]),
    ),
    "yes_no": Case('kind = "yes_no"\ntext = "解决了没有？"' + SOLVED, "一半一半吧", None, "没有解决", False),
    "date": Case(
        'kind = "date"\ntext = "您是哪天买的？"', "大概上周三吧", "2026-11-18", "不是，昨天", "2026-11-22"
    ),
    "number": Case('kind = "number"\ntext = "等了几天？"', "3天左右", 3, "不是，是5天", 5),
    "float": Case('kind = "number"\ntext = "等了几天？"', "大概2.5天", 2.5, "不是，是3天", 3),
    "phone": Case(
        'kind = "phone"\ntext = "您的电话？"',
        *("13812345678或者13912345678", "13812345678", "不是，是13912345678", "13912345678"),
    ),
    "ranking": Case(
        'kind = "ranking"\ntext = "按看重的程度排一排"' + CHOICES,
        *("质量第一", None, "服务>价格>质量", ["care", "price", "quality"]),
    ),
}
GUESSED = [key for key, case in CASES.items() if case.guess is not None]
YES = ["是的", "对", "嗯", "是", "对的", "没错", "嗯嗯", "是这样", "👌"]


def at(offered: Offered, kind: str) -> Customer:
    """In doubt about the one question of this kind."""
    source = SURVEY.format(question=CASES[kind].question)
    return offered(source).opens().picks_first().says(CASES[kind].doubtful)


@pytest.mark.parametrize("kind", CASES)
def test_what_is_guessed_is_kept_as_json(offered: Offered, kind: str) -> None:
    customer = at(offered, kind)
    assert customer.line.answers() == {}
    ((_, guess),) = customer.line.asked_again()
    assert json.loads(json.dumps(guess)) == guess
    if kind in GUESSED:
        assert guess == CASES[kind].guess
        customer.hears("您是说").sees("是的", "不是")


@pytest.mark.parametrize("kind", GUESSED)
@pytest.mark.parametrize("word", YES)
def test_a_word_confirms(offered: Offered, kind: str, word: str) -> None:
    customer = at(offered, kind).says(word).hears("还有什么想说").answered("it", CASES[kind].guess)
    assert customer.line.answers()["it"].text == CASES[kind].doubtful


@pytest.mark.parametrize("kind", GUESSED)
def test_a_tap_confirms(offered: Offered, kind: str) -> None:
    at(offered, kind).picks("是的").hears("还有什么想说").answered("it", CASES[kind].guess)


@pytest.mark.parametrize("kind", CASES)
def test_the_right_value_takes_the_place_of_the_guess(offered: Offered, kind: str) -> None:
    at(offered, kind).says(CASES[kind].right).hears("还有什么想说").answered("it", CASES[kind].value)


@pytest.mark.parametrize("kind", GUESSED)
def test_a_guess_denied_is_asked_anew_and_answered(offered: Offered, kind: str) -> None:
    right = CASES[kind].right.removeprefix("不是，")
    at(offered, kind).picks("不是").hears_not("您是说").says(right).hears("还有什么想说").answered(
        "it", CASES[kind].value
    )


@pytest.mark.parametrize("text", ["除了价格都选", "质量、价格、交货快、口碑都看重", "都看重"])
def test_more_options_than_may_be_chosen_are_not_offered(recommender: Customer, text: str) -> None:
    recommender.says("10").says("5").says("门店").says(text).hears("一到三项").hears_not("您是说")
    recommender.says("质量、价格").answered("matters", ["quality", "price"])
