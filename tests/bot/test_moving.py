"""Going on on another channel by a code: the talk follows, with all that is open in it."""

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot import wanting
from bot.conversation.passing import start
from bot.conversation.talk import load
from bot.message import Inbound
from bot.performing import take_batch
from storage import conversations as talks
from storage import db, users
from storage.queries import talks as listed
from storage.tables import (
    answers,
    complaints,
    conversations,
    customers,
    outbox,
    responses,
)
from tests.bot.talks import Someone
from tests.bot.waiting import PATIENCE

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Shanghai."""

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")

Comes = Callable[..., Someone]


@pytest.fixture
def comes(engine, settings) -> Comes:
    def come(channel: str, address: str = "li") -> Someone:
        return Someone(engine, settings, channel, address, NOW)

    return come


@pytest.fixture
def web(comes: Comes) -> Someone:
    """In the web chat, at the second question."""
    return comes("webchat").opens().says("可以", "5")


@pytest.fixture
def phone(comes: Comes) -> Someone:
    return comes("telegram", "1001")


def code_of(someone: Someone) -> str:
    """The code that they get when they ask for one."""
    someone.says("换个地方继续").hears("一小时之内")
    found = CODE.search("\n".join(each.text for each in someone.said))
    assert found
    return found[0]


def rows(engine, query):
    with db.reading(engine) as session:
        return session.execute(query).all()


def count(engine, table) -> int:
    return rows(engine, select(func.count()).select_from(table))[0][0]


def test_the_talk_goes_on_where_the_code_is_typed(web: Someone, phone: Someone, engine) -> None:
    phone.says(code_of(web)).hears("接上了", "物流").says("4").hears("服务")
    assert web.says("在吗").hears("有什么可以帮您").talk.version_id == 0
    (kept,) = rows(engine, select(responses))
    assert kept.conversation_id == phone.row().id
    assert [row.question for row in rows(engine, select(answers))] == ["quality", "delivery"]
    assert (web.row().response_id, web.row().moved_to) == (None, phone.row().id)


def test_the_old_talk_says_where_it_went_and_begins_anew(web: Someone, phone: Someone) -> None:
    before = (code := code_of(web)) and web.seq()
    phone.says(code)
    web.looks(before).hears("别的地方接着进行了", "重新开始")
    web.says("填问卷").hears("产品质量").says("2").hears("很抱歉")
    phone.says("4").hears("服务")


def test_it_is_one_customer_then(web: Someone, phone: Someone, engine) -> None:
    phone.opens().says(code_of(web))
    assert phone.row().customer_id == web.row().customer_id
    assert count(engine, customers) == 1


@pytest.mark.parametrize("written", ["{}", " {} ", "代码 {}", "代码：{}"])
def test_the_code_is_taken_however_it_is_typed(web: Someone, phone: Someone, written: str) -> None:
    phone.opens().says(written.format(code_of(web).lower())).hears("接上了", "物流")


def test_a_link_brings_the_code(web: Someone, phone: Someone) -> None:
    phone.opens(start(code_of(web))).hears("接上了", "物流").says("4").hears("服务")
    assert phone.talk.start == ""


def test_a_talk_that_a_link_brought_is_listed_where_it_is_now(web: Someone, phone: Someone, engine) -> None:
    phone.opens(start(code_of(web)))
    with db.reading(engine) as session:
        assert phone.row().id in [each.id for each in listed.talks(session)]
        assert listed.talks(session, "silent") == []


def test_a_page_that_is_loaded_again_with_the_link_says_nothing(web: Someone, comes: Comes) -> None:
    link, other = start(code_of(web)), comes("webchat", "other")
    other.opens(link).hears("接上了", "物流")
    for _ in range(5):
        other.opens(link)
        assert other.said == []
    other.says("4").hears("服务")


def test_a_link_that_is_too_old_says_so(web: Someone, phone: Someone) -> None:
    link = start(code_of(web))
    phone.now = NOW + timedelta(hours=2)
    phone.opens(link).hears("没有找到这个代码", "可以开始吗")


@pytest.mark.parametrize(
    "words", ["在微信上继续", "我想换个地方继续", "能到手机上接着填吗？", "continue elsewhere"]
)
def test_the_wish_is_heard_in_other_words(web: Someone, words: str) -> None:
    web.says(words).hears("代码", "物流")


def test_help_tells_of_it(web: Someone) -> None:
    web.says("帮助").hears("换个地方继续")


def test_complaints_go_along_and_are_answered_there(web: Someone, phone: Someone, engine) -> None:
    web.says("投诉", "灯不亮", "跳过", "跳过", "跳过", "跳过", "提交").hears("登记好了")
    phone.says(code_of(web)).hears("接上了").says("我的投诉").hears("T2611")
    (complaint,) = rows(engine, select(complaints))
    assert complaint.conversation_id == phone.row().id
    assert complaint.customer_id == phone.row().customer_id


def test_a_half_told_complaint_goes_on(web: Someone, phone: Someone) -> None:
    web.says("投诉", "灯不亮").hears("哪个产品")
    phone.says(code_of(web)).hears("接上了", "哪个产品").says("台灯").hears("订单号")


def test_a_code_is_good_once_and_for_an_hour(web: Someone, phone: Someone, comes: Comes) -> None:
    code = code_of(web)
    phone.says(code).hears("接上了")
    comes("telegram", "1002").says(code).hears("没有找到这个代码")
    late = code_of(phone)
    web.now = NOW + timedelta(hours=1)
    web.says(late).hears("没有找到这个代码")


def test_a_second_code_takes_the_place_of_the_first(web: Someone, phone: Someone) -> None:
    first, second = code_of(web), code_of(web)
    phone.says(first).hears("没有找到这个代码").says(second).hears("接上了")


def test_a_thousand_guesses_get_nowhere(web: Someone, phone: Someone) -> None:
    """The right one is not looked at either, after so many; in its own time it is."""
    code = code_of(web)
    for number in range(40):
        phone.says(f"AAAA-{number:04}")
    phone.hears("请过").says(code).hears_not("接上了")
    phone.now = NOW + timedelta(minutes=20)
    phone.says(code).hears("接上了")


def test_a_code_in_the_talk_that_it_is_of_leads_nowhere(web: Someone) -> None:
    code = code_of(web)
    web.says(f"代码 {code}").hears("就是这里", "物流")


def test_what_looks_like_a_code_in_the_midst_of_a_question_is_an_answer(web: Someone) -> None:
    web.says("投诉", "灯不亮", "台灯").hears("订单号").says("ABCD-2345").hears_not("代码")


def test_what_is_open_here_is_not_lost_for_a_code(web: Someone, phone: Someone) -> None:
    code = code_of(web)
    phone.opens().says("可以", "2", f"代码 {code}").hears("还有没说完的事")
    phone.says("停止", f"代码 {code}").hears("接上了", "物流")


def test_before_consent_there_is_nothing_to_take_along(phone: Someone) -> None:
    phone.opens().says("换个地方继续").hears("还没有开始")


def test_two_whom_we_know_stay_two(web: Someone, phone: Someone, engine) -> None:
    phone.opens()
    for someone, name in ((web, "李雷"), (phone, "韩梅梅")):
        with db.writing(engine) as session:
            session.execute(
                customers.update().where(customers.c.id == someone.row().customer_id).values(name=name)
            )
    phone.says(code_of(web)).hears("接上了", "物流")
    assert phone.row().customer_id != web.row().customer_id


def test_whom_we_know_keeps_their_name(web: Someone, phone: Someone, engine) -> None:
    phone.opens()
    with db.writing(engine) as session:
        known = customers.update().where(customers.c.id == phone.row().customer_id)
        session.execute(known.values(name="韩梅梅"))
    phone.says(code_of(web))
    assert rows(engine, select(customers.c.name)) == [("韩梅梅",)]
    assert web.row().customer_id == phone.row().customer_id


def test_who_waits_or_has_a_person_does_there(web: Someone, phone: Someone, engine) -> None:
    code = code_of(web)
    web.says("人工")
    with db.writing(engine) as session:
        user = users.add(session, "li", "李工", "handler", "correct horse battery", NOW)
        talks.hold(session, web.row().id, user, NOW)
    phone.says(code).hears("接上了", "同事会在这里接着回您")
    assert (phone.row().held_by, web.row().held_by) == (user, None)
    phone.says("在吗")
    assert phone.said == []


def test_what_staff_try_out_is_a_world_of_its_own(web: Someone, phone: Someone, engine) -> None:
    phone.opens()
    with db.writing(engine) as session:
        tried = conversations.update().where(conversations.c.id == phone.row().id)
        session.execute(tried.values(preview=True))
    phone.says(code_of(web)).hears("没有找到这个代码")


def test_numbers_of_messages_are_not_taken_for_those_of_the_old_talk(web: Someone, phone: Someone) -> None:
    """An answer names the message that it came from; editing another must not change it."""
    phone.says(code_of(web))
    phone.does("edit", "你好", of="1001:1").hears_not("您改了前面的回答")


def test_a_code_and_a_word_in_the_old_talk_at_once(web: Someone, phone: Someone, engine, settings) -> None:
    """Both in one batch: that must be taken one by one, and is."""
    code = code_of(web)
    both = [
        Inbound("webchat", "li", "x1", "text", NOW, "4"),
        Inbound("telegram", "1001", "x2", "text", NOW, code),
    ]
    with pytest.raises(wanting.NotAlone), db.writing(engine) as session:
        take_batch(session, both, NOW, settings)
    for each in both:
        with db.writing(engine) as session:
            take_batch(session, [each], NOW, settings)
    assert phone.talk.at == 2
    assert load(web.row().talk).version_id == 0


def test_nothing_of_it_is_sent_to_who_has_left(web: Someone, phone: Someone, engine) -> None:
    code = code_of(web)
    with db.writing(engine) as session:
        gone = conversations.update().where(conversations.c.id == web.row().id)
        session.execute(gone.values(left_at=NOW))
    before = web.seq()
    phone.says(code).hears("接上了")
    assert rows(engine, select(outbox).where(outbox.c.seq > before, outbox.c.channel == "webchat")) == []


def test_two_who_bring_one_code_at_once_are_one_too_many(
    web: Someone, comes: Comes, engine, settings
) -> None:
    """One goes on; the other's message fails, and is taken anew: then the code is used."""
    code = code_of(web)
    both = [comes("telegram", "1001"), comes("telegram", "1002")]
    for each in both:
        each.opens()
    start, failed = threading.Barrier(2, timeout=PATIENCE), []

    def bring(someone: Someone) -> None:
        start.wait()
        try:
            someone.says(code)
        except LookupError:
            failed.append(someone)

    threads = [threading.Thread(target=bring, args=(each,)) for each in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in failed:
        each.says(code)
    moved = [each for each in both if each.talk.version_id]
    assert len(moved) == 1
    assert web.row().moved_to == moved[0].row().id
