"""The queue of complaints in a real browser: by keys alone, many at once, who has one open, two screens."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from admin import web
from storage import complaints, conversations, db, departments, viewings
from storage.settings import Settings
from tests.admin.web import world as worlds
from tests.browser.conftest import LOOKS, PHONE, unfolded

PICTURES = os.environ.get("MANYI_PICTURES", "")
"""A folder into which these pages are to be pictured."""


def four_in_the_queue(url):
    """Makes a database with four complaints in the queue, the first one assigned."""
    worlds.settle(url)
    engine = db.engine(url)
    world = worlds.settled(engine)
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "q")], worlds.NOW).values()
        for n in range(3):
            worlds.complain(session, talk, f"第 {n + 2} 件，外壳裂了")
        departments.add(session, "售后部", world.staff["manager"], worlds.NOW)
        head = world.staff["department_head"]
        complaints.assign(session, world.complaint, head, "售后部", head, worlds.NOW)
        found = {"severity": "critical"}
        complaints.assess(session, world.complaint, found, head, worlds.NOW)
    engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def place(copied, library):
    """(engine, world, the staff's door), with four complaints in the queue, the first one assigned."""
    url = copied(four_in_the_queue)
    engine = db.engine(url)
    settings = Settings(database_url=url, data=library, organisation="青禾家居", _env_file=None)
    async with TestServer(web.app(engine, settings)) as staff:
        yield engine, worlds.settled(engine), str(staff.make_url("/"))[:-1]
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
async def test_the_queue_has_no_axe_violation(screen, scheme, place, enter):
    engine, world, _ = place
    with db.writing(engine) as session:
        viewings.see(session, world.complaint, world.staff["manager"], datetime.now(UTC))
    page = await enter("/complaints", color_scheme=scheme, **screen)
    await sound(page, f"queue-{scheme}")
    await page.check("#pick-all")
    await unfolded(page)
    await sound(page, f"queue-ticked-{scheme}")
    await page.click("button >> text=开始调查")
    await expect(page.locator("#bulk-results")).to_contain_text("已办 4 件")
    await sound(page, f"queue-done-{scheme}")
    await page.goto(page.url.split("?")[0] + f"/{world.complaint}")
    await expect(page.locator("#complaint-seen")).to_contain_text("manager先生正在看")
    await sound(page, f"complaint-seen-{scheme}")


def sixteen_in_the_queue(engine):
    """Twelve more than there are: a list that is longer than any screen; one of them is about an injury."""
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "long")], worlds.NOW).values()
        keys = [worlds.complain(session, talk, f"再来一件 {n}") for n in range(12)]
        worlds.read(session, "complaint", keys[0], safety=True, urgency="now")


async def inside(page, locator):
    """(top, bottom) of it on the screen."""
    box = await locator.bounding_box()
    return round(box["y"]), round(box["y"] + box["height"])


async def test_what_is_done_with_those_ticked_stays_at_hand_and_says_how_many(place, enter):
    sixteen_in_the_queue(place[0])
    screen = {"width": 1280, "height": 800}
    for scripts in (True, False):
        page = await enter("/complaints", viewport=screen, java_script_enabled=scripts)
        bar = page.locator("fieldset.bulk")
        for at in (0, 1):
            await page.locator(".queue input[name=picked]").nth(at).check()
        if scripts:
            await expect(bar.locator("#ticked")).to_have_text("已选 2 行")
            colour = await bar.evaluate("bar => getComputedStyle(bar).backgroundColor")
            assert colour.startswith("rgb("), "nothing shines through"
        assert (await inside(page, bar))[1] == screen["height"], "it stays at hand"
        await expect(bar.locator("text=办结")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
async def test_on_a_phone_it_stands_above_the_menu_and_covers_no_row_for_good(scripts, place, enter):
    sixteen_in_the_queue(place[0])
    page = await enter("/complaints", **PHONE, java_script_enabled=scripts)
    bar, menu = page.locator("fieldset.bulk"), page.locator(".menu")
    assert (await inside(page, bar))[0] > 844, "nothing is ticked: it lies below the list"
    await page.locator(".queue input[name=picked]").nth(0).check()
    if scripts:
        await expect(bar.locator("#ticked")).to_have_text("已选 1 行")
    top, bottom = await inside(page, bar)
    assert bottom <= (await inside(page, menu))[0]
    assert bottom - top < 100, "a line or two, what more there is lies behind a button"
    await expect(bar.locator("button >> text=办结")).to_be_hidden()
    await page.locator(".list-tools").scroll_into_view_if_needed()
    assert (await inside(page, page.locator(".queue > li").last))[1] <= (await inside(page, bar))[0]
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"phone-bar-{scripts}.png")
    await bar.locator("summary").click()
    await bar.locator("textarea").fill("都谈过了")
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"phone-bar-open-{scripts}.png")
    await bar.locator("button >> text=办结").click()
    await expect(page.locator("#bulk-results")).to_contain_text("请打开，先答复，再办结")
    await expect(page.locator(".queue input[name=picked]").nth(0)).to_be_checked()
    await expect(bar.locator("textarea")).to_have_value("都谈过了")
    await expect(bar.locator("button >> text=办结")).to_be_visible()


async def test_the_queue_is_worked_by_keys(enter):
    page = await enter("/complaints")
    rows = page.locator(".queue > li")
    await expect(rows).to_have_count(4)
    for keys, at in (("j", 0), ("jj", 2), ("k", 1), ("jjjj", 3)):
        for key in keys:
            await page.keyboard.press(key)
        await expect(rows.nth(at).locator("a")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(rows.nth(2).locator("a")).to_be_focused()
    await page.keyboard.press("x")
    await expect(rows.nth(2).locator("input[type=checkbox]")).to_be_checked()
    await page.fill("textarea[name=remark]", "jx?/")
    await expect(page.locator("textarea[name=remark]")).to_have_value("jx?/")
    await page.focus("textarea[name=remark]")
    await page.keyboard.press("j")
    await expect(page.locator("textarea[name=remark]")).to_have_value("jx?/j")
    await rows.nth(0).locator("a").focus()
    await page.keyboard.press("/")
    await expect(page.locator(".search-box input")).to_be_focused()
    await rows.nth(1).locator("a").focus()
    where = await rows.nth(1).locator("a").get_attribute("href")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{where}")


async def test_many_at_once_and_who_has_it_open_is_told_at_once(place, enter):
    engine, world, _ = place
    page = await enter("/complaints")
    await expect(page.locator(".live-sign[data-on=true]")).to_be_visible()
    with db.writing(engine) as session:
        viewings.see(session, world.complaint, world.staff["department_head"], datetime.now(UTC))
    await expect(page.locator(".queue")).to_contain_text("department_head先生正在看")
    await page.check("#pick-all")
    assert await page.locator(".queue input:checked").count() == 4
    await page.locator(".queue input[type=checkbox]").nth(0).uncheck()
    await expect(page.locator("#pick-all")).not_to_be_checked()
    await page.select_option(".bulk select[name=owner]", label="handler先生")
    await page.click("button >> text=指定")
    await expect(page.locator("#bulk-results")).to_contain_text("已办 3 件")
    with db.reading(engine) as session:
        owners = [complaints.one(session, key).owner_id for key in range(1, 5)]
    assert owners.count(world.staff["handler"]) == 3
