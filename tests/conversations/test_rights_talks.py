"""Talks about consent, one's own data, and a complaint without a name."""

import re
from typing import Any

import pytest

from bot.conversation.effects import Complain
from tests.bot.conversation.roads import at
from tests.conversations.customer import Customer
from tests.conversations.direct import CODE

pytestmark = pytest.mark.roads("webchat", "telegram")


def older(customer: Customer) -> Customer:
    """The privacy notice has had a new version since this customer agreed."""
    line: Any = customer.line
    line.stored = line.stored.replace('"consent":"2026-11"', '"consent":"2020-01"')
    return customer


@pytest.mark.parametrize("words", ["我同意了什么？", "我什么时候同意的", "我同意的是哪个版本", "隐私说明"])
def test_which_version_was_agreed_to_and_when_is_told(surveyed: Customer, words: str) -> None:
    surveyed.says(words).hears("同意了隐私说明", "2026-11 版", "撤回同意", "产品质量").hears_not("没听明白")


def test_the_day_of_the_consent_is_told(surveyed: Customer) -> None:
    surveyed.says("我同意了什么？").hears("11月23日（周一）")


def test_before_any_consent_there_is_none_to_tell(customer: Customer) -> None:
    customer.opens().says("我什么时候同意的").hears("还没有同意过", "可以开始吗")


def test_a_withdrawal_is_told_too(surveyed: Customer) -> None:
    surveyed.says("撤回同意").hears("什么都不会再问").says("我同意了什么？").hears("说了不同意", "2026-11")


def test_consent_is_withdrawn_in_the_middle_of_a_survey(surveyed: Customer) -> None:
    surveyed.says("4").says("我不同意你们收集我的信息").hears("不打扰")
    assert surveyed.line.consents() == [True, False]
    assert surveyed.line.ends() == [("stopped", None)]


def test_a_new_version_does_not_break_into_a_survey(surveyed: Customer) -> None:
    older(surveyed).says("4").hears("物流").hears_not("隐私说明")


def test_a_new_version_is_asked_for_when_a_complaint_begins(surveyed: Customer) -> None:
    older(surveyed).says("4").says("我要投诉，沙发腿断了").hears("不是同一版", "可以开始吗").says("可以")
    surveyed.hears("记下了", "哪个产品")
    assert surveyed.line.consents() == [True, True]
    for _ in range(4):
        surveyed.says("跳过")
    surveyed.says("提交").hears("投诉号", "接着刚才的问卷")


def test_a_new_version_is_asked_for_when_a_survey_begins(customer: Customer) -> None:
    older(customer.opens().says("可以").says("停止")).says("填问卷").hears("不是同一版", "可以开始吗")
    customer.says("可以").hears("产品质量")


def test_who_refuses_the_new_version_is_left_in_peace(surveyed: Customer) -> None:
    older(surveyed).says("我要投诉").says("不用了").hears("不打扰")
    assert surveyed.line.talk.draft is None


@pytest.mark.parametrize("words", ["把我的数据给我", "我的数据", "导出我的数据"])
def test_asking_for_ones_data_is_a_request_with_number_and_date(surveyed: Customer, words: str) -> None:
    surveyed.says("4").says(words).hears("编号 R", "前把文件", "下载链接").is_at(2, of=6)


def test_erasing_is_confirmed_first(surveyed: Customer) -> None:
    surveyed.says("删除我的信息").hears("找不回来", "确定要删除吗").sees("确定，全部删除", "先不要")
    surveyed.picks("确定，全部删除").hears("编号 R", "产品质量")


@pytest.mark.parametrize("words", ["不要", "算了", "先不要"])
def test_erasing_may_be_let_be(surveyed: Customer, words: str) -> None:
    surveyed.says("把我的资料都删掉").says(words).hears("什么都没有动", "产品质量").is_at(1, of=6)


