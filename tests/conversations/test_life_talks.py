"""Three complaints from the first word to the verified end, on each road: by web chat, on Telegram and by
mail, with staff, and the clock, at the running door."""

from datetime import timedelta
from typing import Self

import pytest

from bot.message import LONGEST_LETTER, LONGEST_TEXT
from storage import db, erasing
from tests.conversations.conftest import Enters, Houses
from tests.conversations.customer import Customer
from tests.conversations.roads import EmailLine, RoadLine, TelegramLine

ON_EVERY_ROAD = pytest.mark.parametrize("road", ["webchat", "telegram", "email"], indirect=True)
STORY = "昨天送来的柜子门板裂了一道口子，右边的门关不上"


class Person(Customer):
    """Somebody who complains on whatever road: what they would press, they write in a mail."""

    line: RoadLine

    def says(self, text: str) -> Self:
        if isinstance(self.line, EmailLine):
            return self._hear(self.line.mails(text))
        return super().says(text)

    def presses(self, label: str) -> Self:
        return self.says(label) if isinstance(self.line, EmailLine) else self.picks(label)

    def complains(self) -> Self:
        """And hands it in."""
        if isinstance(self.line, EmailLine):
            return (
                self.says(f"我要投诉：{STORY}。")
                .hears("投诉号", self.number)
                .says("柜子，12345678，昨天，换货")
            )
        self.opens().picks_first().says("投诉").says(STORY)
        while self.line.talk.state == "facts":
            self.says("跳过")
        return self.picks("提交").hears("投诉号", self.number)

    @property
    def number(self) -> str:
        return str(self.line.complaints[-1].number)

    @property
    def stands(self) -> str:
        return self.line.state_of(self.number)

    def gets(self, *moves: str, **given: str) -> Self:
        """What they are told when staff make these moves."""
        return self._hear(self.line.handles(self.number, *moves, **given))


@pytest.fixture
def person(enters: Enters) -> Person:
    return Person(enters(None)).complains()


@ON_EVERY_ROAD
def test_answered_put_right_verified_and_it_stayed_right(person: Person) -> None:
    person.says("我的投诉").hears(person.number, "已受理", "前给您答复")
    person.gets("assess", severity="serious").hears("已作初步评估").gets("investigate").hears("已开始调查")
    person._hear(person.line.asks_for(person.number, "请问口子有多长？")).hears("请问口子有多长？")
    person.says("大概十厘米，在右下角").hears("已经交给").says("好了")
    assert "大概十厘米，在右下角" in person.line.notes(person.number)
    person.gets("answer").hears("新的今天寄出。").says("我还想问，运费谁出？").hears("已经交给")
    person.gets("answer", text="运费我们出。").hears("运费我们出。").says("可以接受，谢谢").hears("您接受")
    person.gets("implement").hears("已开始采取措施").gets("verify").hears("解决了")
    person.says("解决了").hears("太好了").gets("close").hears("已办结")
    person.says("我的投诉").hears("已办结", "：您接受了答复", "：措施做好，检查过效果")
    person.is_asked_after(person.number).hears("还是又出问题了").presses("还是好的").hears("处理得怎么样")
    mailed = isinstance(person.line, EmailLine)
    (person.says("很满意，就是等得久了点") if mailed else person.picks("很满意")).hears("记下了")
    assert (person.stands, person.line.stayed(person.number)) == ("closed", (True, 5))
    assert ("很满意，就是等得久了点" in person.line.notes(person.number)) == mailed


