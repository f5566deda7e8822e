"""The whole life of one complaint: the customer in the web chat, two of the staff in browsers of their own,
and what is due told on the owner's phone. The clock is moved; nothing else is made up."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest_asyncio
import time_machine
from aiohttp.test_utils import TestServer
from playwright.async_api import expect

from admin import clock as staffs
from admin import web
from bot import clock as customers
from bot.__main__ import app
from storage import complaints, conversations, db, departments, phrases, users
from storage.settings import Settings
from storage.wake import Wake
from tests.admin.web import world as worlds
from tests.browser.conftest import LAPTOP, PHONE, cookie
from tests.browser.test_both_doors import complain, said
from tests.browser.test_chat_page import write
from tests.conversations.direct import MONDAY


class Office:
    """Both doors on one database, two of the staff, and the clock."""

    def __init__(self, folder, library, clock):
        self.clock = clock
        url = f"sqlite:///{folder / 'manyi.db'}"
        self.settings = Settings(database_url=url, data=library, organisation="晨光家电", _env_file=None)
        db.upgrade(url)
        self.engines = [db.engine(url) for _ in range(2)]
        at = datetime.now(UTC)
        with db.writing(self.engines[0]) as session:
            boss = users.add(session, "boss", "陈经理", "manager", worlds.PASSWORD, at)
            departments.add(session, "售后部", boss, at)
            place = (worlds.PASSWORD, boss, at)
            self.wang = users.enter(session, "wang", "王芳", "handler", "售后部", *place)
            self.li = users.enter(session, "li", "李建国", "department_head", "售后部", *place)
            phrases.put(session, "上门更换", "投诉 {number}：三天之内上门更换外壳。", boss, at)
            self.code = users.new_alert_code(session, self.li, at)
        tasks = (*customers.tasks(self.settings), *staffs.tasks(self.settings.data))
        self.tasks = {task.name: task.verb for task in tasks}

    async def open(self):
        doors = zip((app, web.app), self.engines, strict=True)
        self.servers = [TestServer(made(engine, self.settings)) for made, engine in doors]
        for server in self.servers:
            await server.start_server(shutdown_timeout=0.1)
        self.chat, self.desk = (str(server.make_url("/")) for server in self.servers)

    async def close(self):
        for server, engine in zip(self.servers, self.engines, strict=True):
            await server.close()
            engine.dispose()

    async def seat(self, page, user):
        """From now on this page is this user's; nobody stays signed in for days."""
        with db.writing(self.engines[1]) as session:
            signed = users.sign_in(session, user, datetime.now(UTC))
        await page.context.add_cookies([cookie(signed.token)])

    async def later(self, what, **span):
        """So much later, what is due to staff, or else to customers, has been done."""
        self.clock.shift(timedelta(**span))
        await asyncio.to_thread(self.tasks[what], self.engines[1], datetime.now(UTC))
        Wake(self.settings.data, self.settings.database_url).ring()


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path, library):
    with time_machine.travel(MONDAY, tick=True) as clock:
        place = Office(tmp_path, library, clock)
        await place.open()
        yield place
        await place.close()


@pytest_asyncio.fixture(loop_scope="session")
async def desks(office, open_page):
    """The browsers of 王芳, who does the work, and of 李建国, who answers for it."""
    found = []
    for user in (office.wang, office.li):
        page = await open_page(office.desk + "sign-in", **LAPTOP)
        await office.seat(page, user)
        found.append(page)
    return found


async def fold_out(page, name):
    """Open one of the forms that are folded away."""
    await page.click(f"#do-{name} > summary")


async def go_home(desks):
    """Nobody has a page open that would find out that its reader is signed in no more."""
    for page in desks:
        await page.goto("about:blank")


async def steps(page, words):
    """What has been done, as it stands on the page."""
    await expect(page.locator("#steps")).to_contain_text(words)


