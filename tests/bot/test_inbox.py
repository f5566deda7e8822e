"""The inbox: what is acknowledged is kept, one bad message harms no other, and whoever waits is told."""

import asyncio
import sqlite3
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from bot import inbox as inboxes
from bot.conversation import memory
from bot.inbox import Inbox, TooFast, Unavailable
from bot.message import Inbound
from storage import conversations, db, messages, surveys, users
from storage.queries import parked
from storage.tables import answers, events, jobs, outbox, responses
from storage.tables import conversations as talks
from storage.tables import messages as kept
from tests.bot.channels.test_contract import staff
from tests.bot.waiting import PATIENCE, until
from tests.databases import ON_SQLITE

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def text(words: str, mark: str, address: str = "li") -> Inbound:
    return Inbound("webchat", address, f"{address}:{mark}", "text", NOW, words)


def came(address: str = "li") -> Inbound:
    return Inbound("webchat", address, f"{address}:open", "open", NOW)


@pytest.fixture
async def rings():
    return []


@pytest.fixture
async def inbox(engine, settings, rings):
    made = Inbox(engine, settings, lambda: rings.append(1))
    working = asyncio.create_task(made.run())
    yield made
    made.stop()
    await working


@pytest.fixture
def poison(monkeypatch):
    """A step that dies of one text."""
    real = memory.step

    def step(kept, inbound, context, now):
        if inbound.text == "毒":
            raise ZeroDivisionError(f"quoting {inbound.text}")
        return real(kept, inbound, context, now)

    monkeypatch.setattr(memory, "step", step)
    return monkeypatch


def telegram(words: str, number: int, at) -> Inbound:
    return Inbound("telegram", "7", f"m{number}", "text", at, words, order=number)


def column(engine, what, *where):
    with db.reading(engine) as session:
        return list(session.scalars(select(what).where(*where).order_by(what)))


async def test_receipts_come_after_the_commit_and_then_others_are_woken(inbox, engine, rings):
    receipt = await inbox.take(came())
    assert column(engine, kept.c.seq) == [receipt.seq]
    assert rings
    assert [line.side for line in receipt.lines] == ["bot"]


async def test_what_waits_goes_into_one_transaction_in_the_order_of_arrival(inbox, engine, rings):
    said = ["可以", "满意", "一般", "5", "不满意"]
    receipts = await asyncio.gather(*(inbox.take(text(words, str(n))) for n, words in enumerate(said)))
    assert [r.seq for r in receipts] == sorted(r.seq for r in receipts)
    assert len(rings) == 1
    with db.reading(engine) as session:
        assert session.scalars(select(kept.c.text).order_by(kept.c.seq)).all() == said
        sides = [line.side for line in conversations.transcript(session, 1)]
    assert sides.count("customer") == 5


async def test_who_comes_right_behind_goes_along(inbox, rings):
    async def a_little_later(inbound):
        for _ in range(3):
            await asyncio.sleep(0)
        return await inbox.take(inbound)

    await asyncio.gather(inbox.take(came("li")), a_little_later(came("wang")))
    assert len(rings) == 1


async def test_a_repeat_is_told_so_even_within_a_batch(inbox, engine):
    receipts = await asyncio.gather(*(inbox.take(text("可以", "same")) for _ in range(3)))
    assert [r.duplicate for r in receipts] == [False, True, True]
    assert (await inbox.take(text("可以", "same"))).duplicate
    assert len(column(engine, kept.c.id)) == 1


async def test_a_repeat_in_between_does_not_change_the_order(inbox, engine):
    await asyncio.gather(*(inbox.take(text(words, words)) for words in ("一", "二", "一", "三", "二")))
    with db.reading(engine) as session:
        assert session.scalars(select(kept.c.text).order_by(kept.c.seq)).all() == ["一", "二", "三"]


