"""The chat on somebody else's page: another site, under a policy of its own that allows nothing inline."""

from urllib.parse import quote

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from bot.__main__ import app
from storage import db
from tests.browser.conftest import LAPTOP, LOOKS, PHONE

STYLE = """
* { font-size: 40px !important; color: red !important; letter-spacing: 1em; }
div, button, iframe { display: none; }
button { position: static !important; background: yellow !important; }
main, h1 { display: block; }
"""
PAGE = """<!doctype html><html lang="zh-CN"><head><title>青禾商城</title>
<link rel="stylesheet" href="/style.css">
<meta name="viewport" content="width=device-width, initial-scale=1">
<script src="{door}widget.js" data-survey="nps" data-place="商城首页" async></script></head>
<body><main><h1>青禾商城</h1><p><a href="/more">更多商品</a></p></main></body></html>"""


@pytest_asyncio.fixture(loop_scope="session")
async def site(settings, unused_tcp_port):
    """A shop on another site than the door, allowed to show the chat; `site.door`, `site.allowed`."""

    class Site:
        url = f"http://localhost:{unused_tcp_port}/"
        door = ""

    async def page(_):
        policy = f"default-src 'none'; style-src 'self'; script-src {Site.door}; frame-src {Site.door}"
        return web.Response(
            text=PAGE.format(door=Site.door),
            content_type="text/html",
            headers={"Content-Security-Policy": policy},
        )

    async def style(_):
        return web.Response(text=STYLE, content_type="text/css")

    shop = web.Application()
    shop.add_routes([web.get("/style.css", style), web.get("/{path:.*}", page)])
    engine = db.engine(settings.database_url)
    allowed = settings.model_copy(update={"widget_origins": Site.url.rstrip("/")})
    forbidden = settings
    async with (
        TestServer(shop, host="localhost", port=unused_tcp_port),
        TestServer(app(engine, allowed)) as door,
        TestServer(app(engine, forbidden)) as closed,
    ):
        Site.door, Site.closed = str(door.make_url("/")), str(closed.make_url("/"))
        Site.settings = allowed
        yield Site
    engine.dispose()


def launcher(page):
    return page.get_by_role("button", name="意见反馈")


def talk(page):
    return page.frame_locator("[data-manyi] iframe")


async def test_a_survey_is_answered_on_a_page_of_another_site(site, open_page):
    page = await open_page(site.url, **LAPTOP)
    await launcher(page).click()
    await talk(page).get_by_role("button", name="可以，开始").click()
    await talk(page).get_by_role("radio", name="9", exact=True).click()
    await expect(talk(page).locator("#count")).to_have_text("第 2 题，共 6 题")


async def test_the_page_around_is_left_as_it_was_and_leaves_the_widget_as_it_is(site, open_page):
    page = await open_page(site.url, **LAPTOP)
    await expect(launcher(page)).to_be_visible()
    assert await page.evaluate("Object.keys(window).filter(k => /manyi/i.test(k))") == []
    size = "e => getComputedStyle(e).fontSize + getComputedStyle(e).letterSpacing"
    assert await launcher(page).evaluate(size) == "16pxnormal"
    assert await page.locator("h1").evaluate("e => getComputedStyle(e).fontSize") == "40px"
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await launcher(page).click()
    await expect(talk(page).locator("#log")).to_be_visible()
    await page.get_by_role("button", name="关闭").click()
    await page.get_by_role("link", name="更多商品").click()
    await expect(page).to_have_url(site.url + "more")


