"""Talks at the summary of a complaint, besides yes and no; thanks; either script; what was solved alone."""

import pytest

from tests.conversations.conftest import Comes
from tests.conversations.customer import Customer

STORY = {
    "zh-CN": ("你好", "可以", "投诉", "门板裂了，昨天送来的", "跳过"),
    "zh-TW": ("說繁體", "可以", "投訴", "門板裂了，昨天送來的", "跳過"),
    "en": ("speak English", "yes", "complaint", "The door panel is cracked since yesterday", "skip"),
}


def summed_up(comes: Comes, language: str) -> Customer:
    *words, skip = STORY[language]
    customer = comes("satisfaction")
    for said in words:
        customer.says(said)
    while customer.line.talk.state == "facts":
        customer.says(skip)
    assert customer.line.talk.state == "summary"
    return customer


@pytest.mark.parametrize(
    ("language", "said"),
    [
        *(
            ("zh-CN", each)
            for each in ("再改改", "换个说法", "全部重写", "经过写错了", "我要补充", "删掉时间")
        ),
        *(("zh-CN", each) for each in ("这不是我的意思", "不满意你们的总结")),
        *(("zh-TW", each) for each in ("換個說法", "經過寫錯了", "我要補充", "這不是我的意思")),
        *(("en", each) for each in ("I want to add something", "that's not what I said", "remove the date")),
    ],
)
def test_what_is_wrong_with_it_is_asked(comes: Comes, language: str, said: str) -> None:
    customer = summed_up(comes, language)
    before = customer.line.talk.draft
    customer.says(said)
    assert customer.line.talk.state == "correcting"
    assert customer.line.talk.draft == before


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("zh-CN", "交给谁看", "专人核实"),
        ("zh-CN", "多久回我", "专人核实"),
        ("zh-TW", "多久會回覆", "專人查證"),
        ("en", "what happens next?", "a colleague looks into it"),
        ("en", "how long will it take?", "a colleague looks into it"),
    ],
)
def test_what_comes_of_it_is_told(comes: Comes, language: str, said: str, heard: str) -> None:
    customer = summed_up(comes, language)
    before = customer.line.talk.draft
    customer.says(said).hears(heard)
    assert (customer.line.talk.state, customer.line.talk.draft) == ("summary", before)


@pytest.mark.parametrize(
    ("language", "said", "day"),
    [("zh-CN", "时间不对，是前天", "前天"), ("zh-TW", "時間不對，是前天", "前天")],
)
def test_a_fact_denied_is_corrected(comes: Comes, language: str, said: str, day: str) -> None:
    draft = summed_up(comes, language).says(said).line.talk.draft
    assert draft is not None
    assert draft.occurred == "前天"
    assert said not in draft.story


@pytest.mark.parametrize("said", ["不交了", "不交了吧"])
def test_it_is_dropped(comes: Comes, said: str) -> None:
    summed_up(comes, "zh-CN").says(said).hears("不登记投诉")


@pytest.mark.parametrize("said", ["谢谢你", "多谢", "谢谢你们"])
def test_thanks_in_the_menu_are_understood(visitor: Customer, said: str) -> None:
    visitor.opens().picks_first().says(said).hears("有事随时来说")


@pytest.mark.parametrize(
    ("hello", "before", "said"),
    [
        ("說繁體", "專人", "还是算了"),
        ("說繁體", "晚點再說", "现在就填"),
        ("說繁體", "晚點再說", "还是算了"),
        ("说简体", "人工", "還是算了"),
        ("说简体", "晚点再说", "現在就填"),
    ],
)
def test_either_script_is_heard(comes: Comes, hello: str, before: str, said: str) -> None:
    customer = comes("satisfaction").says(hello).picks_first().says(before)
    language = customer.line.language
    customer.says(said)
    assert customer.line.talk.state == "asking"
    assert customer.line.language == language


@pytest.mark.parametrize("said", ["I solved it myself", "I've already fixed it", "I fixed it, thanks"])
def test_what_was_solved_alone_needs_nobody(comes: Comes, said: str) -> None:
    waiting = comes("satisfaction").says("speak English").says("yes").says("person")
    assert waiting.says(said).line.talk.state == "asking"


@pytest.mark.parametrize("said", ["I solved it myself", "我自己解决了"])
def test_what_was_solved_alone_calls_nobody_and_closes_nothing(surveyed: Customer, said: str) -> None:
    line = surveyed.says(said).line
    assert (line.talk.state, line.called(), line.answers()) == ("asking", [], {})
