"""The first start in a real browser: with scripts and without, on a phone and on a laptop, read by axe."""

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from admin import web
from storage import db
from storage.settings import Settings
from tests.browser.conftest import LAPTOP, PHONE

SCREENS = pytest.mark.parametrize(
    "screen",
    [
        pytest.param({**PHONE, "color_scheme": "dark", "java_script_enabled": False}, id="phone-no-js"),
        pytest.param({**LAPTOP, "color_scheme": "light"}, id="laptop"),
    ],
)
HOUSE = {"organisation": "青禾家居", "name": "王工", "login": "admin"}


@pytest_asyncio.fixture(loop_scope="session")
async def house(copied, library):
    """The address of a staff's door with no account."""
    url = copied(db.upgrade)
    engine = db.engine(url)
    async with TestServer(
        web.app(engine, Settings(database_url=url, data=library, _env_file=None))
    ) as server:
        yield str(server.make_url("/"))[:-1]
    engine.dispose()


async def looked_at(page):
    """Axe and the width of the page; they need scripts, so a browser without is looked at elsewhere."""
    if page.viewport_size["width"] > PHONE["viewport"]["width"]:
        found = await Axe().run(page)
        assert not found.response["violations"], (page.url, found.generate_report())
        for width in (LAPTOP["viewport"]["width"], 320):
            await page.set_viewport_size({"width": width, "height": 700})
            wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{page.url} is wider than {width}"
        await page.set_viewport_size(LAPTOP["viewport"])


@SCREENS
async def test_from_nothing_to_the_poster(house, open_page, screen):
    page = await open_page(house + "/complaints", **screen)
    assert page.url == house + "/start"
    await looked_at(page)
    for field, value in HOUSE.items():
        await page.fill(f"#{field}", value)
    for field in ("password", "again"):
        await page.fill(f"#{field}", "orange-boat-seventeen")
    await page.click("button.main")
    await looked_at(page)
    await page.click("text=五级")
    await looked_at(page)
    await page.click("button.main")
    await expect(page.locator("[aria-current=step]")).to_contain_text("Telegram")
    await looked_at(page)
    await page.fill("#bot_token", "no token")
    await page.click("button.main")
    await expect(page.get_by_role("alert")).to_contain_text("这不像一个令牌")
    await page.click("text=以后再说")
    await page.fill("#address", "service@example.com")
    await page.fill("#mail_password", "code")
    await page.click("button.main")
    await expect(page.get_by_role("alert")).to_contain_text("不认得这个邮箱是哪家的")
    await looked_at(page)
    await page.click("text=以后再说")
    await expect(page.locator("svg.qr")).to_be_visible()
    await looked_at(page)
    await page.click("text=完成，进入首页")
    assert page.url == house + "/"
