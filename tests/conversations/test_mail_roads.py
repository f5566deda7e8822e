"""The same over the running door: real bytes are read, and everything stands in the database."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.message import Outbound
from storage import db
from storage.conversations import moving
from storage.conversations.transcript import transcript
from storage.tables import complaint_entries, files, invitations, outbox
from tests.conversations.mails import Writer
from tests.conversations.roads import EmailLine, WebLine

pytestmark = pytest.mark.parametrize("road", ["email"], indirect=True)

Enters = Callable[[str | None], EmailLine]


@pytest.fixture
def line(enters: Enters) -> EmailLine:
    return enters("satisfaction")


def test_a_survey_in_two_replies(line: EmailLine) -> None:
    writer = Writer(line).is_invited().is_asked(1, 2, 3, 4, 5)
    assert writer.mail
    assert writer.mail.subject == "青禾家居：顾客满意度问卷"
    writer.writes("1. 满意\n2. 2分，太慢了\n3. 满意\n4. 满意").is_asked(5).writes("满意").is_asked(6)
    writer.writes("包装可以再结实一点。").reads("谢谢您抽时间")
    assert {key: row.value for key, row in line.answers().items()} == {
        "quality": "4",
        "delivery": "2",
        "service": "4",
        "price": "4",
        "communication": "4",
        "words": "包装可以再结实一点。",
    }
    assert [state for state, _ in line.ends()] == ["completed"]
    assert line.consents() == [True]
    i = invitations.c
    (row,) = line.house.rows(select(i.state).where(i.address == line.address[1]))
    assert row.state == "returned"


def test_a_mail_is_answered_by_one_row(line: EmailLine) -> None:
    Writer(line).is_invited().writes("1. 满意\n\n另外，你们是谁？\n发自我的iPhone", "一.png", "二.png")
    o = outbox.c
    assert len(line._of(outbox, o.conversation_id, o.seq)) == 2


def test_answers_between_the_quoted_questions(line: EmailLine) -> None:
    writer = Writer(line).is_invited()
    first, third = writer.line_of(1), writer.line_of(3)
    writer.writes("", pieces=((first, "挺满意的"), (third, "一般吧"))).is_asked(2, 4, 5)
    assert {key: row.value for key, row in line.answers().items()} == {"quality": "4", "service": "3"}


def test_the_quoted_mail_below_counts_for_nothing(line: EmailLine) -> None:
    Writer(line).is_invited().writes("5. 非常满意").is_asked(1, 2, 3, 4)
    assert {key: row.value for key, row in line.answers().items()} == {"communication": "5"}


def test_a_complaint_with_evidence_is_supplied(enters: Enters) -> None:
    line = enters(None)
    writer = Writer(line).writes("我要投诉：沙发用了三天就塌了，没人管。", "塌了.png")
    (found,) = line.complaints
    writer.reads(found.number, "附件作为证据").is_asked(1, 2, 3, 4)
    writer.writes("1. 三人沙发\n2. QH20261101\n4. 退款").reads("补充的收到了")
    (found,) = line.complaints
    assert (found.product, found.order_number, found.occurred, found.remedy) == (
        "三人沙发",
        "QH20261101",
        "",
        "退款",
    )
    e, f = complaint_entries.c, files.c
    assert [row.kind for row in line.house.rows(select(e.kind).where(e.complaint_id == found.id))] == [
        "added"
    ]
    assert len(line._of(files, f.conversation_id, f.id)) == 1
    assert line.consents() == [True]


def test_gone_on_with_in_the_web_chat_and_back(line: EmailLine) -> None:
    writer = Writer(line).is_invited().writes("1. 满意\n2. 满意").writes("换个地方继续").is_asked(3, 4, 5)
    page = WebLine(line.house)
    assert "服务态度" in page.send("text", _code(writer.mail))[-1].text
    page.send("text", "4")
    writer.writes("你好").reads_not("服务态度")
    code = _code(*page.send("text", "换个地方继续"))
    writer.writes(code).reads("接着").reads_not("没说完").is_asked(4, 5)
    writer.writes("4. 满意\n5. 满意").is_asked(6)
    assert line.talk.scores.keys() == {"quality", "delivery", "service", "price", "communication"}
    line.house.run(page.leaves())


def test_who_asks_after_a_complaint_by_its_code_leaves_the_talk_where_it_went(line: EmailLine) -> None:
    writer = Writer(line).is_invited().writes("1. 满意\n2. 满意").writes("换个地方继续")
    page = WebLine(line.house)
    page.send("text", _code(writer.mail))
    writer.writes("T261101-0001 ABCD-2345").reads_not("服务态度").is_asked()
    assert "价格" in page.send("text", "4")[-1].text
    line.house.run(page.leaves())


@pytest.mark.parametrize("answered", [True, False])
def test_a_reply_is_an_answer_though_the_talk_went_on_in_the_web_chat(
    line: EmailLine, answered: bool
) -> None:
    """The link in a mail leads there, and whoever opens it may reply all the same."""
    writer = Writer(line).is_invited()
    if answered:
        writer.writes("1. 满意")
    page = WebLine(line.house)
    page.send("open", start=f"c_{_given(line)}")
    assert not line._heard(line._known)
    writer.writes("2. 3\n3. 4").reads("2. 交付与物流：3 分", "3. 服务态度：4 分").is_asked(
        *([4, 5] if answered else [1, 4, 5])
    )
    found = {key: row.value for key, row in line.answers().items()}
    assert found == {"delivery": "3", "service": "4"} | ({"quality": "4"} if answered else {})
    i = invitations.c
    (row,) = line.house.rows(select(i.state).where(i.address == line.address[1]))
    assert row.state == "begun"
    line.house.run(page.leaves())


def _given(line: EmailLine) -> str:
    """The code that the page behind the link makes."""
    (row,) = line._rows()
    with db.writing(line.house.engine) as session:
        return moving.give(session, row.id, line.now).replace("-", "")


def _code(*said: Outbound | None) -> str:
    """The code to go on elsewhere with that stands there."""
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", "\n".join(each.text for each in said if each))
    assert found
    return found[0]


def test_staff_read_what_was_asked(line: EmailLine) -> None:
    Writer(line).is_invited()
    with db.reading(line.house.engine) as session:
        (row,) = line._rows()
        (said,) = transcript(session, row.id)
    assert "【您的感受】\n1. 您用下来" in said.text


def test_reminders_of_what_is_half_done_come_as_one_mail(line: EmailLine) -> None:
    Writer(line).is_invited().writes("1. 满意\n2. 满意")
    (mail,) = line.due("remind")
    assert [each.number for each in mail.asks] == [3, 4, 5]
