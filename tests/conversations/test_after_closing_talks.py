"""Talks some weeks after a complaint was closed: did it stay right, and how was the handling? And those in
which staff wait for what the customer says, or link a chat of their own."""

import pytest

from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine
from tests.conversations.mails import MailLine, Writer

EVERYWHERE = pytest.mark.roads("webchat", "telegram")
NUMBER = "T261123-0001"


@pytest.fixture
def closed(visitor: Customer) -> Customer:
    """Their one complaint was closed; nothing is open."""
    line = visitor.opens().picks_first().line
    assert isinstance(line, DirectLine)
    line.close(NUMBER)
    return visitor


@pytest.fixture
def asked(closed: Customer) -> Customer:
    """And some weeks later the clock asks after it."""
    return closed.is_asked_after(NUMBER)


def kept(customer: Customer) -> tuple[bool | None, int | None, str, list[str]]:
    """Whether it stayed right, how the handling was, where it stands, what was told more."""
    line = customer.line
    return *line.stayed(NUMBER), line.state_of(NUMBER), line.notes(NUMBER)


def each(table: str) -> list[str]:
    return [said for line in table.strip().splitlines() for said in line.split("|")]


STAYS = """
还是好的|还是好的，谢谢|挺好的|一直很好|没再出问题|没有再出现|没问题|都正常|没有，还是好的|現在還是好的|一直都正常
still fine|It's still fine|no problems so far|it hasn't happened again|works fine, thanks|没有又出问题
还行|還可以
"""
BREAKS = """
又坏了|没有，又出问题了|又出问题了|门板又裂了|还是不行|又壞了|还没解决|it broke again|It went wrong again
it came back|no, it broke again|抽屉又开始响了|唉，又坏了
一直卡|还是卡|老样子|還是卡|still broken|same as before
"""
NEITHER = "要是又坏了怎么办|会不会又坏|又坏了吗|好的|没有|是的|又买了一个|柜子是白色的|嗯"


@pytest.mark.parametrize("said", each(STAYS))
def test_it_stayed_right_in_own_words(asked: Customer, said: str) -> None:
    asked.says(said)
    assert [choice.key for choice in asked.heard[-1].choices] == ["5", "4", "3", "2", "1"]
    assert kept(asked) == (True, None, "closed", [])


@pytest.mark.parametrize("said", each(BREAKS))
def test_it_came_back_in_own_words(asked: Customer, said: str) -> None:
    asked.says(said)
    assert kept(asked) == (False, None, "investigating", [])


@pytest.mark.parametrize("said", each(NEITHER))
def test_what_is_neither_is_asked_once_more_and_then_a_person_is_offered(asked: Customer, said: str) -> None:
    asked.says(said).hears("还是又出问题了").sees("还是好的", "又出问题了")
    asked.says(said).hears("什么都没有记", "说「人工」", "有什么可以帮您")
    assert kept(asked) == (None, None, "closed", [])


def test_a_button_counts_once_and_a_late_one_reopens_nothing_unasked(asked: Customer) -> None:
    question = asked.heard[-1]
    asked.picks("还是好的").picks("满意").hears("记下了")
    assert kept(asked) == (True, 4, "closed", [])
    asked.picks("还是好的", of=question).hears("没有照它记")
    asked.picks("又出问题了", of=question).hears("要重新处理它吗").says("是的")
    assert kept(asked)[2] == "investigating"
    asked.picks("又出问题了", of=question).hears("没有照它记")


@pytest.mark.parametrize(
    ("said", "level", "told"),
    [
        ("很满意", 5, []),
        ("1", 1, []),
        ("满意，就是慢了点", 4, ["满意，就是慢了点"]),
        ("不满意，等了三个星期", 2, ["不满意，等了三个星期"]),
        ("不想说", None, []),
    ],
)
def test_the_handling_is_rated(asked: Customer, said: str, level: int | None, told: list[str]) -> None:
    asked.says("还是好的").says(said).hears("有什么可以帮您")
    assert kept(asked) == (True, level, "closed", told)


def test_words_without_a_level_are_kept_and_the_level_is_asked_once_more(asked: Customer) -> None:
    asked.says("还是好的").says("处理得太慢了").hears("已经交给", "处理得怎么样")
    asked.says("你们态度不错").hears("有什么可以帮您")
    assert kept(asked) == (True, None, "closed", ["处理得太慢了", "你们态度不错"])


def test_what_went_wrong_is_told_with_it_after_it_or_not_at_all(asked: Customer) -> None:
    asked.says("又坏了，右边的门关不上").hears("已经重新处理", "已经交给").hears_not("这次是什么情况")
    assert kept(asked)[3] == ["右边的门关不上"]
    asked.line.handles(NUMBER, "answer", "close")
    asked.is_asked_after(NUMBER).picks("又出问题了").says("这回是左边").hears("已经交给")
    asked.line.handles(NUMBER, "answer", "close")
    asked.is_asked_after(NUMBER).picks("又出问题了").says("跳过").hears("有什么可以帮您")
    assert kept(asked)[3] == ["右边的门关不上", "这回是左边"]