SPEAKING = {
    "zh-CN": ("", "删除我的信息"),
    "zh-TW": ("繁體中文", "刪除我的資料"),
    "en": ("English", "delete my data"),
}
PLAIN = {
    "zh-CN": ["确定", "是的，删吧", "对，都删了", "嗯删吧", "确定删除"],
    "zh-TW": ["確定", "確定刪除", "是的", "好，刪吧"],
    "en": ["yes", "yes, delete it all", "I'm sure", "yes please"],
}
PARTLY = {
    "zh-CN": "不是全部，只删电话 不是全部，只要删电话 只删手机号 删除电话就行 其他的留着，把电话删掉 "
    "除了投诉都删 删一部分 是的，但电话留着 删除我的电话信息",
    "zh-TW": "不是全部，只刪電話 只刪手機號碼 除了投訴都刪 刪掉電話就好",
    "en": "only my phone number;just delete my phone;yes but keep my complaint;delete my phone number;"
    "everything except my complaints",
}
DENIED = {
    "zh-CN": "不要删除 别删 别全删 先别删我再想想 确定不删 不确定 确定，但是不要删投诉 "
    "好，但是别删投诉 是不是投诉也没了？",
    "zh-TW": "不要刪 別刪 不確定 先不要全部刪除",
    "en": "no don't delete it all;no, don't delete everything;not everything;don't;i'm not sure;not now",
}


def each(table: dict[str, Any]) -> list[tuple[str, str]]:
    """The rows of a table, with their language."""
    parted = {
        key: row.split(";" if key == "en" else " ") for key, row in table.items() if isinstance(row, str)
    }
    return [(language, words) for language, row in (table | parted).items() for words in row]


@pytest.fixture
def forgets(customer: Customer) -> Any:
    """Somebody who speaks this language, with or without consent, and is asked whether to erase it all."""

    def begin(language: str, *, agreed: bool) -> Customer:
        choice, wish = SPEAKING[language]
        customer.opens()
        if choice:
            customer.says(choice)
        if agreed:
            customer.picks_first()
        return customer.says(wish)

    return begin


@pytest.mark.roads
@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize(("language", "words"), each(PLAIN))
def test_a_plain_yes_erases(forgets: Any, language: str, words: str, agreed: bool) -> None:
    assert [found.kind for found in forgets(language, agreed=agreed).says(words).line.requests()] == ["erase"]


@pytest.mark.roads
@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize(("language", "words"), each(PARTLY))
def test_who_wants_a_part_erased_gets_a_person(forgets: Any, language: str, words: str, agreed: bool) -> None:
    customer = forgets(language, agreed=agreed).says(words)
    assert customer.line.requests() == []
    assert customer.line.called() == ["human"]
    assert not customer.line.talk.fact


@pytest.mark.roads
@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize(("language", "words"), each(DENIED))
def test_a_no_is_never_taken_for_a_yes(forgets: Any, language: str, words: str, agreed: bool) -> None:
    assert forgets(language, agreed=agreed).says(words).line.requests() == []


def test_what_happens_to_a_part_is_told(surveyed: Customer) -> None:
    surveyed.says("删除我的信息").says("只删电话").hears("只能登记全部删除", "什么都没有动", "告诉同事")
    surveyed.says("继续").is_at(1, of=6)


@pytest.mark.parametrize("words", ["不要删除我的信息", "别删我的数据"])
def test_who_wants_nothing_erased_is_not_asked(surveyed: Customer, words: str) -> None:
    surveyed.says(words).hears("没有登记", "产品质量").hears_not("确定要删除吗").is_at(1, of=6)


@pytest.mark.parametrize("words", ["只删我的电话", "请删除我的电话"])
def test_a_part_is_heard_at_once(surveyed: Customer, words: str) -> None:
    surveyed.says(words).hears("只能登记全部删除", "告诉同事").hears_not("确定要删除吗")


@pytest.mark.parametrize("words", ["不要保留我的信息", "能不能删除我的信息"])
def test_all_may_be_asked_for_with_a_no_in_it(surveyed: Customer, words: str) -> None:
    surveyed.says(words).hears("确定要删除吗")


def test_who_asks_for_it_again_means_it(surveyed: Customer) -> None:
    surveyed.says("删除我的信息").says("删除我的信息").hears("编号 R")
    assert [each.kind for each in surveyed.line.requests()] == ["erase"]


def test_what_was_asked_for_is_not_asked_for_twice(surveyed: Customer) -> None:
    surveyed.says("我的数据").says("把我的数据给我").hears("提过同样的要求", "编号 R")
    surveyed.says("删除我的信息").says("是的").hears("编号 R").hears_not("同样的要求")


