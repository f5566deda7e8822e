"""Talks with somebody who waits for a person, and needs none after all."""

import pytest

from bot.conversation.effects import CallOff
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine

CALLED = {"zh-CN": ("", "人工"), "zh-TW": ("繁體中文", "人工"), "en": ("English", "I need a person")}
OFF = {
    "zh-CN": [
        *["取消", "不用不用", "我不想等", "不用麻烦了，我接着填", "好了没事了已经解决了"],
        *["不需要人工，我只是问问", "不用了"],
    ],
    "zh-TW": ["取消", "不用不用", "我不想等", "不用麻煩了，我接著填", "不需要人工，我只是問問"],
    "en": ["cancel", "no need, no need", "I don't want to wait", "no need, I'll continue", "ok, it's solved"],
}
WAITS = {"zh-CN": ["还要等多久", "还要多久"], "zh-TW": ["還要等多久"], "en": ["how long"]}


def waiting(customer: Customer, language: str) -> DirectLine:
    """Second question of a survey; a person was called."""
    choice, wish = CALLED[language]
    if choice:
        customer.says(choice)
    customer.says("5").says(wish)
    assert customer.line.talk.state == "waiting"
    assert isinstance(customer.line, DirectLine)
    return customer.line


def each(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The sayings of a table, with their language."""
    return [(language, words) for language, row in table.items() for words in row]


@pytest.mark.parametrize(("language", "words"), each(OFF))
def test_the_call_is_off_and_the_survey_goes_on(surveyed: Customer, language: str, words: str) -> None:
    line = waiting(surveyed, language)
    surveyed.says(words).is_at(2, of=6)
    assert any(isinstance(each, CallOff) for each in line.effects)
    assert line.ends() == []


@pytest.mark.parametrize(("language", "words"), each(WAITS))
def test_who_asks_how_long_is_told_their_place(surveyed: Customer, language: str, words: str) -> None:
    line = waiting(surveyed, language)
    line.queue = 3
    surveyed.says(words).hears("3")
    assert line.talk.state == "waiting"