def test_it_stayed_right_but_something_is_asked_about(asked: Customer) -> None:
    asked.says("还是好的，但是抽屉有点响").hears("已经交给", "还是又出问题了")
    assert kept(asked) == (None, None, "closed", ["但是抽屉有点响"])
    asked.says("还是好的")
    assert kept(asked)[0] is True


def test_it_broke_once_the_handling_was_asked_about(asked: Customer) -> None:
    asked.says("还是好的").says("等等，又坏了").hears("还是又出问题了")
    assert kept(asked) == (True, None, "closed", [])
    asked.says("又坏了").hears("已经重新处理")
    assert kept(asked)[:3] == (False, None, "investigating")


def test_without_being_asked_it_is_asked_before_anything_is_reopened(closed: Customer) -> None:
    closed.says("又坏了").hears("要重新处理它吗")
    assert kept(closed) == (None, None, "closed", [])


def test_another_customers_complaint_tells_nothing(asked: Customer) -> None:
    for key, mark in (("stayed", "stayed.T261123-0099"), ("5", "handling.T261123-0099")):
        asked._hear(asked.line.send("choice", keys=(key,), of=mark)).hears("没有照它记")
    asked._hear(asked.line.send("choice", keys=("5",), of=f"handling.{NUMBER}")).hears("没有照它记")
    assert kept(asked) == (None, None, "closed", [])


def test_in_a_survey_it_is_asked_whether_it_was_meant(surveyed: Customer) -> None:
    surveyed.line.close(NUMBER)
    surveyed.is_asked_after(NUMBER).says("门板又裂了").hears("还是又出问题了")
    assert kept(surveyed)[2] == "closed"
    surveyed.says("又出问题了").says("跳过").hears("产品质量")
    assert kept(surveyed)[2] == "investigating"


def test_in_the_middle_of_another_complaint_the_button_counts_and_that_goes_on(asked: Customer) -> None:
    question = asked.heard[-1]
    asked.says("我要投诉").picks("还是好的", of=question).hears("处理得怎么样", "发生了什么")
    rating = asked.heard[-2]
    asked.picks("满意", of=rating).hears("记下了", "发生了什么")
    assert kept(asked) == (True, 4, "closed", [])


def test_who_asks_how_it_stands_is_asked_then(asked: Customer) -> None:
    asked.says("我的投诉").hears("已办结", "还是又出问题了").says("还是好的")
    assert kept(asked)[0] is True


def test_what_was_asked_later_comes_before_what_may_be_added(closed: Customer) -> None:
    closed.line.handles(NUMBER, "reopen")
    closed.is_waited_for(NUMBER, "请问是哪一年买的？").says("去年").hears("想补充")
    closed.line.close(NUMBER)
    closed.is_asked_after(NUMBER).says("又坏了").hears("已经重新处理")
    assert kept(closed)[:3] == (False, None, "investigating")


ASKS = f"{NUMBER} 怎么样了？|查一下 {NUMBER}|{NUMBER}|{NUMBER.lower()} 到哪了|{NUMBER} status?"


@pytest.mark.parametrize("said", each(ASKS))
def test_by_its_number_it_is_told_where_it_stands(closed: Customer, said: str) -> None:
    closed.says(said).hears(NUMBER, "已办结")


def test_of_the_number_of_another_nothing_is_told(closed: Customer) -> None:
    closed.says("T261123-0099 怎么样了？").hears("没有找到").hears_not("T261123-0099")


def test_in_a_survey_it_is_told_and_that_goes_on(surveyed: Customer) -> None:
    surveyed.line.close(NUMBER)
    surveyed.says(f"{NUMBER} 怎么样了？").hears("已办结", "产品质量")
    surveyed.says(NUMBER).hears("已办结", "产品质量")


# Staff wait for what the customer says.


def test_what_staff_asked_is_answered_in_plain_words(closed: Customer) -> None:
    closed.line.handles(NUMBER, "reopen")
    closed.is_waited_for(NUMBER, "请问是哪一年买的？").says("你好").hears("有什么可以帮您")
    closed.says("我的投诉").hears("等您回复同事问的话", "同事在等您补充").says("不知道，可能是去年")
    assert kept(closed)[3] == ["不知道，可能是去年"]
    closed.says("好了").is_waited_for(NUMBER, "发票还在吗？").says("在的，我找到了").hears("已经交给", NUMBER)
    closed.says("要拍照吗").says("好了").hears("有什么可以帮您")
    assert kept(closed)[3] == ["不知道，可能是去年", "在的，我找到了", "要拍照吗"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("没有", ["没有"]),
        ("有的", ["有的"]),
        ("去年双十一买的", ["去年双十一买的"]),
        ("好的", []),
        ("谢谢", []),
    ],
)
def test_yes_and_no_are_answers_to_staff_and_courtesy_is_none(
    closed: Customer, said: str, told: list[str]
) -> None:
    closed.line.handles(NUMBER, "reopen")
    closed.is_waited_for(NUMBER, "发票还在吗？").says(said)
    assert kept(closed)[3] == told


