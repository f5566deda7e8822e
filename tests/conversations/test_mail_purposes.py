"""A suggestion or praise by mail: kept, offered to be registered, and registered on a yes."""

import pytest

from tests.conversations.direct import RESERVED, survey
from tests.conversations.mails import MailLine, Writer


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
