"""Talks in which the case file of a complaint is asked for: it comes at once, over the same channel, and to
nobody else."""

from datetime import timedelta

import pytest

from storage import complaints, db
from tests.conversations.conftest import Comes, Enters
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine
from tests.conversations.mails import MailLine, Writer
from tests.conversations.roads import EmailLine, RoadLine

STORY = "柜子门板裂了一道口子，昨天送来的"
FILE = ("的经过", STORY, "我们答复：新的今天寄出。", "您不接受")


def complained(comes: Comes) -> Customer:
    return _told(comes).says("提交")


def _told(comes: Comes) -> Customer:
    visitor = comes(None).opens().picks_first().says("投诉").says(STORY)
    while visitor.line.talk.state == "facts":
        visitor.says("跳过")
    return visitor


def number(customer: Customer) -> str:
    return str(customer.line.complaints[-1].number)


@pytest.mark.roads("webchat", "telegram")
def test_who_refuses_is_told_of_the_case_file_and_gets_it(road: str, comes: Comes) -> None:
    customer = complained(comes)
    customer.line.handles(number(customer), "answer")
    customer.says("不接受").hears("12315", "说「我要案卷」").says("我要案卷").hears("哪里不能接受")
    customer.hears(*(FILE if road != "step" else ["案卷"])).says("门还是关不上")
    assert customer.line.notes(number(customer)) == ["门还是关不上"]
    if isinstance(customer.line, RoadLine):
        _staff_note(customer.line, "内部：供应商的错")
    customer.says(f"案卷 {number(customer)}").hears_not("内部").hears(
        "案卷" if road == "step" else "门还是关不上"
    )


@pytest.mark.parametrize("road", ["step", "email"], indirect=True)
def test_by_mail_too_and_nothing_is_asked_on(road: str, enters: Enters) -> None:
    line = MailLine(None) if road == "step" else enters(None)
    assert isinstance(line, MailLine | EmailLine)
    writer = Writer(line).writes("我要投诉：沙发用了三天就塌了，没人管。")
    found = str(line.complaints[-1].number)
    line.handles(found, "answer")
    writer.writes("不接受。").reads("12315", "说「我要案卷」")
    writer.writes("您好：\n请把案卷给我。\n\n此致\n敬礼")
    writer.reads(*(["沙发用了三天就塌了", "您不接受"] if road == "email" else ["案卷"])).reads_not(
        "可以开始吗"
    )
    assert line.notes(found) == []


ASKS = """
我要案卷|把案卷给我|请把案卷发给我|给我一份记录|案卷|能给我案卷吗？|我想要这件投诉的案卷|投诉记录发我一份
我要案卷，谢谢|給我案卷|請把投訴紀錄傳給我|給我一份紀錄|case file|I want the case file, please
Please send me a copy of my complaint record|can I have the case file of my complaint?
"""
NOT = "不要案卷|案卷是什么时候烧的|把我的聊天记录给我|记录一下门又坏了|I opened a case"


@pytest.mark.parametrize("said", [each for line in ASKS.strip().splitlines() for each in line.split("|")])
def test_it_is_asked_for_in_own_words(comes: Comes, said: str) -> None:
    complained(comes).says(said).hears("案卷：双方说过的话")


@pytest.mark.parametrize("said", NOT.split("|"))
def test_words_that_do_not_ask_for_it(comes: Comes, said: str) -> None:
    complained(comes).says(said).hears_not("双方说过的话")


def test_said_with_the_refusal_it_comes_with_it(comes: Comes) -> None:
    customer = complained(comes)
    customer.line.handles(number(customer), "answer")
    customer.says("不接受，给我案卷").hears("双方说过的话", "12315", "哪里不能接受")
    assert (customer.line.state_of(number(customer)), customer.line.notes(number(customer))) == (
        "refused",
        [],
    )


def test_of_several_it_is_told_how_to_get_another_ones(comes: Comes) -> None:
    customer = complained(comes)
    first = number(customer)
    customer.says("投诉").says("椅子腿也断了")
    for _ in range(5):
        customer.says("跳过" if customer.line.talk.state == "facts" else "提交")
    customer.line.handles(first, "answer", "refuse")
    customer.says("我要案卷").hears(f"案卷 {number(customer)}")
    customer.says(f"案卷 {number(customer)}").hears("双方说过的话").hears_not("要别的")


def test_the_same_is_given_once_in_some_minutes(comes: Comes) -> None:
    customer = complained(comes).says("我要案卷").hears("双方说过的话")
    customer.says("我要案卷").hears("刚给过您").hears_not("双方说过的话")
    customer.line.now += timedelta(minutes=6)
    customer.says("我要案卷").hears("双方说过的话")


@pytest.mark.roads("webchat")
def test_nobody_elses_is_handed_over(comes: Comes) -> None:
    theirs = number(complained(comes))
    stranger = comes(None)
    stranger.opens().picks_first().says(f"案卷 {theirs}9").hears("没有找到").hears_not("口子")
    stranger.says("我要案卷").hears("还没有登记过投诉").hears_not("口子")
    if not isinstance(stranger.line, DirectLine):
        stranger.says(f"案卷 {theirs}").hears("没有找到").hears_not("口子")


@pytest.mark.parametrize("road", ["webchat"], indirect=True)
def test_without_a_name_by_its_code_before_consent(comes: Comes) -> None:
    owner = complained_unnamed(comes)
    said = "\n".join(each.text for each in owner.heard)
    code = said.partition("口令：")[2][:9]
    shown = said.partition("投诉号：")[2].partition("\n")[0].strip()
    elsewhere = comes(None).opens().says(f"查投诉 {shown} {code}").hears("已受理").hears_not("可以开始吗")
    elsewhere.says("我要案卷").hears("的经过", STORY, "想补充").hears_not("可以开始吗")
    asked = f"{shown.replace('-', '–')} 怎么样了"
    elsewhere.says(asked).hears("已受理", "想补充").hears_not("没有找到", "可以开始吗")
    line = elsewhere.line
    assert isinstance(line, RoadLine)
    assert line.consents() == []
    elsewhere.says("好了").says("我要案卷").hears_not(STORY)


def complained_unnamed(comes: Comes) -> Customer:
    return _told(comes).says("匿名提交")


def _staff_note(line: RoadLine, text: str) -> None:
    with db.writing(line.house.engine) as session:
        complaints.note(session, line.complaints[-1].id, line.house.staff, text, line.now)
