"""The chat page where a proxy forbids WebSocket, at the real door."""

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import expect

from bot.__main__ import app
from storage import db
from tests.browser.conftest import PHONE
from tests.browser.test_chat_page import bubbles, write


class Proxy:
    """What stands between the page and the door. `forbids`: no WebSocket gets through."""

    def __init__(self):
        self.forbids = True
        self.asked = []

    @web.middleware
    async def stand(self, request, handler):
        self.asked.append((request.method, request.path))
        if request.path == "/chat/ws" and self.forbids:
            raise web.HTTPForbidden
        return await handler(request)

    def count(self, method, path):
        return self.asked.count((method, path))


@pytest_asyncio.fixture(loop_scope="session")
async def place(settings):
    """(the proxy, the address) of a door behind a proxy."""
    engine = db.engine(settings.database_url)
    door = app(engine, settings)
    proxy = Proxy()
    door.middlewares.append(proxy.stand)
    async with TestServer(door) as server:
        yield proxy, str(server.make_url("/"))
    engine.dispose()


async def test_a_survey_is_answered_where_websocket_is_forbidden(place, open_page):
    proxy, address = place
    page = await open_page(address, **PHONE)
    await page.get_by_role("button", name="可以，开始").click()
    await page.get_by_role("radio", name="9", exact=True).click()
    await page.get_by_role("radio", name="5 星").click()
    await expect(page.locator("#count")).to_have_text("第 3 题，共 6 题")
    await expect(bubbles(page)).to_have_text(["可以，开始", "9", "5 星"])
    await expect(page.locator("#banner")).to_be_empty()
    assert proxy.count("GET", "/chat/ws") == 2, "after two failures the page knows"
    await page.reload()
    await expect(bubbles(page)).to_have_text(["可以，开始", "9", "5 星"])
    assert proxy.count("GET", "/chat/ws") == 2, "and remembers it in this tab"


async def test_what_was_written_while_the_line_was_down_arrives_once_and_in_order(place, open_page):
    _, address = place
    page = await open_page(address, **PHONE)
    await page.get_by_role("button", name="可以，开始").click()
    await expect(page.locator("#count")).to_have_text("第 1 题，共 6 题")
    await page.context.set_offline(True)
    await write(page, "9 分")
    await write(page, "五颗星")
    await expect(page.locator(".unsent.waiting")).to_have_count(2)
    await page.context.set_offline(False)
    await expect(bubbles(page)).to_have_text(["可以，开始", "9 分", "五颗星"])
    await expect(page.locator(".unsent")).to_have_count(0)
    await expect(page.locator("#count")).to_have_text("第 3 题，共 6 题")


async def test_two_tabs_show_the_same(place, open_page):
    _, address = place
    page = await open_page(address)
    await page.get_by_role("button", name="可以，开始").click()
    other = await page.context.new_page()
    await other.goto(address)
    await expect(bubbles(other)).to_have_text(["可以，开始"])
    await other.get_by_role("radio", name="3", exact=True).click()
    await expect(bubbles(page)).to_have_text(["可以，开始", "3"])


@pytest.mark.parametrize("forbids", [True, False])
async def test_a_socket_is_preferred(place, open_page, forbids):
    proxy, address = place
    proxy.forbids = forbids
    page = await open_page(address)
    await expect(page.locator(".picker")).to_have_count(1)
    assert bool(proxy.count("POST", "/chat/frames")) is forbids
