"""What staff read of a message that was picked, not typed."""

from datetime import UTC, datetime

import pytest

from bot.conversation.picked import labels, picked
from bot.conversation.prompts import prompt
from bot.conversation.step import step
from bot.message import Inbound
from storage import definitions
from tests.bot.conversation.roads import at

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "keys", "text", "read"),
    [
        ("text", (), "挺好的", "挺好的"),
        ("choice", ("agree",), "", "可以，开始"),
        ("choice", ("refund", "repair"), "", "退款、修好"),
        ("choice", ("x7",), "", "x7"),
        ("choice", ("complaint",), "我的电饭煲坏了", "投诉 我的电饭煲坏了"),
    ],
)
def test_as_staff_read_it(kind, keys, text, read):
    inbound = Inbound("telegram", "7", "c1", kind, NOW, text, keys, "menu" if keys else "")
    assert labels(inbound, definitions.texts("zh-CN")) == read


def test_a_text_that_answers_several_questions_marks_them_all():
    words, choice = said("质量很好，物流一般，服务没接触过")
    assert words == "质量很好，物流一般，服务没接触过"
    delivery = {"of": "7.delivery", "keys": ["3"]}
    assert choice == {"of": "7.quality", "keys": ["5"], "also": [delivery]}


def test_a_text_that_answers_one_marks_that_one():
    assert said("4分吧") == ("4分吧", {"of": "7.quality", "keys": ["4"]})
    assert said("你好") == ("你好", None)


def test_a_guess_that_is_confirmed_marks_the_question_it_was_of():
    line, _ = at("confirming")
    of = prompt(line.talk, line.context()).outbound.of
    inbound = Inbound("webchat", "7", "c1", "choice", NOW, keys=("yes",), of=of)
    _, effects = step(line.talk, inbound, line.context(), NOW)
    _, choice = picked(inbound, definitions.texts("zh-CN"), effects, 7)
    assert choice == {"of": of, "keys": ["yes"], "also": [{"of": "7.quality", "keys": ["4"]}]}


def said(text):
    line, _ = at("asking")
    inbound = Inbound("telegram", "7", "c1", "text", NOW, text)
    _, effects = step(line.talk, inbound, line.context(), NOW)
    return picked(inbound, definitions.texts("zh-CN"), effects, 7)
