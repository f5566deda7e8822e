"""Talks in which what is said while a complaint is told, or a question asked, is taken for what it is."""

import pytest

from bot.conversation.draft import Draft
from bot.conversation.effects import Add, Complain, Supply
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine, survey

STORY = ["你好", "可以", "投诉"]
FACTS = [*STORY, "床塌了"]
SUMMED = [*FACTS, "床", "跳过", "昨天", "维修"]


def after(*words: str) -> Customer:
    """A customer of the satisfaction survey who has said this."""
    customer = Customer(DirectLine(survey("satisfaction")))
    for each in words:
        customer.says(each)
    return customer


def told(customer: Customer) -> Draft:
    """What is being told."""
    draft = customer.line.talk.draft
    assert draft
    return draft


@pytest.mark.parametrize(
    "words",
    [
        "希望你们能把床修好",
        "另外建议你们换供应商，床两天就塌了",
        "我也表扬过你们，可这次太差了",
        "师傅很好，但床塌了，还要表扬他吗",
        "送来的时候不是我要的颜色，我要表扬自己还好拍了照",
        "我建议他们换一张，他们不肯",
        "我建議他們換一張，他們不肯",
    ],
)
@pytest.mark.parametrize("road", [STORY, ["我要投诉"]])
def test_the_story_that_was_asked_for_is_kept(road: list[str], words: str) -> None:
    draft = told(after(*road, words))
    assert (draft.purpose, draft.story) == ("", words)


@pytest.mark.parametrize("words", ["我有个建议", "我有个建议：门口装个雨棚", "我要表扬小李"])
def test_what_is_begun_by_its_name_waits(words: str) -> None:
    assert not told(after(*STORY, words).hears("先把它说完")).story


def test_the_name_of_another_kind_is_no_product() -> None:
    assert told(after(*FACTS, "我要表扬小李").hears("先把它说完")).product is None


@pytest.mark.parametrize("words", ["其实是个建议，改成建议吧", "不是投诉，改成建议", "不是投訴，改成建議吧"])
@pytest.mark.parametrize("road", [FACTS, SUMMED])
def test_a_complaint_that_is_made_a_suggestion_keeps_its_words(road: list[str], words: str) -> None:
    draft = told(after(*road, words))
    assert (draft.purpose, draft.story) == ("suggestion", "床塌了")


@pytest.mark.parametrize(("words", "product"), [("搞錯了，是衣櫃", "衣櫃"), ("说错了，是沙发", "沙发")])
def test_what_was_put_right_is_the_fact_alone(words: str, product: str) -> None:
    assert told(after(*FACTS, words)).product == product


@pytest.mark.parametrize("words", ["快提交给领导处理", "赶紧提交", "快提交給主管處理"])
def test_who_hands_it_in_sees_it_summed_up(words: str) -> None:
    assert told(after(*FACTS, words)).story == "床塌了"


@pytest.mark.parametrize("words", ["是的，快点", "可以，麻煩快一點", "对，尽快处理", "yes, please hurry"])
def test_a_yes_in_a_hurry_is_one(words: str) -> None:
    customer = after(*SUMMED, words)
    assert [each.story for each in customer.line.complaints] == ["床塌了"]


def test_who_waits_adds_nothing() -> None:
    assert told(after(*SUMMED, "再等等").hears("先不提交")).story == "床塌了"


@pytest.mark.parametrize("words", ["对了我要退款", "對了我要退款"])
def test_what_comes_to_mind_is_no_yes(words: str) -> None:
    customer = after(*SUMMED, words)
    assert told(customer).remedy == "退款"
    assert not customer.line.complaints


@pytest.mark.parametrize("words", ["质量值得表扬", "给质量点个赞"])
def test_praise_of_what_is_asked_is_the_answer(surveyed: Customer, words: str) -> None:
    surveyed.says(words).answered("quality", "5")
    assert surveyed.line.talk.draft is None


@pytest.mark.parametrize("words", ["补充一下，刚才那题是4分", "補充一下，剛才那題是4分"])
def test_what_is_put_right_in_a_survey_is_not_added_to_a_complaint(surveyed: Customer, words: str) -> None:
    line = surveyed.says("5").line
    assert isinstance(line, DirectLine)
    line.complaints.append(Complain("T261123-0001", "床塌了"))
    surveyed.says(words).hears("4 分")
    assert not any(isinstance(each, Add | Supply) for each in line.effects)


DANGERS = ["燃气灶漏气，家里很大味", "孩子手被抽屉夹断了", "床塌了，我妈腰摔断了在医院", "手被烫起泡了"]
ROADS = {"first": [], "scale": ["你好", "可以"], "story": STORY, "words": ["你好", "可以", *["5"] * 5]}


@pytest.mark.parametrize("words", DANGERS)
@pytest.mark.parametrize("road", ROADS)
def test_a_danger_is_heard_everywhere(road: str, words: str) -> None:
    customer = after(*ROADS[road])
    assert customer.says(words).line.called() == ["urgent"]
    customer.hears("119").hears_not("您是说")


@pytest.mark.parametrize("words", ["The heater caught fire", "my kid swallowed a screw from your crib"])
@pytest.mark.parametrize("road", ["first", "scale"])
def test_help_is_told_in_the_language_of_who_needs_it(road: str, words: str) -> None:
    after(*ROADS[road], words).hears("Your safety comes first").hears_not("人身安全")


@pytest.mark.parametrize("words", ["活得好累，不如睡过去不醒", "好想消失不見", "你们逼死我算了"])
def test_who_may_harm_themselves_is_heard(words: str) -> None:
    assert after("你好", "可以", words).line.called() == ["crisis"]
