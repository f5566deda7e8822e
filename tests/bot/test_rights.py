"""Customers' rights over the message road: requests, and a complaint that nobody can tell whose it is."""

import asyncio
import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from sqlalchemy import insert, select

from admin.pages.talks import fetch
from bot.conversation.cases import asked_for
from bot.conversation.talk import load
from bot.message import Attachment, Inbound
from bot.performing import take_batch
from storage import (
    codes,
    complaints,
    concealing,
    conversations,
    db,
    events,
    exporting,
    handing,
    jobs,
    requests,
    users,
)
from storage.conversations import resuming
from storage.queries import talks as talk_queries
from storage.tables import conversations as talks_table
from storage.tables import mails as mails_table
from storage.tables import metadata
from tests.databases import ON_SQLITE

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
STORY = "仓库主管天天骂人"
SKIPS = ("跳过", "昨天", "跳过")


class Person:
    """Somebody at an address; the time goes on with each word."""

    def __init__(self, engine, settings, channel="webchat", address="li"):
        self.engine, self.settings, self.place, self.now = engine, settings, (channel, address), NOW
        self.marks = iter(range(10_000))

    def says(self, *texts, **more):
        for text in texts:
            self.now += timedelta(seconds=20)
            mark = f"m{next(self.marks)}"
            inbound = Inbound(*self.place, mark, "text", self.now, text)._replace(**more)
            with db.writing(self.engine) as session:
                (receipt,) = take_batch(session, [inbound], self.now, self.settings)
            said = [line.text for line in receipt.lines if line.side == "bot"]
        self.talk = receipt.conversation_id
        return "\n".join(said)

    def seen(self):
        """Their device has shown everything."""
        with db.writing(self.engine) as session:
            conversations.see(session, {self.talk: 10_000})

    def sent(self):
        """Everything went out."""
        outbox = metadata.tables["outbox"]
        with db.writing(self.engine) as session:
            open_ones = outbox.c.state.in_(("waiting", "fetched"))
            marks = {"state": "sent", "tried_at": self.now, "sent_at": self.now}
            session.execute(outbox.update().where(open_ones).values(marks))

    def transcript(self):
        with db.reading(self.engine) as session:
            return "\n".join(line.text for line in conversations.transcript(session, self.talk))


@pytest.fixture
def person(engine, settings):
    return Person(engine, settings)


@pytest.fixture
def staff(engine):
    with db.writing(engine) as session:
        return users.add(session, "li", "李工", "handler", "correct horse battery", NOW)


def complain(person):
    """A complaint without a name; what its owner notes down."""
    person.says("你好", "可以", "停止", "我要投诉", STORY, "餐椅", "跳过", "昨天", "跳过")
    said = person.says("匿名")
    return re.search(r"查投诉 (T\d+-\d+ [0-9A-Z-]{9})", said)[1]


def work(engine, now):
    """What the worker does about it."""
    with db.writing(engine) as session:
        due = jobs.claim(session, now, timedelta(minutes=1), [concealing.JOB])
        concealing.hide(session, [concealing.rest(engine, job.payload, now) for job in due])
        jobs.done(session, due)
        return len(due)


def everything(engine, *left_out):
    with db.reading(engine) as session:
        return "\n".join(
            str(row)
            for table in metadata.sorted_tables
            if table.name not in left_out
            for row in session.execute(select(table))
        )


def test_staff_see_the_complaint_and_nothing_of_whose_it_is(engine, person):
    code = complain(person)
    with db.reading(engine) as session:
        ((key, *_),) = session.execute(select(metadata.tables["complaints"])).all()
        complaint = complaints.one(session, key)
        assert (complaint.story, complaint.product, complaint.anonymous) == (STORY, "餐椅", True)
        assert (complaint.conversation_id, complaint.customer_id, complaint.segment) == (None, None, "")
        assert not complaints.of_customer(session, [1])
        (listed,) = talk_queries.talks(session)
        assert STORY not in listed.last
    assert STORY not in everything(engine, "complaints"), "it stands in the complaint alone"
    assert code in person.transcript(), "they can still read the code"
    assert code.split()[1].replace("-", "") not in everything(engine, "outbox"), "of the code only a digest"


