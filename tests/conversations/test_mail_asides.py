"""What stands beside the answers of a mail, and what is asked of us in place of answering: nobody's words
vanish, and nobody is asked on who wants something else."""

import pytest

from bot.conversation.effects import Invited
from tests.conversations.direct import survey
from tests.conversations.mails import MailLine, Writer

ALL = "1. 5\n2. 5\n3. 4\n4. 4\n5. 4"


@pytest.fixture
def writer() -> Writer:
    """Five items in a section, a last word in another; new, and invited."""
    return Writer(MailLine(survey("satisfaction"))).is_invited()


# Questions beside the answers


@pytest.mark.parametrize(
    "text",
    [
        f"{ALL}\n\n保修卡什么时候补给我？都等了三个星期了",
        "1. 5\n2. 4\n\n请问保修卡怎么补",
        f"请问保修卡怎么补？\n\n{ALL}",
        f"{ALL}\n保修卡什么时候补给我？",
        "1. 5，保修卡什么时候补给我？\n2. 4",
        f"{ALL}\n\n上次修的抽屉又卡住了，一直没人来看。",
    ],
)
def test_what_is_asked_beside_the_answers_goes_to_a_colleague(writer: Writer, text: str) -> None:
    writer.writes(text).reads("1. 产品质量：5 分", "您另外写的话", "同事")
    assert writer.line.called() == ["human"]


@pytest.mark.parametrize(
    "tail",
    [
        "谢谢！",
        "此致\n敬礼！\n王小明",
        "祝好\n李雷",
        "祝您工作顺利！\n王小明",
        "辛苦了",
        "以上是我的回答，谢谢。",
        "希望你们越办越好！",
        "用着很好，师傅也很专业，下次还来。",
        "张伟\n青禾路 12 号",
    ],
)
def test_a_farewell_calls_nobody(writer: Writer, tail: str) -> None:
    writer.writes(f"您好，我的回答如下：\n\n{ALL}\n\n{tail}").reads("记下了").reads_not("另外写的话")
    assert writer.line.called() == []


def test_a_grumble_beside_an_answer_asks_for_no_help(writer: Writer) -> None:
    writer.writes("1. 2，你们是怎么搞的？\n2. 4").reads("1. 产品质量：2 分").reads_not("点按钮", "人工")


def test_what_can_be_answered_is(writer: Writer) -> None:
    writer.writes("1. 5\n2. 4\n\n你们是谁？").reads("1. 产品质量：5 分", "青禾家居的小助手")
    writer.is_asked(3, 4, 5)
    assert writer.line.called() == []


def test_what_is_said_of_the_others_is_no_aside(writer: Writer) -> None:
    writer.writes("1. 2分\n\n其他几项我都比较满意").reads_not("另外写的话")
    assert writer.line.called() == []


def test_a_question_beside_the_answers_in_english() -> None:
    writer = Writer(MailLine(survey("satisfaction"))).writes("Hello, are you open on Sunday?")
    writer.is_invited().writes("1. 5\n2. 4\n\nWhen will you send the invoice to me?").reads("a colleague")
    assert writer.line.called() == ["human", "human"]


def test_a_question_beside_the_answers_in_traditional_characters(writer: Writer) -> None:
    writer.line.send("text", "繁體中文")
    writer.writes("1. 5\n2. 4\n\n請問保修卡什麼時候補給我？").reads("您另外寫的話", "同事")
    assert writer.line.called() == ["human"]


# One's own data


@pytest.mark.parametrize("begun", ["", "1. 5\n2. 4"])
def test_who_asks_for_their_data_is_not_asked_the_questions_again(writer: Writer, begun: str) -> None:
    if begun:
        writer.writes(begun)
    writer.writes("我要看我的数据").reads("编号 R", "下载链接").is_asked()
    writer.writes("3. 4").reads("3. 服务态度：4 分")


@pytest.mark.parametrize("begun", ["", "1. 5\n2. 4"])
@pytest.mark.parametrize("yes", ["是的", "确定"])
def test_who_is_to_be_forgotten_is_asked_nothing_more(writer: Writer, begun: str, yes: str) -> None:
    if begun:
        writer.writes(begun)
    writer.writes("删除我的资料").reads("确定要删除").writes(yes).reads("编号 R").is_asked()
    assert [each.kind for each in writer.line.requests()] == ["erase"]
    moves = [each.trigger for each in writer.line.effects if isinstance(each, Invited)]  # type: ignore[attr-defined]
    assert "decline" in moves or [state for state, _ in writer.line.ends()] == ["stopped"]
    writer.writes("好的，谢谢").gets_nothing()


