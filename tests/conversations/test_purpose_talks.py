"""Talks in which something is suggested or somebody praised: registered as what it is, and only on a yes."""

import pytest

from tests.conversations.conftest import Comes
from tests.conversations.customer import Customer
from tests.conversations.roads import RoadLine

pytestmark = pytest.mark.roads("webchat", "telegram")


@pytest.mark.parametrize(
    ("words", "offer", "told", "kind"),
    [
        ("我有个建议：门口装个雨棚", "给我们的建议吗", "您的建议 ", "suggestion"),
        ("建议把说明书写清楚", "给我们的建议吗", "您的建议 ", "suggestion"),
        ("我要表扬安装的王师傅", "要表扬吗", "您的表扬 ", "praise"),
        ("我有个建议，能不能在门口装个雨棚？", "给我们的建议吗", "您的建议 ", "suggestion"),
        ("给安装的王师傅点个赞", "要表扬吗", "您的表扬 ", "praise"),
    ],
)
def test_what_is_told_is_offered_to_be_registered_as_what_it_is(
    visitor: Customer, words: str, offer: str, told: str, kind: str
) -> None:
    visitor.opens().says("可以").says(words).hears(offer, words).hears_not("哪个产品").sees("登记", "不用了")
    assert not visitor.line.complaints
    visitor.picks("登记").hears(told, "已登记", "有什么可以帮您")
    complaint = visitor.line.complaints[0]
    assert (complaint.kind, complaint.story, complaint.product) == (kind, words, "")


@pytest.mark.parametrize(("wish", "asked"), [("我想提个建议", "什么建议"), ("表扬", "表扬谁")])
def test_the_wish_alone_is_asked_what_it_is(visitor: Customer, wish: str, asked: str) -> None:
    visitor.opens().says("可以").says(wish).hears(asked).says("王师傅下雨天也准时到")
    visitor.hears("王师傅下雨天也准时到", "登记下来").says("好的").hears("已登记")
    assert visitor.line.complaints[0].story == "王师傅下雨天也准时到"


@pytest.mark.parametrize("yes", ["好的，登记", "同意登记", "是建议，请登记"])
def test_a_yes_in_two_words_is_one(visitor: Customer, yes: str) -> None:
    visitor.opens().says("可以").says("建议门口装个雨棚").says(yes).hears("已登记")
    assert visitor.line.complaints[0].story == "建议门口装个雨棚"


def test_who_says_no_is_told_that_the_words_are_kept(visitor: Customer) -> None:
    visitor.opens().says("可以").says("建议门口装个雨棚").says("不用了").hears("不登记", "您的话留下了")
    visitor.says("我想提个建议").says("算了").hears("不登记")
    assert not visitor.line.complaints


def test_more_can_be_told_before_the_yes(visitor: Customer) -> None:
    visitor.opens().says("可以").says("建议门口装个雨棚").says("后门也装一个").hears("雨棚", "后门也装一个")
    visitor.says("修改").hears("想补充什么").says("颜色要浅").says("是的").hears("已登记")
    assert visitor.line.complaints[0].story == "建议门口装个雨棚\n后门也装一个\n颜色要浅"


def test_it_may_be_a_complaint_after_all(visitor: Customer) -> None:
    visitor.opens().says("可以").says("建议你们的师傅别迟到").says("投诉").hears("哪个产品")
    for _ in range(4):
        visitor.says("跳过")
    visitor.says("提交").is_registered()
    assert visitor.line.complaints[0].kind == "complaint"


def test_before_consent_it_waits_for_it(visitor: Customer) -> None:
    visitor.opens().says("我有个建议：门口装个雨棚").hears("可以开始吗").says("可以").hears("给我们的建议吗")
    visitor.says("匿名提交").hears("编号：", "口令")
    found = [(each.anonymous, each.kind) for each in visitor.line.complaints]
    on_a_road: list[tuple[bool, str]] = []  # nothing leads to it any more
    assert found == (on_a_road if isinstance(visitor.line, RoadLine) else [(True, "suggestion")])