async def test_from_the_first_word_to_the_verified_end_and_again(office, desks, open_page):
    wang, li = desks
    pocket = await open_page(office.chat + f"#staff-{office.code}", **PHONE)
    await expect(said(pocket, "连上了")).to_be_visible()
    customer = await open_page(office.chat, **PHONE)
    await customer.get_by_role("button", name="可以，开始").click()
    number = await complain(customer)

    # the queue; who is on it; whose it is
    await wang.goto(office.desk + "complaints")
    row = wang.locator(".queue > li", has_text=number)
    await expect(row).to_contain_text("还有 2 个工作日")
    await row.locator("a").click()
    await wang.wait_for_url("**/complaints/1")
    await li.goto(wang.url)
    await expect(li.locator("#complaint-seen")).to_contain_text("王芳正在看")
    await fold_out(wang, "assess")
    await wang.select_option("#assess-severity", "serious")
    await wang.click("button >> text=保存评审")
    await expect(said(customer, "已作初步评估")).to_be_visible()
    await fold_out(wang, "assign")
    await wang.select_option("#assign-owner", label="李建国")
    await wang.select_option("#assign-department", label="售后部")
    await wang.click("#do-assign button >> text=指定")
    await expect(said(pocket, f"投诉 {number} 由您负责")).to_be_visible()

    # a question, and nobody's time runs until it is answered
    await wang.fill("#words", "请问裂缝有多长？")
    await wang.click("button >> text=问顾客，暂停计时")
    await expect(wang.locator("#waiting")).to_be_visible()
    await expect(said(customer, "请问裂缝有多长？", "staff")).to_be_visible()
    await write(customer, "大概十厘米")
    await expect(wang.locator("#entries")).to_contain_text("大概十厘米")
    await expect(wang.locator("#waiting")).to_have_count(0)

    # too late
    await go_home(desks)
    await office.later("remind", days=3)
    await expect(said(pocket, f"投诉 {number} 逾期")).to_be_visible()
    await office.seat(wang, office.wang)
    await wang.goto(office.desk + "complaints")
    await expect(row).to_contain_text("逾期")
    await row.locator("a").click()
    await steps(wang, "答复 → 负责人")

    # answered, refused, answered better
    await wang.select_option("#phrase", label="上门更换")
    await wang.click("button >> text=填入")
    await expect(wang.locator("#words")).to_have_value(f"投诉 {number}：三天之内上门更换外壳。")
    await wang.click("button >> text=答复顾客")
    await expect(said(customer, "三天之内上门更换外壳", "staff")).to_be_visible()
    await customer.get_by_role("button", name="不接受", exact=True).last.click()
    await expect(said(customer, "这件事没有完")).to_be_visible()
    await write(customer, "三天太久了")
    await expect(said(pocket, "顾客不接受")).to_be_visible()
    await steps(wang, "顾客不接受")
    await expect(wang.locator("#entries")).to_contain_text("三天太久了")
    await wang.click("button >> text=开始调查")
    await steps(wang, "开始调查")
    await wang.fill("#words", "明天上午就来更换")
    await wang.click("button >> text=答复顾客")
    await expect(said(customer, "明天上午就来更换", "staff")).to_be_visible()
    await customer.get_by_role("button", name="可以接受", exact=True).last.click()
    await steps(wang, "顾客接受答复")

    # put right, looked after by who answers for it, closed
    await wang.click("button >> text=开始采取措施")
    await expect(said(customer, "已开始采取措施")).to_be_visible()
    await office.seat(li, office.li)
    await li.goto(f"{office.desk}complaints/1")
    await li.fill("#words", "上门看过，新外壳完好")
    await li.click("button >> text=措施有效")
    await expect(said(customer, "问题解决了吗")).to_be_visible()
    await customer.get_by_role("button", name="解决了", exact=True).last.click()
    await expect(said(customer, "太好了")).to_be_visible()
    await steps(wang, "措施有效")
    await wang.click("#do-close button >> text=办结")
    await expect(said(customer, f"您的投诉 {number} 已办结")).to_be_visible()

    # two weeks after
    await go_home(desks)
    await office.later("ask_after", days=14)
    await customer.get_by_role("button", name="又出问题了", exact=True).click()
    await expect(said(customer, "已经重新处理")).to_be_visible()
    await office.seat(wang, office.wang)
    await wang.goto(f"{office.desk}complaints/1")
    await steps(wang, "重新处理")
    await expect(wang.locator("#complaint-top")).to_contain_text("调查中")


async def test_of_two_who_close_at_once_the_later_sees_the_difference(office, desks):
    wang, li = desks
    at = datetime.now(UTC)
    with db.writing(office.engines[1]) as session:
        (talk,) = conversations.load(session, [("webchat", "a")], at).values()
        key = worlds.complain(session, talk, "外壳裂了", at)
        complaints.answer(session, key, office.li, "给您换新的", at)
    for page in desks:
        await page.goto(f"{office.desk}complaints/{key}")
        await expect(page.locator(".live-sign[data-on=true]").first).to_be_visible()
    await li.select_option("#close-outcome", "unfounded")
    await li.fill("#close-remark", "查过，是搬运时碰的")
    await wang.click("#do-close button >> text=办结")
    await steps(li, "办结")
    await li.click("#do-close button >> text=办结")
    news = li.locator("[role=alert]")
    await expect(news).to_contain_text("办结（王芳")
    await expect(news.locator(".differs")).to_contain_text("已答复，顾客没有异议")
    with db.reading(office.engines[1]) as session:
        assert complaints.one(session, key).state == "closed"
