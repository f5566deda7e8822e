"""A suggestion or praise by mail: kept, offered to be registered, and registered on a yes."""

from datetime import datetime

import pytest

from bot.conversation.effects import Conceal, Supply
from tests.conversations.conftest import Enters
from tests.conversations.direct import MONDAY, RESERVED, survey
from tests.conversations.mails import MailLine, Writer
from tests.conversations.roads import EmailLine
from tests.conversations.test_every_talk import WISHES

ROOF = "我有个建议：门口装个雨棚"
MAY_BE_ONE = "灯不亮了，等了一个星期没人来修"
"""A complaint, perhaps: it is offered to be registered as one."""

ENDS = ("cancel", "skip", "unsubscribe", "refuse_consent", "wrong_person")
"""Wishes that are a no to what is on offer."""


@pytest.fixture
def line() -> MailLine:
    return MailLine(None)


@pytest.fixture
def stranger(line: MailLine) -> Writer:
    """Nothing is on offer."""
    return Writer(line)


@pytest.mark.parametrize(
    ("words", "offer", "kind"),
    [
        ("您好，我有个建议：门口装个雨棚，下雨天好进出。", "给我们的建议吗", "suggestion"),
        ("我要表扬安装的王师傅，下雨天也准时到。", "要表扬吗", "praise"),
    ],
)
def test_it_is_registered_on_a_yes(
    stranger: Writer, line: MailLine, words: str, offer: str, kind: str
) -> None:
    stranger.writes(words).reads(offer, words, "回信写「登记」", "也可以要求删除")
    assert not line.complaints
    stranger.writes("登记").reads(RESERVED, "已登记", "隐私说明").reads_not("是哪个产品", "投诉号")
    assert (line.registered().kind, line.registered().story) == (kind, words)


def test_more_may_be_told_and_it_may_be_left(stranger: Writer, line: MailLine) -> None:
    stranger.writes("我想提个建议").reads("什么建议").writes("说明书里的字再大一点").reads(
        "字再大一点", "登记"
    )
    stranger.writes("图也画大一点吧，老人看不清楚").reads("字再大一点", "老人看不清楚")
    stranger.writes("不用了").reads("不登记", "您的话留下了")
    assert not line.complaints


@pytest.mark.parametrize(
    "yes",
    ["好的，登记", "同意登记", "是建议，请登记", "您好：\n请登记。\n\n此致\n敬礼\n王芳", "登记吧，谢谢"],
)
def test_a_yes_is_heard_with_what_stands_beside_it(stranger: Writer, line: MailLine, yes: str) -> None:
    stranger.writes(ROOF).writes(yes).reads("已登记")
    assert (line.registered().kind, line.registered().story) == ("suggestion", ROOF)


@pytest.mark.parametrize("no", ["不同意登记", "登记什么？", "要登记的话颜色要浅"])
def test_what_is_no_yes_registers_nothing(stranger: Writer, line: MailLine, no: str) -> None:
    stranger.writes(ROOF).writes(no)
    assert not line.complaints


@pytest.mark.parametrize(
    "letters",
    [
        ["匿名，我有个建议：门口装个雨棚", "登记"],
        [ROOF, "匿名", "登记"],
        [ROOF, "登记，不要留名字"],
    ],
)
def test_without_a_name_only_on_a_yes_too(stranger: Writer, line: MailLine, letters: list[str]) -> None:
    *before, last = letters
    for words in before:
        stranger.writes(words).reads("登记下来").reads_not("可以开始吗")
    assert not line.complaints
    stranger.writes(last).reads("编号：", "口令")
    assert (line.registered().kind, line.registered().anonymous) == ("suggestion", True)


@pytest.mark.parametrize("road", ["email"], indirect=True)
def test_on_the_road_it_is_registered_and_answered(road: str, enters: Enters) -> None:
    road_line = enters(None)
    assert isinstance(road_line, EmailLine)
    writer = Writer(road_line).writes("我有个建议：门口装个雨棚，下雨天好进出。").reads("回信写「登记」")
    writer.writes("登记").reads("已登记")
    (kept,) = road_line.complaints
    assert (kept.kind, kept.story) == ("suggestion", "我有个建议：门口装个雨棚，下雨天好进出。")
    told = road_line.handles(kept.number, "answer", "close", outcome="adopted")
    assert any("采纳" in each.text for each in told)
    writer.writes("我的投诉").reads(kept.number, "已经答复您了").reads_not("重新处理")


def test_it_may_be_a_complaint_after_all(stranger: Writer, line: MailLine) -> None:
    stranger.writes("建议你们的师傅别再迟到了").reads("给我们的建议吗").writes("投诉").reads(
        RESERVED, "投诉号"
    )
    assert line.registered().kind == "complaint"


def test_beside_a_survey_nothing_is_registered_without_a_yes() -> None:
    line = MailLine(survey("satisfaction"))
    writer = Writer(line).is_invited().writes("不用了").writes("问卷").writes("表扬")
    writer.writes("王师傅下雨天也准时到")
    assert not line.complaints
    writer.writes("算了")
    assert (line.talk.draft, line.complaints) == (None, [])


@pytest.mark.parametrize("offered", [ROOF, MAY_BE_ONE])
@pytest.mark.parametrize("intent", [each for each, said in WISHES.items() if said.before])
def test_every_wish_over_an_offer_is_granted(
    stranger: Writer, line: MailLine, offered: str, intent: str
) -> None:
    words = WISHES[intent].words
    if words.startswith("/") or (offered == MAY_BE_ONE and intent in ("suggestion", "praise")):
        return  # no button is in a mail; what is suggested beside a complaint belongs to it
    stranger.writes(offered).writes(words)
    if intent == "complaint":
        assert line.registered().story == offered
    elif offered == MAY_BE_ONE and intent in ("question", "offtopic"):
        stranger.reads("您的话留下了")
    else:
        stranger.reads_not("您的话留下了，同事看得到。要投诉")
    if intent in ("human", "crisis"):
        assert line.called()[-1] == intent
    left = line.talk.draft.story if line.talk.draft else ""
    assert left.startswith(offered) or intent in ("complaint", *ENDS)
    assert bool(line.complaints) == (intent == "complaint")