async def test_the_keyboard_alone_opens_answers_and_closes(site, open_page):
    page = await open_page(site.url, **LAPTOP)
    await expect(launcher(page)).to_be_visible()
    for _ in range(2):
        await page.keyboard.press("Tab")
    await expect(launcher(page)).to_be_focused()
    await page.keyboard.press("Enter")
    start = talk(page).get_by_role("button", name="可以，开始")
    await expect(start).to_be_visible()
    for _ in range(12):
        if await start.evaluate("e => e === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await expect(start).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(launcher(page)).to_be_focused()
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_it_is_open_on_the_next_page_if_it_was_and_goes_on_with_the_talk(site, open_page):
    page = await open_page(site.url, **LAPTOP)
    await launcher(page).click()
    await expect(talk(page).locator(".row.bot")).to_have_count(1)
    await write_in(page, "可以")
    await expect(talk(page).locator("#count")).to_have_text("第 1 题，共 6 题")
    await page.goto(site.url + "more")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await expect(talk(page).locator("#count")).to_have_text("第 1 题，共 6 题")
    await expect(talk(page).locator(".row.bot")).to_have_count(2)
    await page.get_by_role("button", name="关闭").click()
    await page.goto(site.url)
    await expect(launcher(page)).to_be_visible()
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def write_in(page, text):
    await talk(page).locator("#text").fill(text)
    await talk(page).locator("#text").press("Enter")


async def test_on_a_phone_it_fills_the_screen(site, open_page):
    page = await open_page(site.url, **PHONE)
    await launcher(page).click()
    box = await page.get_by_role("dialog").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    await page.get_by_role("button", name="关闭").click()
    await expect(launcher(page)).to_be_visible()


async def test_what_came_while_it_was_closed_is_counted(site, open_page):
    page = await open_page(site.url, **LAPTOP)
    await launcher(page).click()
    await expect(talk(page).locator(".row.bot")).to_have_count(1)
    await expect(talk(page).locator(".picker [aria-disabled=false]").first).to_be_visible()  # so it was read
    await talk(page).locator("#text").fill("可以")
    await page.evaluate(
        """() => {
          const root = document.querySelector('[data-manyi]').shadowRoot;
          root.querySelector('.close').click();
        }"""
    )
    await talk(page).locator("#composer").evaluate("form => form.requestSubmit()")
    await expect(page.get_by_role("button", name="意见反馈 · 1 条新消息")).to_be_visible()
    await page.get_by_role("button", name="意见反馈").click()
    await page.get_by_role("button", name="关闭").click()
    await expect(page.get_by_role("button", name="意见反馈", exact=True)).to_be_visible()


async def test_a_site_that_is_not_named_gets_a_link_at_once(site, open_page):
    """Long before a frame that does not come is given up. The owner of the site is told in the console."""
    site.door = site.closed
    page = await open_page("about:blank", **LAPTOP)
    said = []
    page.on("console", lambda each: said.append(each.text))
    await page.goto(site.url)
    await launcher(page).click()
    link = page.get_by_role("link", name="在新页面打开")
    where = quote("商城首页")
    await expect(link).to_have_attribute("href", f"{site.closed}?survey=nps&place={where}", timeout=8_000)
    await expect(page.get_by_text("这个网站上还打不开对话")).to_be_visible()
    assert await page.locator("[data-manyi] iframe").get_attribute("src") is None  # no browser's own error
    assert [each for each in said if "MANYI_WIDGET_ORIGINS" in each and site.url.rstrip("/") in each]
    found = await Axe().run(page, context={"include": [["[data-manyi]"]]})
    assert not found.response["violations"], found.generate_report()


async def test_where_the_door_comes_back_the_next_press_opens_the_chat(site, open_page):
    page = await open_page("about:blank", **LAPTOP)
    await page.route("**/widget/here.js", lambda route: route.abort())
    await page.goto(site.url)
    await launcher(page).click()
    await expect(page.get_by_role("link", name="在新页面打开")).to_be_visible()
    await page.get_by_role("button", name="关闭").click()
    await page.unroute("**/widget/here.js")
    await launcher(page).click()
    await expect(talk(page).get_by_role("button", name="可以，开始")).to_be_visible()
    await expect(page.get_by_role("link", name="在新页面打开")).to_be_hidden()


@LOOKS
async def test_axe_finds_nothing(site, open_page, scheme, screen):
    page = await open_page(site.url, color_scheme=scheme, **screen)
    for _ in range(2):
        await expect(launcher(page)).to_be_visible()
        found = await Axe().run(page, context={"include": [["[data-manyi]"]]})
        assert not found.response["violations"], found.generate_report()
        await launcher(page).click()
        await expect(talk(page).locator(".picker")).to_have_count(1)
        found = await Axe().run(page, context={"include": [["[data-manyi]"]]})
        assert not found.response["violations"], found.generate_report()
        await page.get_by_role("button", name="关闭").click()


async def test_a_script_that_stands_twice_makes_one_launcher(site, open_page):
    page = await open_page(site.url)
    await expect(launcher(page)).to_be_visible()
    await page.add_script_tag(url=site.door + "widget.js")
    await expect(page.locator("[data-manyi]")).to_have_count(1)


async def test_a_talk_is_brought_by_the_page_around_and_by_no_link(site, open_page):
    """Else whoever sends a link could read what others say."""
    page = await open_page(f"{site.door}?widget=1#{'a' * 32}")
    await expect(page.locator(".row.bot")).to_have_count(1)
    token = await page.evaluate("localStorage.getItem('manyi.token')")
    assert token != "a" * 32


async def test_where_it_is_not_allowed_escape_closes_it_all_the_same(site, open_page):
    site.door = site.closed
    page = await open_page(site.url, **LAPTOP)
    await launcher(page).click()
    await expect(page.get_by_role("dialog").get_by_role("link")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(launcher(page)).to_be_focused()
