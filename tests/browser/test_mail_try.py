"""The guided page shows a second frame, in which a reply is tried as a mail."""

import os
from pathlib import Path

import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from bot.__main__ import app
from bot.web.mail_try import PATH
from storage import db
from storage.settings import Settings
from tests.browser.conftest import LOOKS

PICTURES = os.environ.get("MANYI_PICTURES")


@pytest_asyncio.fixture(loop_scope="session")
async def door(copied, tmp_path):
    """The address of the customers' door of a demonstration."""
    url = copied(db.upgrade)
    engine = db.engine(url)
    settings = Settings(database_url=url, data=tmp_path, demo=True, _env_file=None)
    async with TestServer(app(engine, settings)) as server:
        yield str(server.make_url(PATH))
    engine.dispose()


@LOOKS
async def test_one_look_at_the_example(screen, scheme, door, open_page):
    page = await open_page(door, color_scheme=scheme, **screen)
    await sound(page, f"mail-try-before-{scheme}")
    await page.get_by_role("button", name="看看结果").click()
    await expect(page.locator(".kept .words")).to_have_text("1. 4分\n2. 师傅来晚了半小时，别的都好。")
    await expect(page.locator(".cut .why")).to_have_count(3)
    await sound(page, f"mail-try-{scheme}")


async def sound(page, name):
    """No axe violation, not wider than the screen; pictured where that is wanted."""
    found = await Axe().run(page)
    assert not found.response["violations"], (name, found.generate_report())
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