def test_what_is_asked_after_an_aside_is_what_is_on_offer(stranger: Writer, line: MailLine) -> None:
    stranger.writes(ROOF).writes("我要案卷").reads("还没有登记过", "要登记，回信写").reads_not("可以开始吗")
    stranger.writes("T261122-0057 怎么样了").reads("没有找到", "要登记，回信写").reads_not("可以开始吗")
    stranger.writes("删除我的信息").reads("找不回来").reads_not("要登记，回信写").writes("好的")
    assert not line.complaints


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("我要投诉：沙发塌了，没人管。", f"{ROOF}\n我要投诉：沙发塌了，没人管。"),
        ("我要投诉你们，沙发塌了", f"{ROOF}\n我要投诉你们，沙发塌了"),
        *((name, ROOF) for name in ("投诉", "好的，投诉。", "那就登记为投诉吧，谢谢", "我要投诉你们！")),
    ],
)
def test_a_complaint_after_all_has_all_that_was_told(
    stranger: Writer, line: MailLine, words: str, kept: str
) -> None:
    stranger.writes(ROOF).writes(words)
    assert (line.registered().kind, line.registered().story) == ("complaint", kept)


def test_its_facts_are_read_from_all_of_it(stranger: Writer, line: MailLine) -> None:
    stranger.writes(f"{ROOF}，订单号 12345678 送货那天就淋湿了").writes("投诉").reads_not("订单号是多少")
    assert line.registered().order_number == "12345678"


def test_without_a_name_it_is_hidden_from_its_first_word_on(stranger: Writer, line: MailLine) -> None:
    stranger.writes(f"{ROOF}。匿名").writes("投诉").reads("投诉号", "口令")
    begun = datetime.fromisoformat("2026-11-23T02:00:20+00:00")
    assert (begun - MONDAY).seconds == 20
    assert [each.since for each in line.effects if isinstance(each, Conceal)] == [begun]


@pytest.mark.parametrize(
    "letters",
    [
        ["我要投诉", f"匿名，{ROOF}"],
        ["我要投诉你们", ROOF],
        [ROOF, "我要表扬王师傅"],
        [ROOF, "匿名，我要表扬王师傅"],
    ],
)
def test_what_is_begun_first_is_told_first(stranger: Writer, line: MailLine, letters: list[str]) -> None:
    first, second = letters
    stranger.writes(first)
    before = line.talk.draft
    stranger.writes(second).reads("先把它说完")
    assert (line.talk.draft, line.complaints) == (before, [])


def test_a_complaint_without_a_name_is_none_of_the_other_kinds(stranger: Writer, line: MailLine) -> None:
    stranger.writes("我想提个建议").writes("匿名投诉").reads("投诉不留名字也可以", "发生了什么")
    stranger.writes("沙发塌了，没人来修").reads("投诉号", "口令")
    assert (line.registered().kind, line.registered().story) == ("complaint", "沙发塌了，没人来修")


def test_a_question_about_it_is_answered_and_not_added(stranger: Writer, line: MailLine) -> None:
    stranger.writes(ROOF).writes("什么时候答复我？").reads("登记以后由同事看过", "要登记，回信写")
    assert line.talk.draft
    assert line.talk.draft.story == ROOF
    stranger.writes("好的，多久答复我？").reads("已登记")
    assert line.registered().story == ROOF
    assert [each.text for each in line.effects if isinstance(each, Supply)] == ["多久答复我？"]


@pytest.mark.parametrize(
    "words", ["请问投诉电话是多少？", "请问投诉找谁", "客诉单怎么填", "你们收到我的投诉了吗"]
)
def test_who_only_asks_about_complaining_complains_of_nothing(
    stranger: Writer, line: MailLine, words: str
) -> None:
    stranger.writes(words)
    assert (line.talk.draft, line.complaints) == (None, [])


FACTS = "产品：沙发\n订单号：B123456\n"


@pytest.mark.parametrize("words", ["顺便提个建议：包装换厚一点", "另外，我想表扬一下师傅，很热情"])
@pytest.mark.parametrize("facts", ["", FACTS])
def test_beside_open_facts_it_is_offered_on_its_own(line: MailLine, words: str, facts: str) -> None:
    writer = Writer(line).writes("我要投诉：沙发用了三天就塌了，没人管。")
    writer.writes(facts + words).reads("登记")
    draft = line.talk.draft
    assert draft
    assert draft.story in words
    told = [each for each in line.effects if isinstance(each, Supply)]
    assert [each.text for each in told] == ([facts.strip()] if facts else [])
    assert len(line.complaints) == 1
    writer.writes("好的").reads("已登记")
    assert line.complaints[-1].kind == draft.purpose
    if not facts:
        writer.writes("订单号：B123456")
        assert [dict(each.facts) for each in line.effects if isinstance(each, Supply)] == [
            {"order_number": "B123456"}
        ]


def test_what_only_urges_beside_facts_belongs_to_the_complaint(line: MailLine) -> None:
    writer = Writer(line).writes("我要投诉：沙发用了三天就塌了，没人管。").writes("建议你们快点处理")
    assert not line.talk.draft
    assert [each.text for each in line.effects if isinstance(each, Supply)] == ["建议你们快点处理"]
    assert writer.mail
