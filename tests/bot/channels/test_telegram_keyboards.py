"""Telegram: questions with buttons; what is pressed, typed instead, pressed too late or too often."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage import conversations, db, surveys
from storage.tables import answers, outbox
from tests.bot.channels.test_contract import kept, staff
from tests.bot.waiting import until
from tests.telegram.deeds import buttons

LONG = "q" * 40
MANY = f"""
key = "many"
title = "看重什么"
purpose = "想知道您看重什么"
minutes = 1
closing = "谢谢。"

[[section]]
title = "看重"

[[section.question]]
key = "matters"
kind = "multi"
title = "看重"
text = "您看重哪些方面？"
again = "再选一次？"
hint = "可以选多项。"
option = [
  {{ key = "speed", label = "快" }},
  {{ key = "price", label = "价格" }},
  {{ key = "service", label = "服务" }},
]

[[section.question]]
key = "{LONG}"
kind = "single"
title = "来处"
text = "您从哪里知道我们？"
again = "再选一次？"
hint = "选一个。"
option = [
  {{ key = "{"a" * 39}", label = "朋友说的" }},
  {{ key = "{"b" * 39}", label = "自己找的" }},
]
"""


@pytest.fixture
def many(engine):
    with db.writing(engine) as session:
        surveys.import_(session, MANY, datetime.now(UTC))
        surveys.publish(session, "many", datetime.now(UTC))


async def begun(meet):
    customer = await meet()
    await customer.starts()
    await customer.hears("可以开始吗")
    await customer.picks("可以，开始")
    return customer


def given(engine) -> list:
    with db.reading(engine) as session:
        return list(session.scalars(select(answers.c.value).order_by(answers.c.id)))


async def noted(engine) -> None:
    """It stands in the database under which message each question was sent: the keyboard of one that is then
    answered in words is found at once, however slow this machine is."""
    await until(lambda: kept(engine, outbox, outbox.c.state != "sent") == 0)


def under(customer, words: str):
    """The message with these words as it looks now."""
    return next(message for message in customer.shown if words in message["text"])


async def test_a_level_is_picked_by_its_button_and_the_keyboard_goes_away(meet, engine):
    customer = await begun(meet)
    await customer.hears("产品质量")
    await customer.picks(customer.button("4"))
    await customer.hears("物流")
    assert given(engine) == ["4"]
    await customer.until(lambda: not buttons(under(customer, "产品质量")), "the keyboard to go")
    assert "✓" in under(customer, "产品质量")["text"]
    assert "满意" in under(customer, "产品质量")["text"].partition("✓")[2]


async def test_every_press_is_let_go(meet, telegram):
    customer = await begun(meet)
    await customer.hears("产品质量")
    await customer.until(lambda: len(telegram.world.answered) == 1, "the press to be answered")


async def test_a_keyboard_goes_away_when_the_answer_is_typed(meet, engine):
    customer = await begun(meet)
    await customer.hears("产品质量")
    await noted(engine)
    await customer.says("很满意")
    await customer.hears("物流")
    await customer.until(lambda: not buttons(under(customer, "产品质量")), "the keyboard to go")
    assert buttons(under(customer, "物流"))


async def test_what_is_agreed_skipped_or_stopped_in_words_puts_its_keyboard_away_too(meet, engine):
    customer = await meet()
    await customer.starts()
    await customer.hears("可以开始吗")
    await noted(engine)
    await customer.says("可以")
    await customer.hears("产品质量")
    await customer.until(lambda: not buttons(under(customer, "可以开始吗")), "consent to go")
    await noted(engine)
    await customer.says("/skip")
    await customer.hears("物流")
    await customer.until(lambda: not buttons(under(customer, "产品质量")), "the question skipped to go")
    assert "✓" not in under(customer, "产品质量")["text"]
    await noted(engine)
    await customer.says("/stop")
    await customer.until(lambda: not buttons(under(customer, "物流")), "the last question to go")


async def test_a_press_while_a_person_answers_is_shown_as_no_answer(meet, telegram, engine):
    customer = await begun(meet)
    await customer.hears("产品质量")
    with db.writing(engine) as session:
        key = conversations.find(session, ("telegram", str(customer.chat)))
        conversations.hold(session, key, staff(session), datetime.now(UTC))
    pressed = len(telegram.world.answered)
    await customer.picks(customer.button("4"))
    await customer.until(lambda: len(telegram.world.answered) > pressed, "the press to be let go")
    assert buttons(under(customer, "产品质量"))
    assert "✓" not in under(customer, "产品质量")["text"]
    assert given(engine) == []


async def test_a_button_pressed_twice_is_one_answer(meet, telegram, engine):
    customer = await begun(meet)
    await customer.hears("产品质量")
    asked = customer.asked
    label = customer.button("4")
    deeds = [telegram.does.presses(customer.chat, label, asked["message_id"]) for _ in range(3)]
    for deed in deeds:
        await telegram.arrived(deed)
    await customer.hears("物流")
    assert kept(engine, answers) == 1
    await customer.until(lambda: len(telegram.world.answered) == 4, "all presses to be let go")
    await customer.until(lambda: "✓" in under(customer, "产品质量")["text"], "the answer to be marked")
    await customer.picks(customer.button("5"))
    await customer.hears("服务态度")
    assert not any("没有照它记" in words for words in customer.heard)


async def test_the_button_of_an_old_question_records_nothing_and_is_answered(meet, telegram, engine):
    customer = await begun(meet)
    await customer.hears("产品质量")
    telegram.faults.set(fail=1.0, methods={"editMessageText", "editMessageReplyMarkup"})
    old = customer.asked["message_id"]
    await noted(engine)
    await customer.says("满意")
    await customer.hears("物流")
    await noted(engine)
    await customer.says("满意")
    await customer.hears("服务态度")
    await customer.until(lambda: telegram.calls["editMessageText"] == 3, "the ticks")
    heard = len(customer.heard)
    await customer.picks(customer_label(customer, old), old)
    await customer.until(lambda: len(customer.heard) > heard, "an answer")
    await customer.until(lambda: len(telegram.world.answered) == 2, "the press to be let go")
    assert given(engine) == ["4", "4"]
    await customer.picks(customer.button("4"))
    await customer.hears("价格")
    await customer.until(lambda: telegram.calls["editMessageReplyMarkup"] == 1, "the old one to go as well")
    await customer.until(lambda: telegram.calls["editMessageText"] == 4, "the last tick")


def customer_label(customer, message_id: int) -> str:
    message = next(m for m in customer.shown if m["message_id"] == message_id)
    return buttons(message)[0]["text"]


async def test_a_press_that_telegram_has_forgotten_is_answered_all_the_same(meet, telegram, engine):
    """It has been taken, but no answer to it is accepted any more: the talk goes on."""
    customer = await begun(meet)
    await customer.hears("产品质量")
    asked = customer.asked
    deed = telegram.does.presses(customer.chat, customer.button("4"), asked["message_id"])
    telegram.world.pressed.clear()
    await telegram.arrived(deed)
    await customer.hears("物流")
    assert kept(engine, answers) == 1


async def test_several_are_ticked_and_handed_in_as_one_answer(many, meet, engine):
    customer = await begun(meet)
    await customer.hears("看重哪些")
    for label in ("快", "服务"):
        await customer.picks(label)
        await customer.until(lambda label=label: any(f"✓ {label}" == each for each in customer.labels))
    await customer.picks("✓ 快")
    await customer.until(lambda: "快" in customer.labels, "the tick to go")
    await customer.picks("价格")
    await customer.until(lambda: "✓ 价格" in customer.labels)
    assert given(engine) == []
    await customer.picks(customer.labels[-1])
    await customer.hears("哪里知道")
    assert given(engine) == [["price", "service"]]
    await customer.until(lambda: not buttons(under(customer, "看重哪些")), "the keyboard to go")
    told = under(customer, "看重哪些")["text"].partition("✓")[2]
    assert "价格" in told
    assert "服务" in told
    assert "快" not in told


async def test_ticks_set_quickly_all_count(many, meet, telegram, engine):
    """Faster than the keyboard can be edited: each press comes with the keyboard as it was shown."""
    customer = await begun(meet)
    await customer.hears("看重哪些")
    asked = dict(customer.asked)
    telegram.faults.set(delay=(0.05, 0.05))
    for label in ("快", "价格", "服务"):
        telegram.does.presses(customer.chat, label, asked["message_id"])
    await telegram.until(telegram.queue.idle)
    await customer.picks(buttons(asked)[-1]["text"], asked["message_id"])
    await customer.hears("哪里知道")
    assert given(engine) == [["speed", "price", "service"]]


async def test_a_tick_handed_over_twice_is_set_once(many, meet, telegram, engine):
    customer = await begun(meet)
    await customer.hears("看重哪些")
    telegram.faults.set(repeat=1.0)
    await customer.picks("快")
    await telegram.until(telegram.queue.idle)
    await customer.until(lambda: "✓ 快" in customer.labels)
    await customer.picks(customer.labels[-1])
    await customer.hears("哪里知道")
    assert given(engine) == [["speed"]]


async def test_nothing_ticked_is_asked_again_and_the_keyboard_stays(many, meet, telegram, engine):
    customer = await begun(meet)
    asked = await customer.hears("看重哪些")
    heard = len(customer.heard)
    await customer.picks(customer.labels[-1])
    await customer.until(lambda: len(customer.heard) > heard, "to be asked again")
    await customer.picks("快", asked["message_id"])
    await customer.until(lambda: len(telegram.world.answered) == 3, "all presses to be let go")
    assert given(engine) == []
    assert buttons(next(m for m in customer.shown if m["message_id"] == asked["message_id"]))


async def test_a_choice_too_long_for_a_button_is_found_again(many, meet, engine):
    customer = await begun(meet)
    await customer.hears("看重哪些")
    await noted(engine)
    await customer.says("快")
    await customer.hears("哪里知道")
    assert all(button["callback_data"].startswith("#") for button in buttons(customer.asked))
    await customer.picks("自己找的")
    await until(lambda: given(engine) == [["speed"], "b" * 39])
    await customer.until(lambda: not buttons(under(customer, "哪里知道")), "the keyboard to go")


NO_BUTTON = ["#" + "x" * 22, "=", "+", "|", "1.quality|", "=1.quality", "7"]


async def test_data_that_no_button_has_records_nothing_and_the_talk_goes_on(meet, engine):
    customer = await begun(meet)
    await customer.hears("产品质量")
    for data in NO_BUTTON:
        await customer.picks(data, shown=False)
    assert given(engine) == []
    await customer.says("满意")
    await customer.hears("物流")
    assert given(engine) == ["4"]


async def test_long_texts_come_whole_in_several_messages(meet, engine, telegram):
    from tests.bot.channels.telegram import Person
    from tests.bot.channels.test_contract import staff_say

    customer = await begun(meet)
    await customer.hears("产品质量")
    long = "".join(f"第{number}句：都记下了。" for number in range(900))
    staff_say(engine, Person(customer), long)
    await customer.hears("第899句")
    parts = [text for text in customer.heard if "句：都记下了" in text]
    assert "".join(part.replace("\n", "") for part in parts).replace(" ", "").endswith(long[-50:])
    assert len(parts) == 3
    assert "".join(parts) == f"小王：{long}"
