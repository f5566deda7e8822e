"""A suggestion or praise by mail: kept, offered to be registered, and registered on a yes."""

import pytest

from tests.conversations.conftest import Enters
from tests.conversations.direct import RESERVED, survey
from tests.conversations.mails import MailLine, Writer
from tests.conversations.roads import EmailLine


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
    stranger.writes("我有个建议：门口装个雨棚").writes(yes).reads("已登记")
    assert (line.registered().kind, line.registered().story) == ("suggestion", "我有个建议：门口装个雨棚")


@pytest.mark.parametrize("no", ["不同意登记", "登记什么？", "要登记的话颜色要浅"])
def test_what_is_no_yes_registers_nothing(stranger: Writer, line: MailLine, no: str) -> None:
    stranger.writes("我有个建议：门口装个雨棚").writes(no)
    assert not line.complaints


@pytest.mark.parametrize(
    "letters",
    [
        ["匿名，我有个建议：门口装个雨棚", "登记"],
        ["我有个建议：门口装个雨棚", "匿名", "登记"],
        ["我有个建议：门口装个雨棚", "登记，不要留名字"],
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
