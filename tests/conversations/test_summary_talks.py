"""Talks at the summary of a complaint: what is a wish there is no part of the story."""

import pytest

from tests.conversations.customer import Customer

CHOSEN = {"zh-CN": "", "zh-TW": "繁體中文", "en": "English"}
SKIP = {"zh-CN": "跳过", "zh-TW": "跳過", "en": "skip"}
TOLD = {
    "zh-CN": ("我要投诉", "灯不亮", "沙发", "退款"),
    "zh-TW": ("我要投訴", "燈不亮", "沙發", "退款"),
    "en": ("I want to complain", "the lamp is broken", "sofa", "refund"),
}


def at_summary(customer: Customer, language: str = "zh-CN") -> Customer:
    """A complaint that is told, with product and remedy."""
    wish, story, product, remedy = TOLD[language]
    customer.opens()
    if CHOSEN[language]:
        customer.says(CHOSEN[language])
    customer.picks_first().says(wish).says(story).says(product).says(SKIP[language]).says(SKIP[language])
    customer.says(remedy)
    assert customer.line.talk.state == "summary"
    return customer


def each(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The sayings of a table, with their language."""
    return [(language, words) for language, row in table.items() for words in row]


NAMED = {
    "zh-CN": ["不匿名了", "还是不匿名了", "算了，不匿名了", "实名吧", "还是留名字吧"],
    "zh-TW": ["不匿名了", "實名吧", "還是留名字吧"],
    "en": ["not anonymous", "use my name after all", "I don't want it to be anonymous"],
}
HELD = {
    "zh-CN": ["先别提交", "我考虑一下", "再想想", "不提交", "不用了", "等一下"],
    "zh-TW": ["先別提交", "我考慮一下", "先別送出", "不用了"],
    "en": ["don't submit yet", "let me think about it", "not yet", "hold on"],
}
DROPPED = {
    "zh-CN": ["行吧算了", "撤销", "撤回吧", "算了不提交了"],
    "zh-TW": ["撤銷", "好吧算了"],
    "en": ["ok, forget it", "withdraw it"],
}
PRODUCTS = {
    "zh-CN": [("不是沙发，是床", "床"), ("产品是床", "床"), ("搞错了，不是沙发是床", "床")],
    "zh-TW": [("不是沙發，是床", "床"), ("產品是床", "床")],
    "en": [("not the sofa, it's a bed", "bed"), ("the product is bed", "bed")],
}
REMEDIES = {
    "zh-CN": [("不要退款了，要换货", "换货"), ("不要退款，我要换货", "换货")],
    "zh-TW": [("不要退款了，要換貨", "換貨")],
    "en": [("I don't want refund, I want a replacement", "replacement")],
}


@pytest.mark.parametrize(("language", "words"), each(NAMED))
def test_a_name_is_left_after_all(visitor: Customer, language: str, words: str) -> None:
    customer = at_summary(visitor, language)
    customer.says({"zh-CN": "修改", "zh-TW": "修改", "en": "change"}[language])
    customer.says("can I complain anonymously?" if language == "en" else "匿名")
    assert customer.line.talk.unnamed
    story = customer.line.talk.draft and customer.line.talk.draft.story
    customer.says(words)
    assert not customer.line.talk.unnamed
    assert customer.line.talk.draft
    assert customer.line.talk.draft.story == story
    assert customer.line.complaints == []


def test_what_is_handed_in_then_has_a_name(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("匿名").says("灯不亮")
    for _ in range(4):
        visitor.says("跳过")
    visitor.hears("匿名提交").says("不匿名了").hears("留名字", "经过：灯不亮").hears_not("匿名提交了")
    visitor.says("提交").hears("投诉号").hears_not("口令")


@pytest.mark.parametrize(("language", "words"), each(HELD))
def test_who_hesitates_is_not_heard_as_telling(visitor: Customer, language: str, words: str) -> None:
    customer = at_summary(visitor, language).says(words)
    assert customer.line.talk.state == "summary"
    assert customer.line.talk.draft
    assert customer.line.talk.draft.story == TOLD[language][1]
    assert customer.line.complaints == []


def test_who_hesitates_is_told_how_to_go_on(visitor: Customer) -> None:
    at_summary(visitor).says("先别提交").hears("先不提交", "不投诉了").says("提交").is_registered()


@pytest.mark.parametrize(("language", "words"), each(DROPPED))
def test_who_lets_it_be_is_heard(visitor: Customer, language: str, words: str) -> None:
    customer = at_summary(visitor, language).says(words)
    assert customer.line.talk.state == "menu"
    assert customer.line.complaints == []


@pytest.mark.parametrize(
    ("fact", "language", "words", "value"),
    [
        (fact, language, *row)
        for fact, table in (("product", PRODUCTS), ("remedy", REMEDIES))
        for language, rows in table.items()
        for row in rows
    ],
)
def test_a_fact_is_put_right(visitor: Customer, fact: str, language: str, words: str, value: str) -> None:
    draft = at_summary(visitor, language).says(words).line.talk.draft
    assert draft
    assert (getattr(draft, fact), draft.story) == (value, TOLD[language][1])


@pytest.mark.parametrize(
    "words", ["不是我弄坏的，是送来就这样", "产品是上个月才买的，用了三天就坏", "产品是坏的", "产品是次品"]
)
def test_more_of_the_story_stays_so(visitor: Customer, words: str) -> None:
    draft = at_summary(visitor).says(words).hears("补充").line.talk.draft
    assert draft
    assert draft.product == "沙发"


def test_a_tale_of_its_day_leaves_the_day_as_it_was(visitor: Customer) -> None:
    at_summary(visitor).says("时间改成昨天").says("时间是昨天送来的时候就坏了").hears("补充")
    draft = visitor.line.talk.draft
    assert draft
    assert draft.occurred == "昨天"


@pytest.mark.parametrize("words", ["不是沙發，是床", "不是沙发，是床"])
@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_what_was_told_in_one_script_is_denied_in_the_other(
    visitor: Customer, language: str, words: str
) -> None:
    draft = (
        at_summary(visitor, language)
        .says("產品改成沙發" if language == "zh-TW" else "产品改成沙发")
        .says(words)
    )
    kept = draft.line.talk.draft
    assert kept
    assert (kept.product, kept.story) == ("床", TOLD[language][1])
