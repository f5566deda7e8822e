"""The page by QR code inside WeChat's and Alipay's browsers, as far as Chromium can stand for them.

Their name, a phone's screen, storage that is closed, a keyboard that covers the page, and everything taken
away that came after Chromium 69: what X5 and WKWebView may lack. `test_old_browsers` holds the syntax to it.
"""

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import expect
from sqlalchemy import select

from bot.__main__ import app
from storage import db
from storage.tables import responses
from tests.browser.conftest import PHONE
from tests.browser.test_chat_page import PIXEL, bubbles, write

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    "wechat-android": f"Mozilla/5.0 (Linux; Android 9; V1901A Build/P00610; wv) {WEBKIT} Version/4.0 "
    "Chrome/78.0.3904.62 "
    "XWEB/2691 MMWEBSDK/200801 Mobile Safari/537.36 MicroMessenger/7.0.18.1740",
    "wechat-ios": "Mozilla/5.0 (iPhone; CPU iPhone OS 13_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
    "like Gecko) Mobile/15E148 MicroMessenger/8.0.50(0x1800323d) NetType/WIFI Language/zh_CN",
    "alipay": f"Mozilla/5.0 (Linux; U; Android 10; zh-CN; HMA-AL00) {WEBKIT} Version/4.0 "
    "Chrome/69.0.3497.100 UWS/3.21.0.118 Mobile Safari/537.36 AlipayClient/10.1.92.7000 Language/zh-Hans",
}
LATER = """
for (const [owner, names] of [
  [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toSpliced', 'toReversed', 'with']],
  [String.prototype, ['at', 'replaceAll', 'matchAll', 'trimStart', 'trimEnd']],
  [Object, ['fromEntries', 'hasOwn', 'groupBy']], [Promise, ['allSettled', 'any', 'withResolvers']],
  [Element.prototype, ['replaceChildren', 'checkVisibility', 'showPopover', 'setHTML']],
  [AbortSignal, ['timeout', 'any', 'abort']], [Blob.prototype, ['text', 'arrayBuffer', 'stream']],
  [HTMLInputElement.prototype, ['showPicker']],
  [HTMLFormElement.prototype, ['requestSubmit']],
  [window, ['structuredClone', 'queueMicrotask', 'ResizeObserver', 'BroadcastChannel']],
  [Crypto.prototype, ['randomUUID']], [Navigator.prototype, ['locks', 'clipboard', 'share']],
  [CSSStyleSheet.prototype, ['replace', 'replaceSync']],
]) for (const name of names) delete owner[name];
"""
CLOSED = """
for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
"""


@pytest_asyncio.fixture(loop_scope="session")
async def link(settings):
    """What the code on the poster says."""
    engine = db.engine(settings.database_url)
    async with TestServer(app(engine, settings)) as server:
        yield str(server.make_url("/")) + "?survey=nps&place=%E9%97%A8%E5%BA%973"
    engine.dispose()


@pytest.fixture
def scan(link, open_page):
    """`await scan("alipay")`: the page as that app opens it."""

    async def scanned(agent="wechat-android", *scripts):
        page = await open_page("about:blank", user_agent=AGENTS[agent], **PHONE)
        for script in (LATER, *scripts):
            await page.add_init_script(script)
        await page.goto(link)
        return page

    return scanned


@pytest.mark.parametrize("agent", AGENTS)
async def test_a_survey_is_answered_and_the_place_stands_with_it(scan, settings, agent):
    page = await scan(agent)
    await page.get_by_role("button", name="可以，开始").click()
    await page.get_by_role("radio", name="9", exact=True).click()
    await write(page, "五颗星")
    await expect(page.locator("#count")).to_have_text("第 3 题，共 6 题")
    await page.set_input_files("#file", {"name": "箱子.png", "mimeType": "image/png", "buffer": PIXEL})
    await expect(page.locator(".row.me:not(.unsent) img")).to_have_count(1)
    engine = db.engine(settings.database_url)
    with db.reading(engine) as session:
        assert session.scalars(select(responses.c.place)).all() == ["门店3"]
    engine.dispose()


async def test_where_storage_is_closed_the_talk_lasts_as_long_as_the_page(scan):
    page = await scan("wechat-ios", CLOSED)
    await page.get_by_role("button", name="可以，开始").click()
    await page.context.set_offline(True)
    await write(page, "9")
    await page.context.set_offline(False)
    await expect(bubbles(page)).to_have_text(["可以，开始", "9"])


async def test_storage_that_was_cut_off_is_no_reason_to_stop(scan):
    page = await scan("wechat-android", "localStorage.setItem('manyi.unsent', '[{\"id\": \"a')")
    await expect(page.get_by_role("button", name="可以，开始")).to_be_visible()


async def test_back_and_forth_the_talk_is_where_it_was(scan):
    page = await scan()
    await page.get_by_role("button", name="可以，开始").click()
    await page.locator("#text").fill("写了一半")
    await page.evaluate("location.href = 'about:blank'")
    await page.wait_for_url("about:blank")
    await page.go_back()
    await expect(page.locator("#count")).to_have_text("第 1 题，共 6 题")
    await expect(page.locator("#text")).to_have_value("写了一半")
    await expect(page.locator(".row.bot")).to_have_count(2)
    await page.evaluate("scrollTo(0, 0)")
    assert await page.evaluate("history.length") <= 4, "the page itself adds nothing to go back through"


async def test_the_keyboard_covers_neither_field_nor_question(scan):
    covers = """
    let covered = false;
    const height = { get: () => covered ? 420 : innerHeight };
    Object.defineProperty(VisualViewport.prototype, 'height', height);
    addEventListener('DOMContentLoaded', () => {
      window.cover = (now) => { covered = now; visualViewport.dispatchEvent(new Event('resize')); };
    });
    """
    page = await scan("wechat-ios", covers)
    await page.get_by_role("button", name="可以，开始").click()
    await expect(page.locator("#count")).to_have_text("第 1 题，共 6 题")
    await page.locator("#text").focus()
    await page.evaluate("cover(true)")
    box = await page.locator("#composer").bounding_box()
    assert 0 < box["y"] + box["height"] <= 420
    last = await page.locator(".picker").last.bounding_box()
    assert last["y"] + last["height"] <= box["y"] + 1
    await page.evaluate("cover(false)")
    box = await page.locator("#composer").bounding_box()
    assert box["y"] + box["height"] == 844