def test_the_code_is_shown_once(engine, person):
    code = complain(person)
    number = code.split()[0]
    assert not work(engine, person.now), "they are reading it"
    assert work(engine, person.now + concealing.READ)
    assert code in person.transcript(), "their device has not shown it yet"
    person.seen()
    assert work(engine, person.now + 2 * concealing.READ)
    assert number not in person.transcript()
    assert number not in everything(engine, "complaints"), "nothing leads from them to it"
    assert "有什么可以帮您" in person.transcript() or "产品质量" in person.transcript(), "the rest stays"
    assert not work(engine, person.now + timedelta(days=1))


def shown(engine, talk):
    """What staff read of it: in the transcript and in the list."""
    with db.reading(engine) as session:
        (listed,) = talk_queries.talks(session)
        return [line["text"] for line in fetch(session, talk, "zh-CN")["lines"]], listed.last


def told(engine, customer, to_staff):
    """What the file with their data says."""
    with db.reading(engine) as session, io.BytesIO() as file:
        exporting.write(session, customer, file, NOW, to_staff=to_staff)
        with zipfile.ZipFile(file) as zipped:
            return "".join(zipped.read(name).decode() for name in zipped.namelist())


@pytest.mark.parametrize("words", [("我要匿名投诉", STORY), ("我要匿名投诉", STORY, "餐椅", *SKIPS, "匿名")])
def test_what_staff_hand_over_is_without_what_is_told_without_a_name(engine, person, words):
    """They could open the file; the customer, by the link, has all of it that is still there."""
    person.says("你好", "可以", "停止")
    with db.reading(engine) as session:
        customer = session.scalars(select(talks_table.c.customer_id)).one()
    person.says(*words)
    handed = told(engine, customer, to_staff=True)
    assert "匿名" not in handed
    assert STORY not in handed
    assert not re.search(r"T\d{6}-", handed)
    own = told(engine, customer, to_staff=False)
    assert STORY in own or re.search(r"查投诉 T\d+", own)


def test_nor_is_the_mail_that_tells_it_in_it(engine, person):
    person.says("你好", "可以", "停止")
    person.says("我要匿名投诉", STORY)
    with db.writing(engine) as session:
        row = {"key": "k", "raw": STORY.encode(), "size": 1, "state": "taken", "received_at": person.now}
        session.execute(insert(mails_table).values(conversation_id=person.talk, **row))
        customer = session.scalars(select(talks_table.c.customer_id)).one()
    assert STORY not in told(engine, customer, to_staff=True)
    assert STORY in told(engine, customer, to_staff=False)


def test_staff_never_see_that_it_was_said_here(engine, person):
    person.says("你好", "可以", "停止")
    before, _ = shown(engine, person.talk)
    for words in ("我要匿名投诉", STORY, "餐椅", "跳过", "昨天", "跳过"):
        person.says(words)
        assert shown(engine, person.talk) == (before, ""), "while it is told"
    code = re.search(r"查投诉 (T\d+-\d+ [0-9A-Z-]{9})", person.says("匿名"))[1]
    assert code in person.transcript()
    for wait in (0, 1, 2):
        lines, last = shown(engine, person.talk)
        assert lines[: len(before)] == before
        assert not [line for line in lines if code in line or "抹去" in line or STORY in line]
        assert STORY not in last
        person.sent()
        work(engine, person.now + wait * concealing.READ)


def test_what_never_arrives_is_hidden_too(engine, person):
    code = complain(person)
    for days in range(8):
        work(engine, person.now + timedelta(days=days))
    assert code not in everything(engine)