def test_another_wish_comes_first(surveyed: Customer) -> None:
    surveyed.says("删除我的信息").says("我要投诉").hears("发生了什么")
    assert not surveyed.line.talk.fact
    assert not surveyed.line.requests()


def test_what_is_neither_yes_nor_no_erases_nothing(surveyed: Customer) -> None:
    surveyed.says("删除我的信息").says("蓝色的").hears("没听明白", "确定要删除吗").says("不要")
    assert not surveyed.line.requests()


def test_who_refused_can_still_be_forgotten(surveyed: Customer) -> None:
    surveyed.says("不同意").says("撤回同意").says("删除我的信息").hears("再说一次").says("删除我的信息")
    surveyed.hears("编号 R").says("把我的数据给我").hears("编号 R")


def test_before_consent_one_word_alone_erases_nothing(customer: Customer) -> None:
    customer.opens().says("删除我的信息").hears("再说一次").sees("先不要").says("先不要").hears("可以开始吗")
    customer.says("可以").hears("产品质量")
    customer.says("停止").says("撤回同意").says("删除我的信息").hears("再说一次")
    assert not customer.line.requests()


@pytest.mark.parametrize("yes", ["确定删除", "是的", "对", "嗯", "确定", "好"])
def test_before_consent_a_yes_to_erasing_is_no_consent(customer: Customer, yes: str) -> None:
    customer.opens().says("删除我的信息").says(yes).hears("编号 R")
    assert customer.line.consents() == []
    assert [each.kind for each in customer.line.requests()] == ["erase"]
    customer.says("好的").hears("可以开始吗").says("可以").hears("产品质量")


@pytest.mark.parametrize("yes", ["确定删除", "是的", "对", "嗯", "确定", "好"])
def test_after_a_withdrawal_a_yes_to_erasing_is_no_consent(surveyed: Customer, yes: str) -> None:
    surveyed.says("撤回同意").says("删除我的信息").says("蓝色的").says(yes).hears("编号 R", "不打扰")
    assert surveyed.line.consents() == [True, False]


def test_before_consent_another_wish_comes_first(customer: Customer) -> None:
    customer.opens().says("删除我的信息").says("我要投诉").hears("帮您登记").says("好的").hears("发生了什么")
    assert not customer.line.requests()


@pytest.mark.parametrize("told", ["查投诉 T261122-0057 ABCD-EFGH", "换个地方继续", "人工"])
def test_taking_note_of_something_else_is_no_consent(customer: Customer, told: str) -> None:
    customer.opens().says(told).says("好的").hears("可以开始吗")
    assert customer.line.consents() == []
    customer.says("好的").hears("产品质量")


@pytest.mark.roads
def test_that_is_all_after_a_looked_up_code_is_no_consent(visitor: Customer) -> None:
    visitor.line.complaints.append(_anonymous())
    visitor.says(f"查投诉 T261123-0001 {CODE}").says("好了").hears("再见").hears_not("可以开始吗")
    assert visitor.line.consents() == []
    visitor.says("你好").hears("可以开始吗")
    visitor.says("可以").hears("有什么可以帮您")


UNNAMED = ["匿名", "可以匿名吗", "我不想留名字", "不留名字", "别留我名字", "不用留名字"]


@pytest.mark.roads
@pytest.mark.parametrize("words", UNNAMED)
def test_no_name_said_before_the_summary_is_remembered(visitor: Customer, words: str) -> None:
    visitor.opens().says("可以").says("投诉").says(words).hears("不留名字也可以", "发生了什么").says(
        "店长骂人"
    )
    visitor.says(words).hears("不留名字也可以", "哪个产品")
    for _ in range(4):
        visitor.says("跳过")
    visitor.hears("匿名提交了").hears_not("产品：").sees("匿名提交", "留名字提交")
    visitor.says("提交").hears("口令：")
    assert visitor.line.complaints[0].story == "店长骂人"
    assert not visitor.line.talk.unnamed


@pytest.mark.parametrize("words", UNNAMED)
def test_no_name_is_answered_at_any_state(surveyed: Customer, words: str) -> None:
    surveyed.says("5").says(words).hears("不留名字也可以").is_at(2, of=6)
    surveyed.says("1").says(words).hears("不留名字也可以", "哪里不好")
    assert surveyed.line.consents() == [True]
    assert surveyed.line.reasons() == {}


