"""Rounds and the import in a real browser: the whole way by hand, axe, light and dark, phone and laptop."""

from datetime import timedelta

import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from admin import importing as work
from admin import web
from storage import db, importing, invitations, rounds
from storage.invitations import sending
from storage.settings import Settings
from tests.admin.web import world as worlds
from tests.browser.conftest import LAPTOP, PHONE

HEAD = "姓名,渠道,联系方式,分组,门店"
TABLE = "\n".join(
    [
        HEAD,
        *(
            f"顾客{n},{'链接' if n % 3 else 'Telegram'},{13800000000 + n},华{'东南'[n % 2]},城西店"
            for n in range(40)
        ),
    ]
)
FAULTY = "\n".join(
    [
        HEAD,
        "张三,链接,13800000000,华东,城西店",
        "李四,QQ,1,华南,",
        ",链接,13900000000,,",
        "王五,Telegram,@wang,,",
    ]
)


def with_rounds(url):
    """Makes a database with three rounds: in preparation, being sent, over."""
    worlds.settle(url)
    engine = db.engine(url)
    for title in ("第四季度客户满意度", "经销商年度回访", "售后回访（十月）"):
        prepared(engine, title)
    for of in (2, 3):
        started(engine, of)
    with db.writing(engine) as session:
        rounds.move(session, 3, "close", worlds.NOW)
    engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def place(copied, library):
    """(engine, world, address) of a staff's door; 1 is in preparation, 2 is being sent, 3 is over."""
    url = copied(with_rounds)
    engine = db.engine(url)
    settings = Settings(database_url=url, data=library, organisation="青禾家居", _env_file=None)
    async with TestServer(web.app(engine, settings)) as server:
        yield engine, worlds.settled(engine), str(server.make_url("/"))[:-1]
    engine.dispose()


def prepared(engine, title):
    """A round with forty customers."""
    plan = rounds.Plan(
        title=title,
        target=80.0,
        return_by=worlds.NOW + timedelta(days=14),
        starts_at=worlds.NOW,
        wave_size=10,
        wave_minutes=30,
        remind=True,
    )
    with db.writing(engine) as session:
        made = rounds.add(session, "satisfaction", plan, False, None, worlds.NOW)
    key = handed_in(engine, made, TABLE)
    with db.writing(engine) as session:
        assert importing.take_up(session, key, worlds.NOW)
    work.take(engine, key)


def started(engine, of):
    """Sent in part, and answered in part."""
    with db.writing(engine) as session:
        rounds.move(session, of, "start", worlds.NOW)
        links = invitations.hand_out(session, of, worlds.NOW)[:18]
        moves = [invitations.Move(each.id, "begin", None) for each in links]
        moves += [invitations.Move(each.id, "return", None) for each in links[:13]]
        moves += [invitations.Move(links[14].id, "decline", None)]
        invitations.move_all(session, moves, worlds.NOW)
        planned = sending.due(session, worlds.NOW + timedelta(days=1), 4)
        sending.issue(session, {each.id: (1, 1) for each in planned}, worlds.NOW)


def handed_in(engine, of, table):
    """A table that has been read; its id."""
    with db.writing(engine) as session:
        key = importing.hand_in(session, of, None, "名单.csv", table.encode(), worlds.NOW)
    work.read(engine, key, off=("email",))
    return key


async def test_no_page_of_rounds_has_an_axe_violation(place, enter):
    """By day on a laptop; by night on a phone: test_every_page.py."""
    engine = place[0]
    good, faulty = handed_in(engine, 1, TABLE), handed_in(engine, 2, FAULTY)
    page = await enter("/rounds", color_scheme="light", **LAPTOP)
    address = page.url.removesuffix("/rounds")
    paths = ("/rounds", "/rounds/new", "/rounds/1", "/rounds/1/plan", "/rounds/2", "/rounds/2?state=returned")
    for path in (*paths, "/rounds/3", f"/imports/{good}", f"/imports/{faulty}"):
        await page.goto(address + path)
        found = await Axe().run(page)
        assert not found.response["violations"], (path, found.generate_report())
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is wider than the screen"


async def test_on_a_phone_each_fault_is_a_small_sheet_that_names_its_cells(place, enter):
    faulty = handed_in(place[0], 1, FAULTY)
    page = await enter(f"/imports/{faulty}", **PHONE)
    cells = page.locator("#faults tbody tr").first.locator("td")
    boxes = [await cells.nth(number).bounding_box() for number in range(3)]
    assert [box["x"] for box in boxes] == [boxes[0]["x"]] * 3
    assert boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"]
    assert all(box["width"] > 250 for box in boxes)
    names = await cells.evaluate_all("cells => cells.map(each => getComputedStyle(each, '::before').content)")
    assert names == ['"行"', '"列"', '"怎么改"']
    await expect(page.locator(".menu [aria-current]")).to_have_text("调查轮次")
    on = await page.get_by_role("link", name="改好再传一次").bounding_box()
    assert on["y"] + on["height"] < boxes[0]["y"], "the way on stands above all that is wrong"


async def test_from_a_new_round_to_its_start_by_hand(enter):
    page = await enter("/rounds", **LAPTOP)
    await page.get_by_role("link", name="新的一轮").click()
    await page.get_by_label("名称").fill("新品试用回访")
    await page.get_by_label("每批多少份").fill("50")
    await page.get_by_label("每批间隔（分钟）").fill("20")
    await page.get_by_role("button", name="下一步").click()
    await page.get_by_label("或者从表格里复制").fill(FAULTY.replace(",", "\t"))
    await page.get_by_role("button", name="先看一下").click()
    await expect(page.get_by_text("一位都没有导入")).to_be_visible()
    await expect(page.get_by_role("cell", name="没有“QQ”这个渠道", exact=False)).to_be_visible()
    await page.get_by_role("link", name="改好再传一次").click()
    content = TABLE.encode("gb18030")
    files = {"name": "名单.csv", "mimeType": "text/csv", "buffer": content}
    await page.get_by_label("选择文件").set_input_files(files)
    await page.get_by_role("button", name="先看一下").click()
    await page.get_by_role("button", name="导入这 40 位").click()
    await expect(page.get_by_text("导入了 40 位顾客")).to_be_visible()
    await page.get_by_role("link", name="继续").click()
    await expect(page.get_by_text("想请您填一份问卷")).to_be_visible()
    await page.get_by_role("button", name="开始发送").click()
    await expect(page.get_by_text("正在发送")).to_be_visible()
    async with page.expect_download() as saved:
        await page.get_by_role("button", name="下载名单（xlsx）").click()
    assert (await saved.value).suggested_filename.endswith(".xlsx")
    async with page.expect_download():  # the same button once more
        await page.get_by_role("button", name="下载名单（csv）").click()


async def test_the_progress_moves_by_itself(place, enter):
    page = await enter("/rounds/2", **LAPTOP)
    await expect(page.get_by_text("实时更新")).to_be_visible()
    before = await page.locator("#round-progress").inner_text()
    with db.writing(place[0]) as session:
        one = invitations.listing(session, 2, ["begun"])[0]
        invitations.move_all(session, [invitations.Move(one.id, "return", None)], worlds.NOW)
        rounds.noted(session, {2}, "follow", worlds.NOW)
    await expect(page.locator("#round-progress")).not_to_have_text(before)
    await expect(page.locator("#round-progress")).to_contain_text("收回 14 份")
