"""The customers of these tests write what their programs would: our own reader reads it as they meant it."""

from datetime import UTC, datetime

import pytest

from bot.mail import read
from bot.mail.writing import Mailbox, Outgoing, Question, write
from bot.mail.writing.outgoing import Choice
from tests.mail import quoting, styles

SAID = "1. 4，挺快的\n2. 不满意，杯子口有缺"
ASKED = "送货速度满意吗？", "质量满意吗？"


def mail() -> quoting.Quoted:
    levels = tuple(Choice(str(value), label) for value, label in ((1, "不满意"), (2, "一般"), (3, "满意")))
    raw = write(
        Outgoing(
            sender=Mailbox("service@feedback.example", "青禾家居"),
            to=Mailbox("wang@qq.example"),
            reply_to="service+abcdefghijklmnopqrst@feedback.example",
            subject="请您说说这次购物",
            date=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
            message_id="<abcdefghijklmnopqrst.1@feedback.example>",
            text="您好！请直接回复这封邮件。",
            asks=tuple(Question(place, text, levels) for place, text in enumerate(ASKED, 1)),
            signed="青禾家居",
            language="zh-CN",
        )
    )
    return quoting.quoted(quoting.parsed(raw))


@pytest.mark.parametrize("style", styles.STYLES)
def test_each_style_is_read_as_it_was_said(style: str) -> None:
    old = mail()
    read_back = read(styles.written(styles.STYLES[style](old, SAID), old, "wang@qq.example", "王先生"))
    assert (read_back.kind, read_back.text) == ("reply", SAID)
    assert read_back.token == "abcdefghijklmnopqrst"
    assert read_back.in_reply_to == old.message_id


def test_answers_between_the_lines_stand_with_their_question() -> None:
    old = mail()
    body = styles.between(old, {"1. ": "3", "2. ": "一般，杯子口有缺"})
    read_back = read(styles.written(body, old, "wang@qq.example", ""))
    assert [tuple(piece) for piece in read_back.pieces] == [
        (f"1. {ASKED[0]}", "3"),
        (f"2. {ASKED[1]}", "一般，杯子口有缺"),
    ]