def test_when_it_was_said_would_tell_whose_complaint_of_that_minute_it_is(engine, person):
    complain(person)
    person.sent()
    work(engine, person.now + concealing.READ)
    midnight = datetime(2026, 11, 22, 16, tzinfo=UTC)
    with db.reading(engine) as session:
        lines = conversations.transcript(session, person.talk)
        hidden = [line for line in lines if line.state == "withdrawn" or "抹去" in line.text]
    assert hidden
    assert {line.at for line in hidden} == {midnight}
    assert midnight not in {line.at for line in lines[:2]}, "what was said before keeps its time"


@pytest.mark.parametrize("channel", ["webchat", "telegram"])
def test_nor_does_when_it_was_to_be_sent_tell_it(engine, settings, channel):
    person = Person(engine, settings, channel)
    complain(person)
    outbox = metadata.tables["outbox"]
    for days in (0, 8):  # some of it arrives only afterwards
        person.sent()
        work(engine, person.now + concealing.READ + timedelta(days=days))
    with db.reading(engine) as session:
        rows = session.execute(select(outbox)).all()
    hidden = [row for row in rows if "抹去" in row.payload["text"]]
    assert hidden
    for row in hidden:
        times = {at for at in (row.due_at, row.tried_at, row.sent_at, row.created_at) if at}
        assert not [at for at in times if at.minute or at.second], times


def test_what_is_hidden_says_so_in_the_language_that_is_spoken(engine, person):
    complain(person)
    with db.writing(engine) as session:
        conversations.speak(session, {person.talk: "en"})
    person.sent()
    work(engine, person.now + concealing.READ)
    assert "(This was said without a name" in person.transcript()


def test_a_photo_would_tell_who_it_is(engine, person):
    person.says("你好", "可以", "停止", "我要投诉", STORY)
    person.says("", kind="file", attachment=Attachment("我.png", "image/png", b"\x89PNG me"))
    person.says("餐椅", "跳过", "昨天", "跳过", "匿名")
    with db.reading(engine) as session:
        (file,) = session.execute(select(metadata.tables["files"])).all()
    assert (file.state, file.content, file.name) == ("withdrawn", b"", "")


def test_its_owner_comes_back_from_any_channel(engine, settings, person, staff):
    code = complain(person)
    with db.writing(engine) as session:
        key = session.scalar(select(metadata.tables["complaints"].c.id))
        complaints.answer(session, key, staff, "已经换了主管。", person.now)
    person.sent()
    elsewhere = Person(engine, settings, "telegram", "77")
    assert "已经换了主管" in elsewhere.says("你好", "可以", f"查投诉 {code}")
    assert "补充的交给同事了" in elsewhere.says("他又骂人了")
    with db.reading(engine) as session:
        added = complaints.entries(session, key)[-1]
        assert (added.kind, added.text, added.user_id) == ("added", "他又骂人了", None)
        talk = session.scalar(select(talks_table.c.talk).where(talks_table.c.address == "77"))
    assert load(talk).state == "case"
    assert "他又骂人了" not in everything(engine, "complaint_entries"), "staff can't find out where from"
    assert code.split()[1] not in elsewhere.transcript()
    elsewhere.says("好了")
    elsewhere.sent()
    work(engine, elsewhere.now + concealing.READ)
    assert code.split()[0] not in elsewhere.transcript()
    assert code.split()[0] not in everything(engine, "complaints", "outbox")


def state_of(engine, key):
    with db.reading(engine) as session:
        return complaints.one(session, key).state


def test_its_owner_refuses_the_answer_and_nobody_learns_who(engine, person, staff):
    code = complain(person)
    with db.writing(engine) as session:
        key = session.scalar(select(metadata.tables["complaints"].c.id))
        complaints.answer(session, key, staff, "已经换了主管。", person.now)
    assert "12315" in person.says(f"查投诉 {code}", "不接受")
    assert state_of(engine, key) == "refused"
    person.says("主管还在那里", "好了")
    with db.reading(engine) as session:
        assert complaints.entries(session, key)[-1].text == "主管还在那里"
        last = events.of(session, "complaint", key)
        assert {each["actor"] for each in last if each["trigger"] == "refuse"} == {"customer"}
    person.sent()
    work(engine, person.now + concealing.READ)
    for word in ("主管还在那里", "12315", code.split()[0]):
        assert word not in everything(engine, "complaints", "complaint_entries"), word


