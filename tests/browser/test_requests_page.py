"""The pages about customers' own data in a real browser: the staff's, and the one that hands it over."""

import os
from pathlib import Path

import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe

from admin import web
from bot.__main__ import app
from storage import conversations, customers, db, handing, requests
from storage.settings import Settings
from tests.admin.web import world as worlds
from tests.browser.conftest import LOOKS

PICTURES = os.environ.get("MANYI_PICTURES", "")
"""A folder into which these pages are to be pictured."""


def two_requests(url):
    """Makes a database with two requests: to be given, to be forgotten."""
    worlds.settle(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        talk = conversations.load(session, [("webchat", "a")], worlds.NOW)["webchat", "a"]
        customers.know(
            session, talk.customer_id, customers.Known(name="王小明", segment="经销商", demo=False)
        )
        for number, kind in (("R261121-0001", "export"), ("R261121-0002", "erase")):
            row = requests.Asked(
                number=number, conversation_id=talk.id, customer_id=talk.customer_id, kind=kind
            )
            requests.keep(session, [row], worlds.NOW)
    engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def place(copied, library):
    """(engine, world, the staff's door, the customers' door), with two requests."""
    url = copied(two_requests)
    engine = db.engine(url)
    settings = Settings(database_url=url, data=library, organisation="青禾家居", _env_file=None)
    async with TestServer(web.app(engine, settings)) as staff, TestServer(app(engine, settings)) as bot:
        yield engine, worlds.settled(engine), str(staff.make_url("/"))[:-1], str(bot.make_url("/"))[:-1]
    engine.dispose()


async def sound(page, name):
    """No axe violation, not wider than the screen; pictured where that is wanted."""
    found = await Axe().run(page)
    assert not found.response["violations"], (name, found.generate_report())
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is wider than the screen"
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@LOOKS
async def test_no_page_about_ones_data_has_an_axe_violation(screen, scheme, place, enter, open_page):
    engine, world, _, bot = place
    page = await enter("/requests", color_scheme=scheme, **screen)
    address = page.url.removesuffix("/requests")
    await sound(page, f"requests-{scheme}")
    for number, kind in ((1, "export"), (2, "erase")):
        await page.goto(f"{address}/requests/{number}")
        await sound(page, f"request-{kind}-{scheme}")
    with db.writing(engine) as session:
        handing.give(session, 1, world.staff["handler"], worlds.NOW)
        said = conversations.transcript(session, world.talk)[-1].text
    path = said[said.index("/data/") :]
    page = await open_page(bot + path, color_scheme=scheme, **screen)
    await sound(page, f"data-{scheme}")
    await page.goto(f"{bot}/data/nothing")
    await sound(page, f"data-gone-{scheme}")


async def test_a_request_is_carried_out_in_the_browser(place, enter):
    engine, world, _, _ = place
    page = await enter("/requests")
    await page.click(".rows a >> text=R261121-0002")
    await page.click("button >> text=删除")
    assert page.url.endswith("/requests/2"), "the box has to be ticked"
    await page.check("text=我已核对")
    await page.click("button >> text=删除")
    await page.wait_for_selector("#request-top >> text=已办")
    await page.goto(page.url.replace("/requests/2", "/requests/1"))
    await page.fill("#reason", "资料已经没有了。")
    await page.click("button >> text=拒绝")
    await page.wait_for_selector("#request-top >> text=已拒绝")
    with db.reading(engine) as session:
        assert "资料已经没有了" in conversations.transcript(session, world.talk)[-1].text


async def test_the_button_hands_over_the_file(place, open_page):
    engine, world, _, bot = place
    with db.writing(engine) as session:
        handing.give(session, 1, world.staff["handler"], worlds.NOW)
        said = conversations.transcript(session, world.talk)[-1].text
    page = await open_page(bot + said[said.index("/data/") :])
    async with page.expect_download() as download:
        await page.click("button")
    assert (await download.value).suggested_filename == "我的数据.zip"