async def test_one_bad_message_is_parked_and_the_others_of_its_batch_are_taken(inbox, engine, poison, capsys):
    await inbox.take(came("li"))
    receipts = await asyncio.gather(
        inbox.take(text("可以", "1", "li")),
        inbox.take(text("毒", "2", "wang")),
        inbox.take(text("可以", "3", "zhao")),
    )
    assert all(receipt.seq for receipt in receipts)
    with db.reading(engine) as session:
        (row,) = parked.listing(session)
        whose = session.scalar(select(talks.c.address).where(talks.c.id == row.conversation_id))
        assert (whose, row.text, row.reason) == ("wang", "毒", "ZeroDivisionError")
    assert "工作人员" in receipts[1].lines[-1].text
    assert "产品质量" in receipts[0].lines[-1].text
    assert "毒" not in capsys.readouterr().out


async def test_staff_put_a_parked_message_back_and_it_is_taken_up(inbox, engine, poison):
    await inbox.take(came())
    await inbox.take(text("毒", "1"))
    with db.writing(engine) as session:
        messages.put_back(session, parked.listing(session)[0].id, NOW)
    assert await inbox.take_put_back() == []  # it still dies of it
    with db.writing(engine) as session:
        (row,) = parked.listing(session)
        messages.put_back(session, row.id, NOW)
    poison.undo()
    (receipt,) = await inbox.take_put_back()
    assert [receipt.seq] == column(engine, kept.c.seq, kept.c.id == row.id)
    assert [line.side for line in receipt.lines] == ["bot"]
    assert column(engine, kept.c.state) == ["taken", "taken"]
    assert await inbox.take_put_back() == []


async def test_what_is_put_back_after_the_customer_went_on_answers_nothing(inbox, engine, poison):
    await inbox.take(came())
    await inbox.take(text("可以", "1"))
    await inbox.take(text("毒", "2"))
    await inbox.take(text("5", "3"))
    poison.undo()
    with db.writing(engine) as session:
        (row,) = parked.listing(session)
        messages.put_back(session, row.id, NOW)
    (receipt,) = await inbox.take_put_back()
    assert "前后颠倒" in receipt.lines[0].text
    assert column(engine, answers.c.label) == ["非常满意"]


async def test_a_message_put_back_is_taken_up_by_one_of_two_processes(inbox, engine, settings, poison):
    await inbox.take(came())
    await inbox.take(text("可以", "1"))
    await inbox.take(text("毒", "2"))
    with db.writing(engine) as session:
        (row,) = parked.listing(session)
        session.execute(update(kept).where(kept.c.id == row.id).values(text="4"))
        messages.put_back(session, row.id, NOW)
    real, both = messages.again, threading.Barrier(2, timeout=PATIENCE)

    def again(session):
        """Both have read what waits before either takes it up."""
        waiting = real(session)
        both.wait()
        return waiting

    poison.setattr(messages, "again", again)
    other = Inbox(engine, settings, lambda: None)
    receipts = await asyncio.gather(inbox.take_put_back(), other.take_put_back())
    assert sorted(len(each) for each in receipts) == [0, 1]
    assert column(engine, answers.c.question) == ["quality"]


async def test_what_is_put_back_stays_so_while_the_database_is_out_of_reach(inbox, engine, poison):
    await inbox.take(came())
    await inbox.take(text("毒", "1"))
    with db.writing(engine) as session:
        messages.put_back(session, parked.listing(session)[0].id, NOW)

    def locked(*_):
        raise OperationalError("select 1", {}, sqlite3.OperationalError("database is locked"))

    poison.setattr(inboxes, "take_again", locked)
    with pytest.raises(db.OutOfReach):
        await inbox.take_put_back()
    poison.undo()
    assert len(await inbox.take_put_back()) == 1


async def test_what_was_seen_is_kept_when_a_batch_is_replayed(inbox, engine, poison):
    first = await inbox.take(came("li"))
    inbox.see(first.conversation_id, 2)
    await inbox.take(text("毒", "1", "wang"))
    assert column(engine, talks.c.seen, talks.c.address == "li") == [2]


