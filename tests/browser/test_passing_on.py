"""A link brings a talk here: its code stands after the #, is taken at once, and no server is told it."""

import re
from datetime import UTC, datetime

from playwright.async_api import expect

from storage import db
from tests.bot.talks import Someone
from tests.browser.conftest import PHONE

CODE = re.compile(r"#(c_[0-9A-Z]{8})")


async def test_one_tap_and_the_talk_goes_on_here(serve, settings, open_page, caplog):
    door = await serve()
    asked = []
    settings.bot_url = str(door.make_url("/")).rstrip("/")
    engine = db.engine(settings.database_url)
    phone = Someone(engine, settings, "telegram", "1001", datetime.now(UTC)).opens().says("可以", "9")
    phone.says("换个地方继续").hears("换到网页")
    link = CODE.search("\n".join(each.text for each in phone.said))
    assert link
    page = await open_page("about:blank", **PHONE)
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{settings.bot_url}/{link[0]}")
    await expect(page.get_by_text("接上了，我们接着来")).to_be_visible()
    await expect(page.locator("#count")).to_have_text("第 2 题，共 6 题")
    await page.reload()
    await expect(page.locator("#count")).to_have_text("第 2 题，共 6 题")
    assert not [url for url in asked if link[1] in url.partition("#")[0]]
    engine.dispose()


async def test_a_link_tapped_while_the_page_is_open_is_taken_too(serve, settings, open_page):
    door = await serve()
    settings.bot_url = str(door.make_url("/")).rstrip("/")
    page = await open_page(settings.bot_url, **PHONE)
    await expect(page.locator(".row.bot")).to_have_count(1)
    await page.evaluate("location.hash = 'c_7K3DM9QX'")
    await expect(page.get_by_text("没有找到这个代码")).to_be_visible()