def test_a_photo_is_an_answer_to_staff(closed: Customer) -> None:
    closed.line.handles(NUMBER, "reopen")
    closed.is_waited_for(NUMBER, "请发一张照片").sends("门.png").hears("已经交给")
    assert kept(closed)[3] == ["（发来了文件）"]


def test_a_wish_is_no_answer_to_staff(closed: Customer) -> None:
    closed.line.handles(NUMBER, "reopen")
    closed.is_waited_for(NUMBER, "请问是哪一年买的？").says("人工").hears("已经告诉同事")
    assert kept(closed)[3] == []


def test_what_it_is_called_goes_by_its_kind(closed: Customer) -> None:
    line = closed.line
    assert isinstance(line, DirectLine)
    line.kinds[NUMBER] = "suggestion"
    closed.says("我的投诉").hears(f"建议 {NUMBER}").hears_not(f"投诉 {NUMBER}")


# A chat of staff.


@pytest.mark.parametrize("channel_says", ["", "/start"])
def test_staff_link_a_chat_and_it_makes_no_customer_of_them(visitor: Customer, channel_says: str) -> None:
    line = visitor.line
    assert isinstance(line, DirectLine)
    visitor._hear(line.send("open", channel_says, start="staff-7K3D-M9QX")).hears("连上了")
    assert (line.linked(), line.talk.state) == (["7K3DM9QX"], "new")
    line.code_good = False
    visitor._hear(line.send("open", channel_says, start="staff-7K3DM9QX")).hears("现在用不了")
    assert line.linked() == ["7K3DM9QX"]
    visitor.says("你好").hears("可以开始吗")


def test_staff_may_be_customers_too(surveyed: Customer) -> None:
    before = surveyed.line.talk
    surveyed.opens("staff-7K3D-M9QX").hears("连上了")
    assert surveyed.line.talk == before


@pytest.mark.parametrize("sent", ["staff-7K3D-M9QX", " STAFF-7k3dm9qx\n", "staff-７K3D－M9QX"])
def test_the_code_may_be_sent_as_a_message(visitor: Customer, sent: str) -> None:
    line = visitor.line
    assert isinstance(line, DirectLine)
    visitor.says(sent).hears("连上了")
    assert (line.linked(), line.talk.state) == (["7K3DM9QX"], "new")
    line.code_good = False
    visitor.says(sent).hears("现在用不了")


@pytest.mark.parametrize("before", ["5", "停止", "投诉", "人工", "明天再说", "删除我的信息"])
def test_the_code_is_taken_wherever_the_talk_is(surveyed: Customer, before: str) -> None:
    surveyed.says(before)
    there = surveyed.line.talk
    surveyed.says("staff-7K3D-M9QX").hears("连上了")
    assert surveyed.line.talk == there


def test_what_only_begins_like_such_a_code_is_none(visitor: Customer) -> None:
    visitor.says("staff-7K3D-M9QX 是什么").hears_not("连上了").says("staff-7K3D").hears_not("连上了")


# By mail.


@pytest.mark.parametrize(
    ("said", "stays", "state"),
    [
        ("1", True, "closed"),
        ("2", False, "investigating"),
        ("您好：\n还是好的，谢谢。\n\n此致\n敬礼\n王芳", True, "closed"),
        ("又坏了，用了两天又塌了。", False, "investigating"),
        ("沙发的颜色有点旧。", None, "closed"),
        ("谢谢", None, "closed"),
    ],
)
def test_a_reply_by_mail(said: str, stays: bool | None, state: str) -> None:
    writer = Writer(MailLine(None)).writes("我要投诉：沙发用了三天就塌了，没人管。")
    writer.writes("沙发，12345678，昨天，退款").line.close(NUMBER)
    writer.is_asked_after(NUMBER).reads("还是又出问题了").writes(said)
    assert (*writer.line.stayed(NUMBER), writer.line.state_of(NUMBER)) == (stays, None, state)
    if stays:
        writer.reads("处理得怎么样").writes("谢谢").gets_nothing().writes("4").reads("记下了")
        assert writer.line.stayed(NUMBER) == (True, 4)


def test_a_reply_to_what_staff_asked_goes_there() -> None:
    writer = Writer(MailLine(None))
    writer.writes("我要投诉：沙发用了三天就塌了，没人管。")
    found = writer.line.complaints[-1].number
    writer.writes("沙发，12345678，昨天，退款")
    writer.is_waited_for(found, "请问是哪一款？").writes("灰色的三人位，坏的是左边。").reads("已经交给")
    assert "灰色的三人位，坏的是左边。" in writer.line.notes(found)
    assert len(writer.line.complaints) == 1
