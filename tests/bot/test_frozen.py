"""A process gets no time for longer than its leases: another takes over; it goes on, and harms nothing."""

import asyncio
import os
import signal
import sys

import pytest

from storage.tables import outbox
from tests.bot.channels.telegram import begun
from tests.bot.channels.test_contract import kept
from tests.bot.waiting import until
from tests.databases import ON_POSTGRESQL

BOT = """
import runpy
from datetime import timedelta
from bot import delivery
from bot.telegram import polling
from storage import db
delivery.LEASE, delivery.START_SECONDS, delivery.LOOK_SECONDS = timedelta(seconds=3), 1.0, 0.2
polling.LEASE, polling.RENEWED, polling.LOOK_AGAIN = timedelta(seconds=2), 0.5, 0.2
db.STALLED_SECONDS = 3
runpy.run_module("bot", run_name="__main__")
"""
"""The bot with short leases."""


@pytest.fixture
async def bot(telegram_settings, unused_tcp_port_factory):
    """`await bot()`: another process of it, on the same database."""
    started = []

    async def start() -> asyncio.subprocess.Process:
        given = {
            "DATABASE_URL": telegram_settings.database_url,
            "DATA": str(telegram_settings.data),
            "ORGANISATION": telegram_settings.organisation,
            "BOT_PORT": str(unused_tcp_port_factory()),
            "TELEGRAM_TOKEN": telegram_settings.telegram_token,
            "TELEGRAM_API_URL": telegram_settings.telegram_api_url,
            "LOG_LEVEL": "warning",
        }
        environment = {**os.environ, **{f"MANYI_{name}": value for name, value in given.items()}}
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", BOT, env=environment)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        await process.wait()


@ON_POSTGRESQL
async def test_the_leases_of_a_frozen_process_are_taken_over_and_nothing_is_doubled_when_it_goes_on(
    bot, newcomer, telegram, engine
):
    first = await bot()
    customer = await begun(newcomer)
    await until(lambda: kept(engine, outbox, outbox.c.state != "sent") == 0)
    calls, heard = telegram.calls["sendMessage"], len(customer.heard)
    telegram.faults.set(delay=(1.0, 1.0))
    telegram.does.says(customer.chat, "满意")
    await telegram.until(lambda: telegram.calls["sendMessage"] > calls, "a reply to be on its way")
    first.send_signal(signal.SIGSTOP)
    await customer.until(lambda: len(customer.heard) > heard, "the reply that was in flight")
    telegram.faults.clear()
    assert kept(engine, outbox, outbox.c.state == "sending") == 1
    await bot()
    for words, reply in (("满意", "服务态度"), ("满意", "价格")):
        await customer.says(words)
        await customer.hears(reply)
    first.send_signal(signal.SIGCONT)
    for words in ("满意", "没有了"):
        before = len(customer.heard)
        await customer.says(words)
        await customer.until(lambda before=before: len(customer.heard) > before, "a reply")
    await until(lambda: kept(engine, outbox, outbox.c.state != "sent") == 0)
    told = customer.heard[heard:]
    assert [told.count(text) for text in dict.fromkeys(told)] == [2, *[1] * (len(set(told)) - 1)]