async def test_what_was_seen_is_kept_when_the_database_is_back(inbox, engine, monkeypatch):
    first = await inbox.take(came())

    def locked(*_, **__):
        raise OperationalError("select 1", {}, sqlite3.OperationalError("database is locked"))

    with monkeypatch.context() as out_of_reach:
        out_of_reach.setattr(inboxes, "take_batch", locked)
        inbox.see(first.conversation_id, 2)
        with pytest.raises(Unavailable):
            await inbox.take(text("可以", "1"))
    await until(lambda: column(engine, talks.c.seen, talks.c.address == "li") == [2])


async def test_of_two_tabs_the_one_that_has_seen_more_counts(inbox, engine, monkeypatch):
    first = await inbox.take(came())

    def busy(*_):
        raise OperationalError("update", {}, sqlite3.OperationalError("database is locked"))

    with monkeypatch.context() as out_of_reach:
        out_of_reach.setattr(conversations, "see", busy)
        inbox.see(first.conversation_id, 2)
        with pytest.raises(Unavailable):
            await inbox.take(text("可以", "1"))
    inbox.see(first.conversation_id, 1)
    await until(lambda: column(engine, talks.c.seen) == [2])


async def test_an_hour_of_words_that_come_all_at_once_is_taken_whole(inbox, engine):
    """They waited at Telegram while we were away; and what is taken back is never too fast."""
    said = [telegram(f"第 {n} 句", n, NOW + timedelta(minutes=n)) for n in range(1, 101)]
    await asyncio.gather(*(inbox.take(one) for one in said))
    gone = [
        Inbound("telegram", "7", f"w{n}", "withdraw", NOW, of=one.external_id) for n, one in enumerate(said)
    ]
    await asyncio.gather(*(inbox.take(one) for one in gone))
    assert column(engine, kept.c.text) == [""] * 200


async def test_presses_without_a_date_are_no_reason_to_refuse_older_words(inbox, engine):
    press = Inbound("telegram", "7", "c1", "choice", datetime.now(UTC), keys=("x",), of="y")
    said = [telegram(f"第 {n} 句", n, NOW + timedelta(seconds=n)) for n in range(1, 50)]
    await asyncio.gather(*(inbox.take(one) for one in (press, *said)))
    assert len(column(engine, kept.c.text)) == 50


async def test_a_flood_of_this_moment_is_refused(inbox):
    taken = await asyncio.gather(
        *(inbox.take(telegram("喂", n, NOW)) for n in range(1, 101)), return_exceptions=True
    )
    assert 0 < sum(isinstance(one, TooFast) for one in taken) < 100


async def test_what_was_taken_back_makes_nobody_wait_for_a_reply(inbox, engine):
    receipt = await inbox.take(telegram("您好", 1, NOW))
    with db.writing(engine) as session:
        conversations.hold(session, receipt.conversation_id, staff(session), NOW)
    await inbox.take(telegram("", 1, NOW)._replace(kind="withdraw", external_id="w1", of="m1", order=0))
    assert column(engine, talks.c.waiting_for) == [""]
    assert column(engine, kept.c.state) == ["taken", "withdrawn"]


@ON_SQLITE
async def test_a_statement_that_fails_is_no_database_out_of_reach(inbox, engine):
    """SQLite calls both an operational error."""
    with db.writing(engine) as session:
        overflows = "create trigger t before insert on answers begin select abs(-9223372036854775808); end"
        session.execute(sql(overflows))
    await inbox.take(came())
    await inbox.take(text("可以", "1"))
    bad, good = await asyncio.gather(inbox.take(text("4", "2")), inbox.take(came("wang")))
    assert "工作人员" in bad.lines[-1].text
    assert good.lines
    assert column(engine, kept.c.state, kept.c.state == "parked") == ["parked"]


async def test_who_may_be_in_danger_is_shown_so_whatever_comes_after(inbox, engine):
    await inbox.take(came())
    await inbox.take(text("我不想活了", "1"))
    await inbox.take(text("人工", "2"))
    assert column(engine, talks.c.waiting_for) == ["crisis"]