def test_answers_with_the_wish_for_ones_data_are_kept(writer: Writer) -> None:
    writer.writes("1. 5\n2. 4\n\n把我的数据给我").reads("1. 产品质量：5 分", "编号 R").is_asked()
    writer.writes("3. 4").is_asked(4, 5)


def test_a_stranger_to_be_forgotten_gets_no_questions() -> None:
    writer = Writer(MailLine(survey("satisfaction"))).writes("删除我的资料").writes("确定")
    writer.reads("编号 R").is_asked()


# A complaint amid the survey


@pytest.mark.parametrize("yes", ["确认", "好的", "是的"])
def test_a_yes_to_a_complaint_amid_the_survey_goes_on_with_it(writer: Writer, yes: str) -> None:
    writer.writes("1. 5\n\n我要投诉，送货的人把门撞坏了").reads("投诉号")
    writer.writes(yes).reads("问卷").is_asked(2, 3, 4, 5).writes("2. 4").is_asked(3, 4, 5)
    assert not writer.line.supplied()  # type: ignore[attr-defined]


def test_thanks_for_it_are_not_answered(writer: Writer) -> None:
    writer.writes("1. 5\n\n我要投诉，送货的人把门撞坏了").writes("收到，谢谢").gets_nothing()


# Of a complaint: how it stands, and facts that nobody knows


@pytest.mark.parametrize("offered", [None, "satisfaction"])
@pytest.mark.parametrize(
    "text",
    [
        "T261123-0001怎么样了？",
        "您好：\n我想问一下T261123-0001的进度。\n谢谢",
        "請問 T261123-0001 處理好了嗎",
        "T261123-0001",
    ],
)
def test_a_stranger_who_names_a_number_is_told_nothing_but_how_to(offered: str | None, text: str) -> None:
    line = MailLine(survey(offered) if offered else None)
    Writer(line).writes(text).reads("T261122-0057 ABCD-EFGH").reads_not("可以开始吗", "产品质量", "投诉的话")
    assert (line.called(), line.consents(), line.talk.draft) == ([], [], None)


def test_whose_it_is_is_told_how_it_stands_by_its_number() -> None:
    line = MailLine(None)
    writer = Writer(line).writes("我要投诉：沙发用了三天就塌了，没人管。")
    number = line.complaints[-1].number
    writer.writes(f"请问 {number} 办得怎么样了？").reads(number, "已受理", "接下来")
    assert line.notes(number) == []


@pytest.mark.parametrize(
    "text", ["不清楚", "忘了", "没有订单号，谢谢", "没有", "2. 没有\n3. 不记得了", "我不知道"]
)
def test_what_nobody_knows_of_a_complaint_is_no_supplement(text: str) -> None:
    line = MailLine(None)
    writer = Writer(line).writes("我要投诉：沙发用了三天就塌了，没人管。").is_asked(1, 2, 3, 4)
    writer.writes(text).reads("不知道的先空着", line.complaints[-1].number).reads_not("可以开始吗")
    assert (line.supplied(), line.talk.fact) == ([], "")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("1. 沙发\n2. 没有\n3. 忘了", {"product": "沙发"}),
        ("没有订单号，11月3日，退款", {"occurred": "11月3日", "remedy": "退款"}),
        ("订单号不记得了，打这个电话也行，13800000000", {}),
    ],
)
def test_what_is_known_beside_it_is_set(text: str, facts: dict[str, str]) -> None:
    line = MailLine(None)
    Writer(line).writes("我要投诉：沙发塌了，没人管。").writes(text).reads("补充的收到了")
    assert [dict(each.facts) for each in line.supplied()] == [facts]


@pytest.mark.parametrize("text", ["我想咨询一下沙发的保修期是多久？", "我想咨询一下", "请转人工"])
def test_a_stranger_who_wants_a_person_is_asked_nothing_on(text: str) -> None:
    line = MailLine(survey("satisfaction"))
    Writer(line).writes(text).reads("已经告诉同事了").reads_not("可以开始吗", "产品质量")
    assert (line.called(), line.complaints, line.talk.draft) == (["human"], [], None)
