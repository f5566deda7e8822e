"""Telegram: what customers say and take back, how they come, whom the bot does not talk to."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from storage import db, surveys
from storage.tables import answers, conversations, messages, responses
from tests.bot.channels.telegram import begun
from tests.bot.channels.test_contract import kept
from tests.bot.waiting import until

NPS = Path("storage/data/surveys/nps.toml").read_text("utf-8")


def texts(engine) -> list[str]:
    with db.reading(engine) as session:
        return list(session.scalars(select(messages.c.text).order_by(messages.c.id)))


async def test_a_deep_link_opens_the_survey_it_names(meet, engine):
    with db.writing(engine) as session:
        surveys.import_(session, NPS, datetime.now(UTC))
        surveys.publish(session, "nps", datetime.now(UTC))
    first, second = await meet(), await meet()
    await first.starts("satisfaction")
    await first.hears("可以开始吗")
    await first.picks("可以，开始")
    await first.hears("产品质量")
    await second.starts("nps")
    await second.hears("可以开始吗")
    await second.picks("可以，开始")
    await until(lambda: kept(engine, responses) == 2)
    with db.reading(engine) as session:
        versions = set(session.scalars(select(responses.c.version_id)))
    assert len(versions) == 2


async def test_a_deep_link_to_nothing_opens_the_talk_all_the_same(meet):
    for payload in ("no_such", "x" * 64, "../../etc", "满意", "-", "1" * 200):
        customer = await meet()
        await customer.starts(payload)
        await customer.hears("可以开始吗")


async def test_start_in_the_middle_loses_nothing(meet, engine):
    customer = await begun(meet)
    await customer.says("满意")
    await customer.hears("物流")
    heard = len(customer.heard)
    await customer.starts()
    await customer.until(lambda: len(customer.heard) > heard, "an answer to /start")
    assert kept(engine, answers) == 1


async def test_the_commands_of_the_menu_are_understood_with_and_without_our_name(meet, telegram):
    customer = await begun(meet)
    await customer.says("/help")
    await customer.hears("随时可以说")
    await customer.says("/human@manyi_bot")
    await customer.hears("同事")


async def test_an_unknown_command_is_answered(meet):
    customer = await begun(meet)
    heard = len(customer.heard)
    await customer.says("/drop_tables now")
    await customer.until(lambda: len(customer.heard) > heard, "an answer")


async def test_an_edit_of_an_answer_is_offered_as_a_correction(meet, engine):
    customer = await begun(meet)
    mark = await customer.says("满意")
    await customer.hears("物流")
    heard = len(customer.heard)
    await customer.edits(mark, "不满意")
    await customer.until(lambda: len(customer.heard) > heard, "an offer to correct")
    assert values(engine) == ["4"]
    await customer.says("是的")
    await until(lambda: values(engine) == ["2"])


def values(engine) -> list:
    with db.reading(engine) as session:
        return list(session.scalars(select(answers.c.value).order_by(answers.c.id)))


async def test_an_edit_is_kept_beside_what_was_said_and_taken_once(meet, telegram, engine):
    customer = await begun(meet)
    mark = await customer.says("这一句不是答案也没有关系")
    telegram.faults.set(repeat=1.0)
    await customer.edits(mark, "这一句改过了")
    await telegram.until(telegram.queue.idle)
    assert kept(engine, messages, messages.c.kind == "edit") == 1
    assert {"这一句不是答案也没有关系", "这一句改过了"} <= set(texts(engine))


async def test_what_is_taken_back_in_a_business_chat_is_marked_and_its_words_are_gone(meet, telegram, engine):
    telegram.does.connects("Bc-1", 500)
    said = telegram.does.sends(1001, connection="Bc-1", text="你好，我想问一下")
    await telegram.arrived(said)
    await telegram.until(lambda: telegram.sent(1001, "Bc-1"), "an answer in the business chat")
    await telegram.arrived(telegram.does.deletes(1001, said.message_id, connection="Bc-1"))
    await until(lambda: kept(engine, messages, messages.c.kind == "withdraw") == 1)
    assert kept(engine, messages, messages.c.state == "withdrawn") == 1
    assert "你好，我想问一下" not in texts(engine)
    with db.reading(engine) as session:
        assert session.scalars(select(conversations.c.address)).all() == ["1001:Bc-1"]


async def test_what_cannot_be_read_is_answered(meet, engine):
    customer = await begun(meet)
    for name in ("sticker", "location"):
        heard = len(customer.heard)
        await customer.does(name)
        await customer.until(lambda heard=heard: len(customer.heard) > heard, "an answer")
    assert kept(engine, answers) == 0


OTHERS: list[dict] = [
    {"poll": {"id": "1", "question": "好吗", "options": []}},
    {"contact": {"phone_number": "13800000000", "first_name": "李"}},
    {"dice": {"emoji": "🎲", "value": 6}},
    {"successful_payment": {"currency": "CNY", "total_amount": 100}},
    {"venue": {"title": "x"}},
    {"game": {"title": "x"}},
    {"new_chat_photo": []},
    {"something_new": {"text": "5"}},
]


async def handed(telegram, update) -> None:
    """The bot is handed this update, although it did not ask for its kind."""
    telegram.queue.everything = True
    deed = telegram.does.raw(update)
    assert not telegram.queue.settled(deed.ticket)
    await telegram.arrived(deed)


async def test_other_things_sent_record_no_answer_and_stop_nothing(meet, telegram, engine):
    customer = await begun(meet)
    for content in OTHERS:
        await customer.does("sends", **content)
    for kind in ("pre_checkout_query", "inline_query", "poll", "chat_join_request", "something_new"):
        user = telegram.world.chat(customer.chat).user
        await handed(telegram, {kind: {"id": "1", "from": user, "query": "5"}})
    assert kept(engine, answers) == 0
    await customer.says("满意")
    await customer.hears("物流")
    assert kept(engine, answers) == 1


async def test_messages_from_the_future_came_now_and_those_replayed_from_last_week_come_once(
    meet, telegram, engine
):
    customer = await begun(meet)
    now, week = telegram.world.date(), 7 * 24 * 3600
    first = await customer.says("满意", date=now + week)
    await customer.hears("物流")
    await customer.says("", mark=first)
    old = telegram.world.chat(customer.chat).messages
    told = next(iter(old.values()))
    replayed = {"message_id": min(old) - 50, "date": now - week, "text": "不满意"}
    await telegram.arrived(telegram.does.raw({"message": {**told, **replayed}}, customer.chat))
    await telegram.until(telegram.queue.idle)
    assert values(engine) == ["4"]
    with db.reading(engine) as session:
        times = session.scalars(select(messages.c.received_at)).all()
    assert all(at <= datetime.now(UTC) for at in times)
    assert kept(engine, messages, messages.c.text == "满意") == 1


async def test_channel_posts_and_service_messages_are_ignored(meet, telegram, engine):
    customer = await begun(meet)
    before = kept(engine, messages)
    channel = {"id": -1009, "type": "channel", "title": "频道"}
    post = {"message_id": 5, "date": 1, "chat": channel, "sender_chat": channel, "text": "通知"}
    for kind in ("channel_post", "edited_channel_post", "message"):
        await handed(telegram, {kind: post})
    await customer.says("满意")
    await customer.hears("物流")
    assert kept(engine, messages) == before + 1


async def test_a_group_is_refused_politely_and_left(meet, telegram, engine):
    await telegram.arrived(telegram.does.invites(-500, by=1001))
    await telegram.until(lambda: telegram.world.chat(-500).left, "the bot to leave")
    said = [row for row in telegram.sent(-500) if row["method"] == "sendMessage"]
    assert len(said) == 1
    assert "青禾家居" in said[0]["text"]
    assert kept(engine, messages) == 0


async def test_talk_in_a_group_is_nobodys_answer(meet, telegram, engine):
    for _ in range(5):
        telegram.does.says(-500, "1")
    await telegram.until(telegram.queue.idle)
    await telegram.until(lambda: telegram.world.chat(-500).left, "the bot to leave")
    assert len([row for row in telegram.sent(-500) if row["method"] == "sendMessage"]) == 1
    assert kept(engine, messages) == 0
