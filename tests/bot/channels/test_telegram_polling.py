"""Telegram, polled: an update is let go only after the commit, by one process at a time."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot import inbox as inboxes
from bot.telegram import api, polling
from bot.telegram.events import CHANNEL
from storage import db, leases
from storage.tables import answers, messages
from storage.tables import leases as held
from tests.bot.channels.test_contract import kept
from tests.bot.customer import Customer
from tests.bot.waiting import until

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
def impatient(monkeypatch):
    """Pauses between tries are the bot's own affair: short ones here."""
    monkeypatch.setattr(api, "LONGEST_PAUSE", 0.01)
    monkeypatch.setattr(polling, "LOOK_AGAIN", 0.01)


def locked(*_, **__):
    raise OperationalError("select 1", {}, sqlite3.OperationalError("database is locked"))


async def test_an_update_whose_commit_fails_comes_again_and_is_taken_once(
    meet, telegram, engine, monkeypatch
):
    customer = await meet()
    await customer.starts()
    await customer.hears("可以开始吗")
    real, failed = inboxes.take_batch, []

    def twice(*given, **named):
        if len(failed) < 2:
            failed.append(1)
            locked()
        return real(*given, **named)

    monkeypatch.setattr(inboxes, "take_batch", twice)
    await customer.says("可以")
    await customer.hears("产品质量")
    assert len(failed) == 2
    assert kept(engine, messages, messages.c.text == "可以") == 1


async def test_while_nothing_can_be_kept_no_update_is_let_go(meet, telegram, engine, monkeypatch):
    customer = await meet()
    await customer.starts()
    before = telegram.polling.offset
    with monkeypatch.context() as out_of_reach:
        out_of_reach.setattr(inboxes, "take_batch", locked)
        deed = telegram.does.says(customer.chat, "可以")
        asked = telegram.calls["getUpdates"]
        await telegram.until(lambda: telegram.calls["getUpdates"] > asked + 3)
        assert not telegram.queue.settled(deed.ticket)
        assert telegram.polling.offset <= before + 1
    await telegram.arrived(deed)
    await customer.hears("产品质量")


async def test_what_was_kept_but_not_confirmed_is_taken_once_by_the_next_process(
    serve, newcomer, telegram, telegram_settings, engine, monkeypatch
):
    monkeypatch.setattr("bot.delivery.STOP_SECONDS", 30.0)  # the reply on its way is not broken off
    customer = await newcomer()
    first = await serve(telegram_settings)
    await customer.starts()
    await customer.hears("可以开始吗")
    await telegram.until(lambda: telegram.polling.pollers)
    deed = telegram.does.says(customer.chat, "可以")
    telegram.faults.set(fail=1.0, methods={"getUpdates"})
    await until(lambda: kept(engine, messages, messages.c.text == "可以") == 1)
    await first.close()
    assert not telegram.queue.settled(deed.ticket)
    telegram.faults.clear()
    await serve(telegram_settings)
    await telegram.arrived(deed)
    await customer.hears("产品质量")
    assert kept(engine, messages, messages.c.text == "可以") == 1
    assert sum("产品质量" in text for text in customer.heard) == 1


@pytest.mark.parametrize("killed", [False, True])
async def test_one_process_polls_and_the_next_takes_over_when_it_is_gone(
    serve, newcomer, telegram, telegram_settings, engine, monkeypatch, killed
):
    """Who is killed does not give the lease back: it runs out."""
    if killed:
        monkeypatch.setattr(leases, "release", lambda *_: None)
    first = await serve(telegram_settings)
    customer = await newcomer()
    await customer.starts()
    await customer.hears("可以开始吗")
    await serve(telegram_settings)
    await telegram.until(lambda: telegram.calls["setMyCommands"] == 4, "the second to have started")
    for words, reply in (("可以", "产品质量"), ("满意", "物流"), ("满意", "服务态度")):
        await customer.says(words)
        await customer.hears(reply)
    await first.close()
    if killed:
        await telegram.until(lambda: not telegram.polling.pollers, "nobody to poll")
        with db.writing(engine) as session:
            over = datetime.now(UTC) - timedelta(seconds=1)
            session.execute(update(held).where(held.c.name == CHANNEL).values(until=over))
    await customer.says("满意")
    await customer.hears("价格")
    assert telegram.polling.conflicts == 0


async def test_updates_come_when_telegram_is_back(meet, telegram):
    customer = await meet()
    await customer.starts()
    await telegram.fails()
    deed = telegram.does.says(customer.chat, "可以")
    await telegram.is_back()
    await telegram.arrived(deed)
    await customer.hears("产品质量")


@pytest.mark.parametrize("fault", ["fail", "refuse", "reset_before", "reset_after"])
async def test_a_poll_that_fails_is_made_again(meet, telegram, fault, engine):
    customer = await meet()
    await customer.starts()
    await customer.hears("可以开始吗")
    telegram.faults.retry_after = 1
    telegram.faults.once("getUpdates", fault)
    await customer.says("可以")
    await customer.hears("产品质量")
    assert kept(engine, messages, messages.c.text == "可以") == 1


async def test_repeats_and_another_order_change_nothing(meet, telegram, engine):
    customer = await meet()
    await customer.starts()
    await customer.hears("可以开始吗")
    telegram.faults.set(repeat=1.0)
    for words, reply in (("可以", "产品质量"), ("满意", "物流"), ("满意", "服务态度")):
        await customer.says(words)
        await customer.hears(reply)
    assert kept(engine, answers) == 2
    assert telegram.faults.happened["repeat"] == 3
    assert len(customer.heard) == 4


async def test_the_menu_of_commands_is_set(meet, telegram):
    await telegram.until(lambda: telegram.world.commands)
    assert {"complaint", "status", "human", "help"} <= {each["command"] for each in telegram.world.commands}
    assert all(each["description"] for each in telegram.world.commands)


async def test_the_door_opens_while_telegram_is_out_of_reach(serve, newcomer, telegram, telegram_settings):
    await telegram.fails()
    await serve(telegram_settings)
    customer = await newcomer()
    deed = telegram.does.starts(customer.chat)
    await telegram.is_back()
    await telegram.arrived(deed)
    await customer.hears("可以开始吗")
    await telegram.until(lambda: telegram.world.commands)


async def test_a_webhook_set_before_does_not_keep_updates_from_who_polls(
    serve, newcomer, telegram, telegram_settings
):
    await telegram.webhook.set(["http://127.0.0.1:9/telegram"])
    await serve(telegram_settings)
    customer = await newcomer()
    await customer.starts()
    await customer.hears("可以开始吗")


async def test_a_wrong_token_is_told_of_and_web_chat_goes_on(serve, telegram_settings, capsys):
    wrong = "7000000001:wrongwrongwrongwrongwrongwrongwrong"
    door = await serve(telegram_settings.model_copy(update={"telegram_token": wrong}))
    logged = []

    def told() -> bool:
        logged.append(capsys.readouterr().out)
        return "MANYI_TELEGRAM_TOKEN" in "".join(logged)

    await until(told)
    customer = Customer(str(door.make_url("/")))
    await customer.connect()
    await customer.hears("可以开始吗")
    await customer.leave()
    assert "wrongwrong" not in "".join(logged)