@pytest.mark.parametrize("words", ["建议不错", "没有建议", "我要表扬吗？", "谢谢你的建议"])
def test_who_only_speaks_of_it_is_offered_nothing(visitor: Customer, words: str) -> None:
    visitor.opens().says("可以").says(words).hears_not("登记下来，")


def test_begun_first_told_first(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("沙发坏了").says("菜单").says("我有个建议：门口装个雨棚")
    visitor.hears("先把它说完", "哪个产品")


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        ("我要投诉", "我有个建议：门口装个雨棚", "发生了什么"),
        ("我有个建议：门口装个雨棚", "我要表扬王师傅", "给我们的建议吗"),
    ],
)
def test_begun_first_told_first_before_consent_too(
    visitor: Customer, first: str, second: str, after: str
) -> None:
    visitor.opens().says(first).says(second).hears("先把它说完", "可以开始吗").says("可以")
    visitor.hears(after).hears_not(second).says(second).hears("先把它说完", after)


def test_without_a_name_it_may_be_a_complaint_after_all(visitor: Customer) -> None:
    visitor.opens().says("可以").says("建议门口装个雨棚").says("匿名投诉").hears(
        "投诉不留名字也可以", "哪个产品"
    )
    assert not visitor.line.complaints


def test_what_is_told_without_a_name_is_called_what_it_is(visitor: Customer) -> None:
    visitor.opens().says("可以").says("匿名，我要表扬王师傅").hears("不留名字也可以", "要表扬吗").hears_not(
        "投诉"
    )


def test_in_english(comes: Comes) -> None:
    customer = comes(None).says("Hello, I have a suggestion: put a roof over the door").says("yes")
    customer.hears("Is this a suggestion").says("register it").hears("Your suggestion ", "is registered")
    customer.says("I'd like to praise the fitter, Mr Wang").hears("Is this praise").says("no need")
    customer.hears("it is not registered")
    assert [each.kind for each in customer.line.complaints] == ["suggestion"]


def test_in_traditional_chinese(comes: Comes) -> None:
    customer = comes(None).says("我想建議門口裝個雨棚，謝謝您們").says("好啊，開始吧").hears("給我們的建議嗎")
    customer.says("登記").hears("您的建議 ").says("我要表揚王師傅").hears("要表揚嗎").says("好的").hears(
        "您的表揚 "
    )
    assert [each.kind for each in customer.line.complaints] == ["suggestion", "praise"]


def test_in_a_survey_and_back(surveyed: Customer) -> None:
    surveyed.says("我有个建议：门口装个雨棚").hears("给我们的建议吗").says("登记").hears(
        "已登记", "接着刚才的问卷"
    )
    surveyed.is_at(1, of=6)


@pytest.mark.parametrize(
    ("words", "moves"), [("建议门口装个雨棚", ["answer"]), ("我要表扬王师傅", ["answer", "close"])]
)
def test_once_answered_nothing_is_to_be_accepted_or_taken_up_again(
    visitor: Customer, words: str, moves: list[str]
) -> None:
    visitor.opens().says("可以").says(words).says("登记")
    number = visitor.line.complaints[0].number
    if hasattr(visitor.line, "kinds"):
        visitor.line.kinds[number] = visitor.line.complaints[0].kind
    visitor.line.handles(number, *moves)
    visitor.says("我的投诉").hears(number, "已经答复您了").hears_not("重新处理", "可以接受", "您能接受吗")
    visitor.says("没有解决").hears_not("重新处理它吗").says("不行").hears_not("12315")
    assert visitor.line.state_of(number) == {"answer": "answered", "close": "closed"}[moves[-1]]


@pytest.mark.parametrize("words", ["我想咨询一下沙发的保修期是多久？", "我想咨询一下怎么退货"])
def test_an_inquiry_goes_to_a_person_and_is_no_complaint(visitor: Customer, words: str) -> None:
    visitor.opens().says("可以").says(words).hears("已经告诉同事了").hears_not("登记")
    assert (visitor.line.called(), visitor.line.complaints) == (["human"], [])
