"""The customers' page and the staff's pages in other languages, in a real browser."""

import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from storage import db, users
from tests.admin.web import world as worlds
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_admin_pages import WHERE, place  # noqa: F401
from tests.browser.test_chat_page import write
from tests.browser.test_chat_real import serve, settings  # noqa: F401


@pytest_asyncio.fixture(loop_scope="session")
async def reads(browser):
    """`await reads("en-GB", url)`: the page, in a browser that prefers this language."""
    contexts = []

    async def open_(locale, url, **context):
        contexts.append(await browser.new_context(locale=locale, **context))
        page = await contexts[-1].new_page()
        await page.goto(url)
        return page

    yield open_
    for context in contexts:
        await context.close()


async def test_the_page_follows_the_language_of_the_talk(serve, reads):  # noqa: F811
    door = await serve()
    page = await reads("en-GB", str(door.make_url("/")), **PHONE)
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.get_by_role("button", name="Yes, let's start").click()
    await expect(page.locator("#count")).to_have_text("Question 1 of 6")
    await write(page, "说中文")
    await expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    await expect(page.locator("#count")).to_have_text("第 1 题，共 6 题")
    await write(page, "換語言")
    await page.get_by_role("button", name="繁體中文").click()
    await expect(page.locator("html")).to_have_attribute("lang", "zh-TW")
    await expect(page.get_by_placeholder("也可以直接打字…")).to_be_visible()
    assert not (await Axe().run(page)).violations_count


async def test_staff_switch_the_language_of_their_pages(place, reads):  # noqa: F811
    engine, _, address = place
    with db.writing(engine) as session:
        handler = next(user for user in users.listing(session) if user.role == "handler")
        signed = users.sign_in(session, handler.id, worlds.NOW)
    cookie = {"name": "manyi", "value": signed.token, **WHERE}
    state = {"cookies": [cookie], "origins": []}
    page = await reads("en-GB", address + "/", storage_state=state, **LAPTOP)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Satisfaction overview")
    assert not (await Axe().run(page)).violations_count
    await page.get_by_role("link", name="繁體中文").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("滿意度總覽")
    await page.get_by_role("link", name="對話", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("lang", "zh-TW")
