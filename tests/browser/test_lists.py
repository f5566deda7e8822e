"""What every list has, in a real browser: worked by keys, its views and its file, on two screens."""

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from admin import web
from storage import conversations, db, views
from storage.settings import Settings
from tests.admin.web import world as worlds
from tests.browser.conftest import LOOKS

ROWS = {
    "/responses": ".responses > li",
    "/customers": ".customers > tbody > tr",
    "/talks": ".rows > li",
}


def two_of_everything(url):
    """Makes a database with two responses, customers and talks."""
    worlds.settle(url)
    engine = db.engine(url)
    world = worlds.settled(engine)
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "b")], worlds.NOW).values()
        talk.heard = True
        conversations.save(session, [talk])
        worlds.respond(session, world.version, talk.id, "很好")
        for shared in (False, True):
            name = "一个很长的名称用来看窄屏上会不会撑破" if shared else "重要"
            handler = world.staff["handler"]
            views.save(session, "customers", name, "order=name", shared, handler, worlds.NOW)
    engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def place(copied, library):
    """(engine, world, the staff's door)"""
    url = copied(two_of_everything)
    engine = db.engine(url)
    settings = Settings(database_url=url, data=library, organisation="青禾家居", _env_file=None)
    async with TestServer(web.app(engine, settings)) as staff:
        yield engine, worlds.settled(engine), str(staff.make_url("/"))[:-1]
    engine.dispose()


@pytest.mark.parametrize("path", ROWS)
async def test_a_list_is_worked_by_keys(path, enter):
    page = await enter(path)
    rows = page.locator(ROWS[path])
    await expect(rows).to_have_count(2)
    for key, at in (("j", 0), ("j", 1), ("j", 1), ("k", 0), ("ArrowDown", 1)):
        await page.keyboard.press(key)
        await expect(rows.nth(at).locator("a").first).to_be_focused()
    await page.keyboard.press("?")
    await expect(page.locator("#keys dl")).to_be_visible()
    await page.keyboard.press("j")
    await page.keyboard.press("Escape")
    await expect(page.locator("#keys dl")).to_be_hidden()
    await rows.nth(0).locator("a").first.focus()
    where = await rows.nth(0).locator("a").first.get_attribute("href")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{where}")


@LOOKS
async def test_views_and_files_have_no_axe_violation(screen, scheme, enter):
    page = await enter("/customers?order=name", color_scheme=scheme, **screen)
    await page.click("#views > summary")
    found = await Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


async def test_a_list_is_taken_along_as_a_file(enter):
    page = await enter("/customers?order=name")
    for form in ("csv", "xlsx", "csv"):
        async with page.expect_download() as download:
            await page.click(f".take button[name=format][value={form}]")
        assert (await download.value).suggested_filename.endswith(f".{form}")


async def rows_of(download):
    """The lines of a file in csv, its head among them."""
    path = await (await download.value).path()
    return path.read_text("utf-8-sig").splitlines()


@pytest.mark.parametrize("path", ROWS)
async def test_rows_are_ticked_by_key_counted_and_taken_along_alone(path, enter):
    page = await enter(path)
    boxes, told = page.locator("main input[name=picked]"), page.locator("#ticked")
    await expect(boxes).to_have_count(2)
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    await expect(boxes.nth(1)).to_be_checked()
    await expect(boxes.nth(0)).not_to_be_checked()
    await expect(told).to_have_text("已选 1 行")
    for _ in "ab":  # ticks stay, and the file may be wanted again
        async with page.expect_download() as download:
            await page.click("button[name=ticked][value=csv]")
        assert len(await rows_of(download)) == 2
    async with page.expect_download() as download:
        await page.click("button[name=format][value=csv]")
    assert len(await rows_of(download)) == 3, "all is all"
    await page.check("#pick-all")
    await expect(told).to_have_text("已选 2 行")
    async with page.expect_download() as download:
        await page.click("button[name=ticked][value=csv]")
    assert len(await rows_of(download)) == 3
    await boxes.nth(0).focus()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Space")
    await expect(page.locator("#pick-all")).not_to_be_checked()
    assert sent == [], "Enter on a box sends nothing"
    await boxes.nth(1).uncheck()
    await expect(told).to_have_text("")


