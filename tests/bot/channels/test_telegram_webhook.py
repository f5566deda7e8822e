"""Telegram by webhook: the secret is checked, an update is kept before it is acknowledged."""

import sqlite3
from contextlib import asynccontextmanager

import aiohttp
import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot import inbox as inboxes
from storage.tables import answers, messages
from tests.bot.channels.test_contract import kept

pytestmark = pytest.mark.usefixtures("webhook_door")

SECRET = "X-Telegram-Bot-Api-Secret-Token"


@asynccontextmanager
async def posting(door, body, **headers):
    async with (
        aiohttp.ClientSession() as http,
        http.post(door.make_url("/telegram"), data=body, headers=headers) as answer,
    ):
        yield answer


async def test_a_talk_goes_through_the_webhook(newcomer, telegram, engine):
    customer = await newcomer()
    await customer.starts()
    await customer.hears("可以开始吗")
    await customer.says("可以")
    await customer.hears("产品质量")
    assert "getUpdates" not in telegram.calls
    assert set(telegram.webhook.answers) == {200}
    assert kept(engine, messages, messages.c.text == "可以") == 1


@pytest.mark.parametrize("headers", [{}, {SECRET: "geheimer"}, {SECRET: ""}, {SECRET: "gehéim"}])
async def test_who_does_not_know_the_secret_is_refused(webhook_door, engine, headers):
    body = b'{"update_id":1,"message":{"message_id":1,"chat":{"id":7,"type":"private"},"text":"x","date":1}}'
    with capture_logs() as logs:
        for _ in range(3):
            async with posting(webhook_door, body, **headers) as answer:
                assert answer.status == 403
    assert kept(engine, messages) == 0
    assert [line["why"] for line in logs if line["event"] == "refused"] == ["secret"], (
        "not one for each: anybody can come here"
    )


async def test_an_update_that_cannot_be_kept_is_not_acknowledged(newcomer, telegram, engine, monkeypatch):
    customer = await newcomer()
    await customer.starts()
    with monkeypatch.context() as out_of_reach:

        def locked(*_, **__):
            raise OperationalError("select 1", {}, sqlite3.OperationalError("database is locked"))

        out_of_reach.setattr(inboxes, "take_batch", locked)
        deed = telegram.does.says(customer.chat, "可以")
        await telegram.until(lambda: telegram.webhook.answers.get(503, 0) >= 2, "refusals")
        assert not telegram.queue.settled(deed.ticket)
    await telegram.arrived(deed)
    await customer.hears("产品质量")
    assert kept(engine, messages, messages.c.text == "可以") == 1


async def test_repeats_are_taken_once(newcomer, telegram, engine):
    customer = await newcomer()
    telegram.faults.set(repeat=1.0)
    telegram.webhook.apart = True
    await customer.starts()
    await customer.hears("可以开始吗")
    for words, reply in (("可以", "产品质量"), ("满意", "物流"), ("一般", "服务态度")):
        await customer.says(words)
        await customer.hears(reply)
    await telegram.until(telegram.queue.idle)
    assert kept(engine, answers) == 2
    assert len(customer.heard) == 4


async def test_a_message_that_comes_late_answers_no_question_asked_since(newcomer, telegram, engine):
    customer = await newcomer()
    await customer.starts()
    await customer.hears("可以开始吗")
    telegram.faults.set(reorder=1.0)
    first = telegram.does.says(customer.chat, "我想先说一句")
    telegram.faults.set(reorder=0.0)
    await customer.says("可以")
    await telegram.arrived(first)
    await customer.hears("产品质量")
    assert kept(engine, messages, messages.c.kind == "text") == 2
    assert kept(engine, answers) == 0


NO_UPDATES = [
    b"",
    b"{",
    b"\xff\xfe",
    b"null",
    b"7",
    b'"x"',
    b"[]",
    b"{}",
    b'{"update_id":1}',
    b'{"update_id":"x","message":[]}',
    b'{"update_id":1,"message":null}',
    b'{"update_id":1,"message":{}}',
    b'{"update_id":1,"message":{"text":"x"}}',
    b'{"update_id":1,"message":{"message_id":1,"chat":{},"text":"x"}}',
    b'{"update_id":1,"message":{"message_id":1,"chat":{"id":"7","type":"private"},"text":"x"}}',
    b'{"update_id":1,"message":{"message_id":true,"chat":{"id":true,"type":"private"},"text":7}}',
    b'{"update_id":1,"message":{"message_id":1e400,"chat":{"id":1e999,"type":"private"}}}',
    b'{"update_id":1,"callback_query":{"id":7,"data":null,"message":7,"from":[]}}',
    b'{"update_id":1,"callback_query":{"id":"7","from":{"id":7},"data":"' + b"x" * 5000 + b'"}}',
    b'{"update_id":1,"unheard_of":{"of":1}}',
    b'{"update_id":1,"edited_message":{"chat":{"id":7,"type":"private"}}}',
    b'{"update_id":1,"deleted_business_messages":{"message_ids":[[],{},null,"7"]}}',
    b'{"update_id":1,"my_chat_member":{"chat":{"id":7,"type":"private"},"new_chat_member":"kicked"}}',
    b'{"update_id":1,"message":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    b'{"update_id":1,"message":' + b"[" * 10_000,
]


async def test_what_is_no_update_is_ignored_or_refused(webhook_door, newcomer, engine, capsys):
    for body in NO_UPDATES:
        async with posting(webhook_door, body, **{SECRET: "geheim"}) as answer:
            assert answer.status in (200, 400), body[:100]
    assert kept(engine, messages) == 0
    logged = capsys.readouterr().out
    assert "malformed" in logged
    assert not any(secret in logged for secret in ("geheim", "unheard_of", "xxx"))
    customer = await newcomer()
    await customer.starts()
    await customer.hears("可以开始吗")


async def test_numbers_beyond_64_bits_are_no_identities(webhook_door, newcomer, engine):
    big = str(2**64 + 7).encode()
    for body in (
        b'{"update_id":1,"message":{"message_id":%b,"date":1,"chat":{"id":7,"type":"private"},"text":"x"}}',
        b'{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":%b,"type":"private"},"text":"x"}}',
        b'{"update_id":%b,"message":{"message_id":-1,"date":1,"chat":{"id":-7,"type":"private"},"text":"x"}}',
    ):
        async with posting(webhook_door, body % big, **{SECRET: "geheim"}) as answer:
            assert answer.status in (200, 400)
    assert kept(engine, messages) == 0


async def test_a_body_of_many_megabytes_is_refused(webhook_door):
    with capture_logs() as logs:
        async with posting(webhook_door, b" " * 5_000_000, **{SECRET: "geheim"}) as answer:
            assert answer.status == 413
    assert [line["why"] for line in logs if line["event"] == "refused"] == ["too_large"]


async def test_without_a_secret_there_is_no_webhook(serve, telegram_settings):
    door = await serve(telegram_settings)
    async with posting(door, b"{}", **{SECRET: ""}) as answer:
        assert answer.status == 404