def test_no_name_is_answered_before_consent(customer: Customer) -> None:
    customer.opens().says("匿名").hears("不留名字也可以", "可以开始吗")
    assert customer.line.consents() == []


@pytest.mark.parametrize("words", ["我要匿名投诉，店长骂人", "店长骂人，我要匿名投诉"])
def test_what_is_told_beside_no_name_is_the_story(visitor: Customer, words: str) -> None:
    visitor.says(words).hears("不留名字也可以", "帮您登记").says("可以").hears("您说的我都记下了")
    assert visitor.line.talk.draft.story == "店长骂人"


def test_a_complaint_without_a_name_is_no_story(visitor: Customer) -> None:
    visitor.opens().says("可以").says("我想匿名投诉").hears("不留名字也可以", "发生了什么").says("店长骂人")
    for _ in range(4):
        visitor.says("跳过")
    visitor.says("留名字提交").hears("投诉号").hears_not("口令")


def test_asked_at_the_summary_it_is_answered_and_not_handed_in(visitor: Customer) -> None:
    told(visitor).says("可以匿名吗").hears("不留名字也可以", "匿名提交了")
    assert visitor.line.complaints == []


@pytest.mark.parametrize("words", ["匿名", "我想匿名", "不留名字", "匿名提交吧"])
def test_a_complaint_without_a_name(visitor: Customer, words: str) -> None:
    told(visitor).says(words).hears("没有留您的名字", "只显示这一次", "查投诉 T", "有什么可以帮您")
    visitor.says("我的投诉").hears("匿名的投诉不和")


def test_it_may_be_handed_in_so_by_a_button(visitor: Customer) -> None:
    told(visitor).sees("提交", "匿名提交", "修改").picks("匿名提交").hears("口令：")


def told(visitor: Customer) -> Customer:
    """Up to the summary of a complaint."""
    visitor.opens().says("可以").says("我要投诉").says("仓库主管乱骂人")
    for _ in range(4):
        visitor.says("跳过")
    return visitor.hears("看看对不对")


def kept(visitor: Customer) -> str:
    """What the customer has noted down: number and code."""
    said = "\n".join(each.text for each in visitor.heard)
    found = re.search(r"查投诉 (T\d{6}-\d+ [0-9A-Z]{4}-[0-9A-Z]{4})", said)
    assert found
    return found[1]


def test_its_owner_comes_back_by_the_code(visitor: Customer) -> None:
    code = kept(told(visitor).says("匿名"))
    visitor.says(f"查投诉 {code}").hears("已受理", "前给答复", "想补充").sees("好了")
    visitor.says("昨天他又骂人了").hears("补充的交给同事了").says("好了").hears("有什么可以帮您")


@pytest.mark.parametrize("how", [str.lower, lambda code: code.replace("-", "－"), lambda code: f"{code}。"])
def test_the_code_may_be_written_in_many_ways(visitor: Customer, how: Any) -> None:
    code = kept(told(visitor).says("匿名"))
    visitor.says(f"查一下 {how(code)}").hears("已受理")


def test_a_wrong_code_opens_nothing(visitor: Customer) -> None:
    number = kept(told(visitor).says("匿名")).split()[0]
    visitor.says(f"查投诉 {number} 0000-0000").hears("没有找到").hears_not("已受理")


@pytest.mark.roads
@pytest.mark.parametrize(
    ("seconds", "told"),
    [(1, "先等 1 秒"), (59, "先等 59 秒"), (60, "先等 1 分钟"), (61, "先等 2 分钟"), (900, "先等 15 分钟")],
)
def test_after_many_wrong_codes_the_wait_is_told_as_long_as_it_is(
    visitor: Customer, seconds: int, told: str
) -> None:
    visitor.line.case_wait = seconds
    visitor.says("查投诉 T261123-0001 0000-0000").hears(told).hears_not("没有找到")


@pytest.mark.roads
def test_answers_of_staff_are_kept_for_the_owner(visitor: Customer) -> None:
    told(visitor).says("匿名")
    visitor.line.answered_cases.append("已经换了主管。")
    visitor.says(f"查投诉 T261123-0001 {CODE}").hears("同事的答复", "已经换了主管")


