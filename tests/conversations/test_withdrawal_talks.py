"""Talks about saying no after a yes: a plain withdrawal holds at once, a doubtful one is asked about."""

import pytest

from tests.conversations.customer import Customer

CHOSEN = {"zh-CN": "", "zh-TW": "繁體中文", "en": "English"}


def speaking(customer: Customer, language: str) -> Customer:
    """In a survey, in this language."""
    return customer.says(CHOSEN[language]) if CHOSEN[language] else customer


PLAIN = {
    "zh-CN": ["不同意", "我不同意", "撤回同意", "我要撤回同意", "退订", "TD", "我不同意你们收集我的信息"],
    "zh-TW": ["不同意", "我不同意", "撤回同意", "退訂"],
    "en": ["I don't agree", "I withdraw my consent", "unsubscribe"],
}
DOUBTFUL = {
    "zh-CN": ["不要再发了", "忙 勿扰", "你们老发短信烦死了", "别再给我发了"],
    "zh-TW": ["不要再發了", "忙 勿擾", "你們老發簡訊煩死了"],
    "en": ["stop sending me messages", "leave me alone", "do not disturb"],
}


def each(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The sayings of a table, with their language."""
    return [(language, words) for language, row in table.items() for words in row]


@pytest.mark.parametrize(("language", "words"), each(PLAIN))
def test_a_plain_withdrawal_holds_at_once(surveyed: Customer, language: str, words: str) -> None:
    speaking(surveyed, language).says(words)
    assert surveyed.line.consents() == [True, False]
    assert surveyed.line.ends() == [("stopped", None)]


@pytest.mark.parametrize(("language", "words"), each(DOUBTFUL))
def test_a_doubtful_one_is_asked_about(surveyed: Customer, language: str, words: str) -> None:
    speaking(surveyed, language).says(words)
    assert surveyed.line.talk.state == "leaving"
    assert (surveyed.line.consents(), surveyed.line.ends()) == ([True], [])


def test_who_did_not_mean_it_goes_on(surveyed: Customer) -> None:
    surveyed.says("你们老发短信烦死了").says("不是").is_at(1, of=6).says("5").answered("quality", "5")


def test_who_did_is_left_in_peace(surveyed: Customer) -> None:
    surveyed.says("不要再发了").hears("以后都不想再收到").says("是的").hears("不打扰")
    assert surveyed.line.consents() == [True, False]


@pytest.mark.parametrize("words", ["撤回同意书是什么", "撤回同意会怎么样？"])
def test_who_asks_what_a_withdrawal_is_does_not_withdraw(surveyed: Customer, words: str) -> None:
    surveyed.says(words).hears("撤回同意", "产品质量").is_at(1, of=6)
    surveyed.says("你们老发短信烦死了").says(words)
    assert surveyed.line.consents() == [True]


@pytest.mark.parametrize("before", [["2"], ["停止"], ["人工"]])
def test_disagreeing_is_heard_elsewhere_too(surveyed: Customer, before: list[str]) -> None:
    for words in before:
        surveyed.says(words)
    surveyed.says("我不同意")
    assert surveyed.line.consents() == [True, False]