@ON_EVERY_ROAD
def test_late_escalated_refused_twice_and_referred_outside(
    person: Person, houses: Houses, enters: Enters
) -> None:
    house, line = person.line.house, person.line
    staff = TelegramLine(house)
    assert "连上了" in house.links_staff(staff)[0].text
    house.assigns(line.complaints[-1].id)
    due, received = line.complaints[-1].due_at, line.complaints[-1].received_at
    line.now = due - (due - received) / 100
    house.works("remind", line.now)
    assert any(person.number in each.text and "快到期" in each.text for each in staff.told())
    line.now = due + timedelta(minutes=1)
    house.works("remind", line.now)
    assert any(person.number in each.text and "逾期" in each.text for each in staff.told())
    person.says("我的投诉").hears("比说好的时间晚了")
    person.gets("investigate", "answer").hears("新的今天寄出。")
    person.says("不接受，钱还没退").hears("这件事没有完", "前再答复您", "12315", "法院")
    assert any("不接受" in each.text for each in staff.told())
    person.gets("investigate", "answer", text="钱今天退。").says("还是不能接受").hears("12315")
    person.says("跳过").says("我的投诉").hears("您没有接受答复")
    person.gets("refer").hears("12315.cn", "的经过", "我们答复：钱今天退。")
    person.says("我的投诉").hears("12315.cn", "：您没有接受")
    person.gets("close", outcome="settled").hears("已办结")
    assert (person.stands, line.complaints[-1].outcome) == ("closed", "settled")
    house.run(staff.leaves())


@ON_EVERY_ROAD
def test_closed_broken_again_and_taken_up_again(person: Person) -> None:
    person.gets("answer").says("可以接受").gets("close").hears("已办结")
    person.is_asked_after(person.number).hears("还是又出问题了")
    person.says("又坏了").hears("已经重新处理", "前再答复您", "这次是什么情况")
    due = person.line.complaints[-1].due_at
    assert person.stands == "investigating"
    assert due > person.line.now
    person.says("这回是左边的门").hears("已经交给").says("我的投诉").hears(
        "调查中", "：重新处理", "前给您答复"
    )
    person.gets("answer").hears("新的今天寄出。").says("可以接受").hears("您接受").gets("close").hears(
        "已办结"
    )
    assert "这回是左边的门" in person.line.notes(person.number)
    assert (person.stands, person.line.stayed(person.number)) == ("closed", (None, None))


@pytest.mark.parametrize("road", ["webchat"], indirect=True)
def test_who_guesses_a_number_is_told_nothing_and_who_was_erased_is_asked_nothing(
    person: Person, enters: Enters
) -> None:
    person.gets("answer", "close")
    stranger = Customer(enters(None)).opens().picks_first()
    stranger.says(f"查投诉 {person.number} ABCD-EFGH").hears("没有找到").hears_not("柜子")
    stranger.says(f"{person.number} 办得怎么样了").hears_not("已办结", "柜子")
    stranger._hear(stranger.line.send("choice", keys=("came_back",), of=f"stayed.{person.number}"))
    stranger.hears("没有照它记")
    assert person.stands == "closed"
    row = person.line.complaints[-1]
    with db.writing(person.line.house.engine) as session:
        erasing.erase(session, row.customer_id, person.line.now)
    person.line.now += timedelta(days=30)
    person.line.house.strikes("ask_after", person.line.now)
    assert not person.line.told()


@pytest.mark.parametrize("road", ["webchat", "email"], indirect=True)
def test_a_story_of_a_hundred_thousand_characters(road: str, enters: Enters) -> None:
    """A mail has it all; who wrote more is told what was kept. In the chat it comes in pieces."""
    teller, told = Person(enters(None)), "门板裂了一道口子，右边的门关不上。" * 5900
    if road == "email":
        teller.says(f"我要投诉：{told}").hears("投诉号", "只收下了前 100,000 个字")
    else:
        teller.opens().picks_first().says("投诉").says(told[:LONGEST_TEXT])
        while teller.line.talk.state == "facts":
            teller.says("跳过")
        teller.picks("提交").hears("投诉号", teller.number)
    most = LONGEST_LETTER if road == "email" else LONGEST_TEXT
    assert len(teller.line.complaints[-1].story) == most
    teller.says("我的投诉").hears("已受理")