async def test_a_survey_version_that_is_no_more_is_left_and_the_talk_goes_on(inbox, engine, monkeypatch):
    def gone(_, version):
        raise KeyError(version)

    await inbox.take(came())
    await inbox.take(text("可以", "1"))
    monkeypatch.setattr(surveys, "version", gone)
    monkeypatch.setattr(surveys, "published", lambda *_: None)
    receipt = await inbox.take(text("满意", "2"))
    assert column(engine, kept.c.state, kept.c.state != "taken") == []
    assert column(engine, responses.c.state) == ["stopped"]
    assert receipt.lines[-1].side == "bot"


async def test_the_reason_of_an_answer_taken_back_in_the_same_batch_is_not_kept(inbox, engine):
    await inbox.take(came())
    await inbox.take(text("可以", "0"))
    said = ("1分", "太贵了而且总是坏", "返回", "5分")
    await asyncio.gather(*(inbox.take(text(words, words)) for words in said))
    with db.reading(engine) as session:
        row = session.execute(select(answers.c.score, answers.c.reason)).one()
    assert tuple(row) == (100.0, "")


async def test_while_a_person_answers_the_bot_only_records(inbox, engine):
    first = await inbox.take(came())
    with db.writing(engine) as session:
        user = staff(session)
        conversations.hold(session, first.conversation_id, user, NOW)
    receipt = await inbox.take(text("满意", "1"))
    assert [line.side for line in receipt.lines] == ["customer"]
    with db.writing(engine) as session:
        conversations.release(session, first.conversation_id, user, NOW)
    receipt = await inbox.take(text("可以", "2"))
    assert "产品质量" in receipt.lines[-1].text


async def test_who_sends_too_fast_is_told_and_what_was_acknowledged_is_kept(inbox, engine):
    outcomes = await asyncio.gather(
        *(inbox.take(text("啊", str(n))) for n in range(200)), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, TooFast)]
    assert 0 < len(refused) < 200
    assert len(column(engine, kept.c.id)) == 200 - len(refused)
    assert (await inbox.take(text("可以", "1", "wang"))).seq


@ON_SQLITE
async def test_a_locked_database_takes_nothing_and_says_so(inbox, engine, settings, monkeypatch):
    await inbox.take(came())
    other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(db, "writing", impatient(db.writing))
    with pytest.raises(Unavailable):
        await inbox.take(text("可以", "1"))
    other.execute("ROLLBACK")
    assert (await inbox.take(text("可以", "1"))).seq


def impatient(writing):
    """As `db.writing`, but gives up on a locked database at once."""
    from contextlib import contextmanager

    @contextmanager
    def soon(engine):
        with engine.execution_options(reads=True).connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
        with writing(engine) as session:
            yield session

    return soon


async def test_stopping_finishes_what_waits(engine, settings):
    inbox = Inbox(engine, settings, lambda: None)
    waiting = [asyncio.create_task(inbox.take(text("可以", str(n), f"customer {n}"))) for n in range(50)]
    await asyncio.sleep(0)
    inbox.stop()
    await inbox.run()
    assert all(receipt.seq for receipt in await asyncio.gather(*waiting))
    with pytest.raises(Unavailable):
        await inbox.take(came())
    assert len(column(engine, kept.c.id)) == 50


async def test_too_much_waiting_is_refused_at_once(engine, settings, monkeypatch):
    monkeypatch.setattr(inboxes, "MOST_WAITING", 0)
    with pytest.raises(Unavailable):
        await Inbox(engine, settings, lambda: None).take(came())