def test_its_owner_has_it_taken_up_again(engine, person, staff):
    code = complain(person)
    with db.writing(engine) as session:
        key = session.scalar(select(metadata.tables["complaints"].c.id))
        complaints.answer(session, key, staff, "已经换了主管。", person.now)
        complaints.move(session, key, "close", "staff", staff, person.now)
    person.says(f"查投诉 {code}", "重新处理")
    assert state_of(engine, key) == "investigating"


def test_what_was_told_elsewhere_before_goes_too(engine, settings, person):
    """The complaint is begun on one channel and handed in on another."""
    person.says("你好", "可以", "停止", "我要投诉", STORY)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", person.says("换个地方继续"))[0]
    elsewhere = Person(engine, settings, "telegram", "77")
    elsewhere.now = person.now
    elsewhere.says(code, "餐椅", "跳过", "昨天", "跳过")
    elsewhere.sent()
    assert "口令：" in elsewhere.says("匿名")
    assert STORY not in everything(engine, "complaints")


def test_nothing_is_said_unasked_to_who_has_no_name(engine, person, staff):
    complain(person)
    before = person.transcript()
    with db.writing(engine) as session:
        key = session.scalar(select(metadata.tables["complaints"].c.id))
        complaints.move(session, key, "investigate", "staff", staff, person.now)
        complaints.answer(session, key, staff, "已经换了主管。", person.now)
    assert person.transcript() == before


@ON_SQLITE
def test_a_code_guessed_two_hundred_times_gets_nowhere(engine, settings, person, monkeypatch):
    code = complain(person)
    number = code.split()[0]
    looked = []
    real = codes._digest
    monkeypatch.setattr(codes, "_digest", lambda *told: looked.append(told) or real(*told))
    guesser = Person(engine, settings, "telegram", "99")
    guesser.says("你好", "可以")
    said = [guesser.says(f"查投诉 {number} {guess:04d}-0000") for guess in range(200)]
    assert not [each for each in said if "受理" in each]
    assert len(looked) < 30, "few of them were looked at at all"
    assert "分钟" in guesser.says(f"查投诉 {code}"), "not even the right one, now"
    assert "已受理" in person.says(f"查投诉 {code}"), "its owner is let in all the same"


def test_the_code_of_one_that_was_split_opens_both(engine, person, staff):
    code = complain(person)
    with db.writing(engine) as session:
        key = session.scalar(select(metadata.tables["complaints"].c.id))
        new = complaints.split(session, key, "宿舍漏水", staff, person.now)
        complaints.pause(session, new, staff, "哪一间？", person.now)
        number = complaints.one(session, new).number
    assert number in person.says(f"查投诉 {code}"), "its owner is told of it"
    assert "哪一间？" in person.says(f"查投诉 {number} {code.split()[1]}")
    person.says("三楼那间", "好了")
    with db.reading(engine) as session:
        assert complaints.paused(session, [new]) == {}
        assert complaints.entries(session, new)[-1].text == "三楼那间"
    person.sent()
    work(engine, person.now + concealing.READ)
    assert number not in everything(engine, "complaints", "complaint_entries", "outbox")


def test_a_code_opens_only_its_own_complaint(engine, person):
    one, other = complain(person), complain(person)
    crossed = f"{one.split()[0]} {other.split()[1]}"
    assert "没有找到" in person.says(f"查投诉 {crossed}")
    assert "已受理" in person.says(f"查投诉 {other}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("查投诉 T261122-0057 ABCD-EFGH", "T261122-0057 ABCD-EFGH"),
        ("abcd-efgh，t261122-0057", "T261122-0057 ABCD-EFGH"),
        ("Ｔ２６１１２２－００５７　ABCDEFGH", "T261122-0057 ABCDEFGH"),
        ("T261122-0057", ""),
        ("我的投诉T261122-0057怎么样了", ""),
        ("ABCD-EFGH", ""),
        ("20261122-0057 ABCD-EFGH", ""),
    ],
)
def test_number_and_code_are_found_in_words(text, found):
    assert asked_for(text) == found