def test_what_the_owner_adds_goes_to_the_complaint_alone() -> None:
    line, customer = at("case")
    customer.says("昨天又不亮了")
    assert [(each.number, each.text) for each in line.added()] == [("T261123-0001", "昨天又不亮了")]
    assert len(line.concealed()) == 2
    customer.says("菜单").hears("有什么可以帮您")
    assert not line.talk.fact, "whose complaint it is is forgotten"


@pytest.mark.roads
def test_all_of_the_complaint_is_concealed(visitor: Customer) -> None:
    told(visitor).says("匿名")
    (concealed,) = visitor.line.concealed()
    assert concealed.since is not None


@pytest.mark.roads
def test_in_the_middle_of_a_survey_it_goes_on_afterwards(surveyed: Customer) -> None:
    surveyed.line.complaints.append(_anonymous())
    surveyed.says("4").says(f"查投诉 T261123-0001 {CODE}").hears("已受理").says("没有了").is_at(2, of=6)


@pytest.mark.roads
def test_in_the_middle_of_a_complaint_it_is_told_and_that_goes_on(visitor: Customer) -> None:
    visitor.line.complaints.append(_anonymous())
    visitor.opens().says("可以").says("我要投诉").says(f"查投诉 T261123-0001 {CODE}")
    visitor.hears("已受理", "发生了什么")


@pytest.mark.roads
def test_what_is_told_with_number_and_code_is_added(visitor: Customer) -> None:
    visitor.line.complaints.append(_anonymous())
    visitor.opens().says("可以").says(f"查投诉 T261123-0001 {CODE} 还漏电").hears("补充的交给同事了")
    assert [each.text for each in visitor.line.added()] == ["还漏电"]
    assert visitor.line.concealed()


@pytest.mark.roads
@pytest.mark.parametrize("words", ["谢谢", "怎么样了", "的进度", "。"])
def test_how_it_is_asked_for_is_not_added(visitor: Customer, words: str) -> None:
    visitor.line.complaints.append(_anonymous())
    visitor.opens().says("可以").says(f"查投诉 T261123-0001 {CODE} {words}").hears("已受理")
    assert visitor.line.added() == []


@pytest.mark.roads
def test_before_consent_it_is_told_and_added_to(visitor: Customer) -> None:
    """They agreed when they registered it."""
    visitor.line.complaints.append(_anonymous())
    visitor.says(f"查投诉 T261123-0001 {CODE} 还漏电").hears("已受理", "补充的交给同事了", "想补充")
    visitor.hears_not("可以开始吗").says("昨天又跳闸").hears("没有您的名字", "想补充").hears_not("可以开始吗")
    assert [each.text for each in visitor.line.added()] == ["还漏电", "昨天又跳闸"]
    assert len(visitor.line.concealed()) == 2
    visitor.says("我要投诉").hears("可以开始吗")
    assert visitor.line.consents() == []


def _anonymous() -> Any:
    return Complain("T261123-0001", "灯不亮", anonymous=True, code=CODE)


@pytest.mark.parametrize("state", ["erasing", "case"])
def test_the_new_states_help_and_can_be_left(state: str) -> None:
    line, customer = at(state)
    customer.says("帮助").hears("随时可以说")
    customer.says("返回").is_at(2, of=6)
    assert line.talk.state == "asking"


@pytest.mark.parametrize(
    "said", ["delete my phone number only", "only delete my photos", "please erase my address"]
)
def test_a_part_to_be_erased_is_told_in_english(visitor: Customer, said: str) -> None:
    visitor.opens().picks_first().says("speak English").says(said).hears("only register deleting everything")


@pytest.mark.parametrize("words", ["不后悔，删", "不反悔", "不後悔，刪", "绝不后悔，全部删除"])
def test_who_will_not_regret_it_does_not_hesitate(surveyed: Customer, words: str) -> None:
    surveyed.says("删除我的信息").says(words).hears_not("什么都没有动")


@pytest.mark.parametrize("words", ["后悔了", "我反悔了", "我後悔了"])
def test_who_regrets_it_has_it_let_be(surveyed: Customer, words: str) -> None:
    surveyed.says("删除我的信息").says(words).hears("什么都没有动")
