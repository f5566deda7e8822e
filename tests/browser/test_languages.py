"""The customers' page and the staff's pages in other languages, in a real browser."""

import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.conftest import LAPTOP, PHONE, signed_in
from tests.browser.test_chat_page import write


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


async def test_the_page_follows_the_language_of_the_talk(serve, reads):
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


async def test_staff_switch_the_language_of_their_pages(place, reads):
    engine, _, address = place
    page = await reads("en-GB", address + "/", storage_state=signed_in(engine, "handler"), **LAPTOP)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Satisfaction overview")
    assert not (await Axe().run(page)).violations_count
    await page.get_by_role("link", name="繁體中文").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("滿意度總覽")
    await page.get_by_role("link", name="對話", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("lang", "zh-TW")