def test_a_request_is_kept_with_its_date_and_the_file_is_handed_over(engine, settings, person, staff):
    said = person.says("你好", "可以", "4", "物流慢，其他挺好", "把我的数据给我")
    number = re.search(r"R\d+-\d+", said)[0]
    with db.reading(engine) as session:
        (asked,) = requests.listing(session)
    assert (asked.number, asked.kind) == (number, "export")
    assert asked.due_at == datetime(2026, 12, 14, 10, tzinfo=UTC), "fifteen working days"
    with db.writing(engine) as session:
        handing.give(session, asked.id, staff, person.now)
    token = re.search(r"/data/([\w-]{43})", person.transcript())[1]
    with db.reading(engine) as session:
        assert handing.whose(session, token, person.now) == asked.customer_id
        assert handing.whose(session, token + "x", person.now) is None
        assert handing.whose(session, token, person.now + timedelta(days=8)) is None


async def test_the_link_hands_the_file_over_at_the_press_of_a_button(engine, door, settings, staff):
    person = Person(engine, settings)
    await asyncio.to_thread(person.says, "你好", "可以", "4", "把我的数据给我")
    with db.writing(engine) as session:
        (asked,) = requests.listing(session)
        handing.give(session, asked.id, staff, datetime.now(UTC))
    path = re.search(r"/data/[\w-]{43}", person.transcript())[0]
    async with aiohttp.ClientSession(door.make_url("/")) as client:
        page = await client.get(path)
        assert (page.status, page.content_type) == (200, "text/html")
        assert "下载" in await page.text()
        assert page.headers["Cache-Control"] == "no-store"
        file = await client.post(path)
        assert file.headers["Content-Disposition"].startswith("attachment")
        with zipfile.ZipFile(io.BytesIO(await file.read())) as zipped:
            html = zipped.read("我的数据.html").decode()
        assert "把我的数据给我" in html
        wrong = await client.post(path[:-1])
        assert (wrong.status, wrong.content_type) == (404, "text/html")
        assert "已经失效" in await wrong.text()


@pytest.mark.parametrize("last_word", ["撤回同意", "删除我的信息"])
def test_after_their_last_word_nothing_is_said_unasked(engine, settings, person, last_word):
    """On whatever channel: what is planned is not sent, what was put off is not asked, nobody reminded."""
    person.says("你好", "可以")
    elsewhere = Person(engine, settings, "telegram", "77")
    elsewhere.says("你好", "可以", "4")
    tables = metadata.tables
    dates = {"return_by": NOW, "starts_at": NOW, "created_at": NOW}
    with db.writing(engine) as session:
        (customer, *_) = session.scalars(select(talks_table.c.customer_id).order_by(talks_table.c.id))
        session.execute(talks_table.update().values(customer_id=customer))
        session.execute(tables["rounds"].insert(), [{"survey_id": 1, "title": "一季度", **dates}])
        planned = {"round_id": 1, "customer_id": customer, "channel": "telegram", "address": "77"}
        session.execute(tables["invitations"].insert(), [{**planned, "due_at": NOW}])
        since, until = elsewhere.now - timedelta(days=1), elsewhere.now + timedelta(days=1)
        alone = since, until, (since, 0)
        assert resuming.left_alone(session, *alone)
        later = {"resume_at": NOW + timedelta(days=1)}
        session.execute(talks_table.update().where(talks_table.c.channel == "telegram").values(**later))
    person.says(last_word)
    if last_word == "删除我的信息":
        person.says("是的，删除")
    with db.reading(engine) as session:
        assert session.scalars(select(talks_table.c.resume_at)).all() == [None, None]
        assert session.scalar(select(tables["invitations"].c.state)) == "cancelled"
        assert not resuming.left_alone(session, *alone)
