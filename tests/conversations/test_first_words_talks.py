"""Talks that begin with a complaint, a suggestion or praise in ordinary words: each is heard as what it is,
with its words, before consent and in the middle of a survey; and what is none of them is not."""

import tomllib
from pathlib import Path

import pytest

from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine, survey

WORDS = tomllib.loads((Path(__file__).parent / "first_words.toml").read_text("utf-8"))
KINDS = [(kind, words) for kind in ("complaint", "suggestion", "praise") for words in WORDS[kind]]
ROADS = {"first": [], "scale": ["你好", "可以"], "menu": ["你好", "可以", "菜单"]}


def after(*words: str) -> Customer:
    """A customer of the satisfaction survey who has said this."""
    customer = Customer(DirectLine(survey("satisfaction")))
    for each in words:
        customer.says(each)
    return customer


@pytest.mark.parametrize(("kind", "words"), KINDS)
@pytest.mark.parametrize("road", ROADS)
def test_it_is_heard_as_what_it_is_with_its_words(road: str, kind: str, words: str) -> None:
    customer = after(*ROADS[road], words)
    draft = customer.line.talk.draft
    assert draft
    assert (draft.purpose or "complaint", draft.story) == (kind, words)
    customer.hears_not("发生了什么", "What happened", "您是说")


@pytest.mark.parametrize("words", WORDS["none"])
@pytest.mark.parametrize("road", ["first", "scale"])
def test_what_only_speaks_of_it_begins_none(road: str, words: str) -> None:
    assert after(*ROADS[road], words).line.talk.draft is None


ASKED = {"first": [], "consent": ["你好"], "menu": ["你好", "可以", "菜单"]}


@pytest.mark.parametrize("words", WORDS["plea"])
@pytest.mark.parametrize("road", ASKED)
def test_a_grievance_that_is_put_as_a_question_is_a_complaint(road: str, words: str) -> None:
    draft = after(*ASKED[road], words).line.talk.draft
    assert draft
    assert (draft.purpose, draft.story) == ("", words)


@pytest.mark.parametrize("words", WORDS["enquiry"])
@pytest.mark.parametrize("road", ASKED)
def test_a_mere_question_stays_one(road: str, words: str) -> None:
    assert after(*ASKED[road], words).line.talk.draft is None


@pytest.mark.parametrize("words", WORDS["outright"])
@pytest.mark.parametrize("road", ["first", "consent"])
def test_what_is_broken_is_a_complaint_before_anything_is_asked(road: str, words: str) -> None:
    customer = after(*ASKED[road], words)
    draft = customer.line.talk.draft
    assert draft
    assert (draft.purpose, draft.story) == ("", words)
    assert not customer.line.complaints


@pytest.mark.parametrize("words", WORDS["calm"])
@pytest.mark.parametrize("road", ["first", "consent"])
def test_what_is_not_broken_is_none(road: str, words: str) -> None:
    assert after(*ASKED[road], words).line.talk.draft is None


@pytest.mark.parametrize("words", WORDS["unnamed"])
@pytest.mark.parametrize("road", ["first", "scale", "menu"])
def test_who_complains_and_leaves_no_name_complains_without_one(road: str, words: str) -> None:
    talk = after(*ROADS[road], words).line.talk
    assert talk.unnamed
    assert talk.draft
    assert "床塌了" in talk.draft.story or "bed collapsed" in talk.draft.story


@pytest.mark.parametrize("words", ["投诉：沙发塌了", "我要投诉沙发坏了"])
def test_a_story_told_at_once_is_not_asked_for_after_consent(words: str) -> None:
    after(words).hears_not("发生了什么").says("可以").hears("哪个产品").hears_not("发生了什么")


@pytest.mark.parametrize(
    ("words", "value", "kind"),
    [
        ("太赞了，必须表扬", "5", "praise"),
        ("4分，我有个建议：包装换厚", "4", "suggestion"),
        ("插座坏了一个，2分，我要投诉", "2", ""),
        ("3分，建议改进包装", "3", None),
        ("满意，就是建议包装换厚", "4", None),
    ],
)
def test_beside_a_score_it_is_taken_up_where_it_is_wished_for(
    surveyed: Customer, words: str, value: str, kind: str | None
) -> None:
    surveyed.says(words).answered("quality", value)
    draft = surveyed.line.talk.draft
    assert (draft and draft.purpose) == kind


def test_given_praise_is_no_level_and_the_question_comes_back(surveyed: Customer) -> None:
    surveyed.says("给你们点个赞，师傅很专业").answers_nothing().hears("要表扬吗").says("登记").hears(
        "接着刚才的问卷"
    )
    surveyed.is_at(1, of=6)


@pytest.mark.parametrize("words", ["我有个建议：门口装个雨棚", "我要表扬小李，服务好", "建议便宜点"])
def test_to_an_open_question_it_is_the_answer(words: str) -> None:
    customer = after("你好", "可以", *["5"] * 5, words).answered("words", words)
    assert customer.line.talk.draft is None


@pytest.mark.parametrize(
    ("begun", "turned", "purpose", "said"),
    [
        ("我有个建议：包装换厚一点", "我不是建议，是投诉", "", "哪个产品"),
        ("我要投诉，包装太薄，杯子碎了", "我不是要投诉，是想提个建议", "suggestion", "给我们的建议吗"),
        ("我要表扬小李", "说错了，不是表扬，是投诉", "", "哪个产品"),
        ("建議包裝換厚一點", "我不是建議，是投訴", "", "哪個產品"),
    ],
)
@pytest.mark.parametrize("agreed", [True, False])
def test_the_kind_changes_and_the_words_stay(
    begun: str, turned: str, purpose: str, said: str, *, agreed: bool
) -> None:
    customer = after(begun, *(("可以", turned) if agreed else (turned, "可以"))).hears(said)
    draft = customer.line.talk.draft
    assert draft
    assert (draft.purpose, draft.story) == (purpose, begun)


@pytest.mark.parametrize("words", ["家里着火了", "2分，充电器冒烟着火了", "孩子被柜子压住了"])
def test_who_is_told_where_help_is_is_asked_nothing_until_they_go_on(surveyed: Customer, words: str) -> None:
    surveyed.says(words).hears("人身安全").hears_not("您感觉", "您是说", "用一句话说")
    surveyed.says("好的").hears_not("您感觉", "觉得产品质量怎么样").says("继续")
    assert surveyed.line.talk.state == "asking"


@pytest.mark.parametrize("words", ["我站在阳台上想跳", "i'm going to end it all", "tired of living"])
@pytest.mark.parametrize("before", ["4分", "我有个建议", "我有个建议：门口装个雨棚"])
def test_help_comes_first_inside_anything(before: str, words: str) -> None:
    customer = after("你好", "可以", before, words)
    assert customer.line.called() == ["crisis"]
    customer.hears_not("登记下来，", "您感觉")
