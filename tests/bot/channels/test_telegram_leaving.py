"""Telegram: customers who block the bot are noticed, left alone, and talked to again when they write."""

from sqlalchemy import select

from storage import db
from storage.tables import conversations, outbox
from tests.bot.channels.telegram import Person, begun
from tests.bot.channels.test_contract import kept, staff_say
from tests.bot.waiting import until


def left(engine) -> bool:
    with db.reading(engine) as session:
        return session.scalars(select(conversations.c.left_at)).one() is not None


async def test_who_blocks_the_bot_is_noticed_and_sent_nothing(meet, telegram, engine):
    customer = await begun(meet)
    await customer.does("blocks")
    await until(lambda: left(engine))
    calls = telegram.calls["sendMessage"]
    staff_say(engine, Person(customer), "您还在吗")
    await until(lambda: kept(engine, outbox, outbox.c.state == "failed") >= 1)
    await until(lambda: kept(engine, outbox, outbox.c.state.in_(["waiting", "sending"])) == 0)
    assert telegram.calls["sendMessage"] == calls


async def test_who_has_blocked_the_bot_unseen_is_noticed_when_something_is_sent(meet, telegram, engine):
    customer = await begun(meet)
    telegram.world.chat(customer.chat).blocked = True
    staff_say(engine, Person(customer), "您还在吗")
    await until(lambda: left(engine))
    assert kept(engine, outbox, outbox.c.state.in_(["waiting", "sending"])) == 0


async def test_who_writes_again_is_talked_to_again(meet, telegram, engine):
    customer = await begun(meet)
    await customer.does("blocks")
    await until(lambda: left(engine))
    await customer.does("unblocks")
    await customer.says("满意")
    await customer.hears("物流")
    assert not left(engine)


async def test_who_blocks_the_bot_before_ever_writing_is_no_conversation(meet, telegram, engine):
    customer = await meet()
    await customer.does("blocks")
    await customer.does("unblocks")
    assert kept(engine, conversations) == 0
    await customer.starts()
    await customer.hears("可以开始吗")


async def test_one_who_has_left_holds_up_nobody(meet, telegram, engine):
    gone, other = await begun(meet), await begun(meet)
    telegram.world.chat(gone.chat).blocked = True
    staff_say(engine, Person(gone), "您还在吗")
    staff_say(engine, Person(other), "您好")
    await other.hears("您好")
