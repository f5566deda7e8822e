"""Other settings are chosen while the door is open: it begins anew by itself, as the same process."""

import asyncio
import signal
from datetime import UTC, datetime

import aiohttp
import pytest

from storage import db, options, rulings, users
from tests.bot.test_killed import STARTS_WITHIN, Door

PNG = b"\x89PNG\r\n\x1a\n..."


@pytest.fixture
async def running(settings, unused_tcp_port):
    door = Door(settings, unused_tcp_port)
    await door.open()
    yield door
    if door.process.returncode is None:
        await door.end(signal.SIGKILL)


async def page(door: Door) -> str:
    """The chat's page; empty while nobody answers."""
    try:
        async with aiohttp.ClientSession() as http, http.get(door.url) as answer:
            return await answer.text()
    except aiohttp.ClientConnectionError:
        return ""


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_it_begins_anew_as_the_same_process(engine, running):
    assert "我们" in await page(running)
    with db.writing(engine) as session:
        now = datetime.now(UTC)
        chief = users.add(session, "chief", "李工", "administrator", "orange-boat-seventeen", now)
        options.put(session, {"organisation": "新的名字"}, chief, now)
        options.put_logo(session, PNG, chief, now)
        rulings.put(session, "texts:zh-CN", '"web.subtitle" = "在这里慢慢说"\n', chief, now)
    async with asyncio.timeout(STARTS_WITHIN):
        while "新的名字" not in (html := await page(running)):  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0.05)
    assert running.process.returncode is None
    assert "在这里慢慢说" in html
    async with aiohttp.ClientSession() as http, http.get(running.url + "logo") as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", PNG)
    assert await running.end(signal.SIGTERM) == 0