async def test_what_customers_tell_in_words_is_to_be_analysed(inbox, engine):
    await inbox.take(came())
    for n, words in enumerate(("可以", "4分，包装很好", "满意", "满意", "满意", "满意", "希望周末也能送货")):
        await inbox.take(text(words, str(n)))
    with db.reading(engine) as session:
        subjects = [payload["subject"] for payload in session.scalars(select(jobs.c.payload))]
        spoken = session.scalar(
            select(func.count())
            .select_from(answers)
            .where((answers.c.comment != "") | (answers.c.kind == "text"))
        )
        history = session.scalars(select(events.c.trigger).where(events.c.entity == "response")).all()
        said = session.scalars(select(outbox.c.seq).order_by(outbox.c.seq)).all()
    assert subjects.count("answer") == spoken > 0
    assert history == ["begin", "finish"]
    assert said == sorted(set(said))


async def test_a_complaint_gets_a_number_and_can_be_asked_after_in_the_same_batch(inbox, engine):
    await inbox.take(came())
    for n, words in enumerate(
        ("可以", "我要投诉", "箱子破了，里面的碗碎了三个", "跳过", "跳过", "跳过", "跳过")
    ):
        receipt = await inbox.take(text(words, str(n)))
    assert "提交" in str(receipt.lines[-1].payload)
    both = await asyncio.gather(
        inbox.take(text("提交", "yes")), inbox.take(text("我的投诉怎么样了", "state"))
    )
    with db.reading(engine) as session:
        from storage.tables import complaints

        (number,) = session.scalars(select(complaints.c.number))
    assert number in "".join(line.text for line in both[0].lines)
    assert number in "".join(line.text for line in both[1].lines)


async def test_a_customer_whose_coming_failed_is_told_and_has_said_nothing(inbox, engine, monkeypatch):
    def step(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(memory, "step", step)
    receipt = await inbox.take(came())
    assert [line.side for line in receipt.lines] == ["bot"]


async def test_a_closed_complaint_is_reopened_when_the_customer_says_so(inbox, engine):
    from storage import complaints as verbs
    from storage.tables import complaints

    await inbox.take(came())
    told = ("可以", "我要投诉", "箱子破了，里面的碗碎了三个", "跳过", "跳过", "跳过", "跳过", "提交")
    for number, words in enumerate(told):
        await inbox.take(text(words, f"m{number}"))
    with db.writing(engine) as session:
        (key,) = session.scalars(select(complaints.c.id))
        staff = users.add(session, "li", "李工", "handler", "correct horse battery", NOW)
        now = datetime.now(UTC)
        verbs.answer(session, key, staff, "新的今天寄出。", now)
        verbs.move(session, key, "close", "staff", staff, now)
    await inbox.take(text("投诉没解决", "again"))
    await asyncio.gather(inbox.take(text("是的", "yes")), inbox.take(text("我的投诉", "state")))
    assert column(engine, complaints.c.state) == ["investigating"]
    assert column(engine, events.c.actor, events.c.trigger == "reopen") == ["customer"]


async def test_a_parked_message_hides_no_other_reason_to_wait(inbox, engine, monkeypatch):
    await inbox.take(came())
    await inbox.take(text("人工", "1"))

    def fails(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("bot.conversation.memory.step", fails)
    await inbox.take(text("在吗", "2"))
    assert column(engine, kept.c.state, kept.c.state == "parked") == ["parked"]
    assert column(engine, talks.c.waiting_for) == ["human"]


async def test_an_edit_of_a_message_that_answered_several_finds_all_its_answers(inbox, engine):
    for mark, words in enumerate(("你好", "可以", "质量5分，物流4分，服务4分", "3")):
        await inbox.take(text(words, str(mark)))
    edit = text("质量5分，物流2分，服务3分", "edit")._replace(kind="edit", of="li:2")
    said = [await inbox.take(each) for each in (edit, text("是的", "yes"), text("对", "right"))]
    delivery, service, on = (receipt.lines[-1].text for receipt in said)
    assert (delivery[:9], service[:8]) == ("交付与物流这一题，", "服务态度这一题，")
    assert "沟通" in on
    with db.reading(engine) as session:
        values = session.scalars(select(answers.c.value).order_by(answers.c.id)).all()
    assert values == ["5", "2", "3", "3"]