async def test_without_a_script_it_is_said_which_rows_are_taken_along(enter):
    page = await enter("/customers", java_script_enabled=False)
    await page.click("button[name=ticked][value=csv]")
    await expect(page.locator("[role=alert]")).to_contain_text("还没有选中哪一行")
    await page.click("text=回到列表")
    await page.wait_for_url("**/customers")
    await page.locator("main input[name=picked]").nth(1).check()
    async with page.expect_download() as download:
        await page.click("button[name=ticked][value=csv]")
    assert len(await rows_of(download)) == 2
    await page.check("#pick-all")
    async with page.expect_download() as download:
        await page.click("button[name=ticked][value=csv]")
    assert len(await rows_of(download)) == 3


@pytest.mark.parametrize("path", [*ROWS, "/complaints", "/follow-ups", "/audit"])
async def test_on_every_list_what_is_done_with_those_ticked_stands_right_below_the_rows(path, place, enter):
    with db.writing(place[0]) as session:
        worlds.read(session, "complaint", place[1].complaint, safety=True)
    page = await enter(path)
    order = await page.evaluate(
        """() => ["main .pick", "fieldset.bulk", "#take > .line", "#views"].map(
            (each) => [...document.querySelectorAll(each)].at(-1).getBoundingClientRect().top)"""
    )
    assert order == sorted(order)


@LOOKS
async def test_rows_that_are_ticked_have_no_axe_violation_and_a_box_to_hit(screen, scheme, enter):
    for path in ("/customers", "/talks", "/responses", "/audit", "/users"):
        page = await enter(path, color_scheme=scheme, **screen)
        boxes = page.locator("main .pick")
        await boxes.nth(1).click()
        for at in (0, 1):
            size = await boxes.nth(at).bounding_box()
            assert min(size["width"], size["height"]) >= 24, (path, size)
        found = await Axe().run(page)
        assert not found.response["violations"], found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


async def test_complaints_that_are_ticked_are_taken_along_and_then_acted_on(enter):
    page = await enter("/complaints")
    await page.check("#pick-all")
    for _ in "ab":
        async with page.expect_download() as download:
            await page.click("button[name=ticked][value=csv]")
        assert len(await rows_of(download)) == 2
    await page.click("fieldset.bulk >> text=开始调查")
    await expect(page.locator("#bulk-results")).to_contain_text("已办 1 件")


async def test_g_and_a_letter_go_to_a_place_until_keys_are_turned_off(enter):
    page = await enter("/talks")
    for letter, path in (("k", "/customers"), ("c", "/complaints")):
        await page.keyboard.type(f"g{letter}")
        await page.wait_for_url(f"**{path}")
    await page.keyboard.press("/")
    await expect(page.locator(".search-box input")).to_be_focused()
    await page.keyboard.type("gk")
    await expect(page.locator(".search-box input")).to_have_value("gk")
    await page.click("#keys-open")
    await page.uncheck("#keys-on")
    await page.click("#keys button")
    await page.locator("h1").click()
    for key in ("g", "k", "/", "j"):
        await page.keyboard.press(key)
    assert page.url.endswith("/complaints")
    assert await page.evaluate("document.activeElement.matches('input[type=search], .rows a')") is False
    await page.click("#keys-open")
    await page.check("#keys-on")


async def test_light_and_dark_are_chosen_in_the_foot_and_stay(enter):
    page = await enter("/customers?order=name", color_scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = await page.evaluate(ground)
    await page.click("footer >> text=深色")
    await page.wait_for_url("**/customers?order=name")
    dark = await page.evaluate(ground)
    await page.reload()
    assert (await page.evaluate(ground), dark == light) == (dark, False)
    await page.emulate_media(media="print")
    assert await page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(26, 31, 38)"
    await page.emulate_media(media="screen")
    await page.click("footer >> text=跟随系统")
    await expect(page.locator("footer b >> text=跟随系统")).to_be_visible()
    assert await page.evaluate(ground) == light


async def test_on_paper_stands_what_the_list_says_and_nothing_to_press(enter):
    page = await enter("/complaints")
    await page.emulate_media(media="print")
    await expect(page.locator(".rows a").first).to_be_visible()
    for pressed in (".side", ".pick", ".bulk", ".filters", ".list-tools", ".foot", ".button"):
        assert await page.locator(f"{pressed} >> visible=true").count() == 0, pressed
