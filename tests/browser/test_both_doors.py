"""One customer and one member of staff, each in a browser of their own, through both real doors at once."""

from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import expect

from admin import web
from bot.__main__ import app
from storage import db, surveys, users
from storage.definitions import DATA
from storage.settings import Settings
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_chat_page import bubbles, write

PASSWORD = "correct horse battery"


def with_a_handler(url):
    """Makes a database with a survey published, and one of the staff."""
    db.upgrade(url)
    engine = db.engine(url)
    now = datetime.now(UTC)
    with db.writing(engine) as session:
        surveys.import_(session, (DATA / "surveys" / "satisfaction.toml").read_text("utf-8"), now)
        surveys.publish(session, "satisfaction", now)
        users.add(session, "wang", "王芳", "handler", PASSWORD, now)
    engine.dispose()


@pytest.fixture
def settings(copied, library):
    url = copied(with_a_handler)
    return Settings(database_url=url, data=library, organisation="晨光家电", _env_file=None)


@pytest_asyncio.fixture(loop_scope="session")
async def doors(settings):
    """Addresses of the customers' and the staff's door, each on an engine of its own, as processes are."""
    engines = [db.engine(settings.database_url) for _ in range(2)]
    servers = [
        TestServer(made(engine, settings)) for made, engine in zip((app, web.app), engines, strict=True)
    ]
    for server in servers:
        await server.start_server(shutdown_timeout=0.1)
    yield [str(server.make_url("/")) for server in servers]
    for server, engine in zip(servers, engines, strict=True):
        await server.close()
        engine.dispose()


def said(page, words, who="bot"):
    """The bubble with these words."""
    return bubbles(page, who).filter(has_text=words)


async def fill_the_survey(customer):
    """Consent, then every question in the customer's own words; the low score is explained."""
    await customer.get_by_role("button", name="可以，开始").click()
    await expect(customer.locator("#count")).to_have_text("第 1 题，共 6 题")
    await write(customer, "物流慢，其他挺好")
    await expect(said(customer, "哪里不好")).to_be_visible()
    await write(customer, "等了整整两个星期")
    for number in (3, 4, 5):
        await expect(customer.locator("#count")).to_have_text(f"第 {number} 题，共 6 题")
        await customer.get_by_role("radio", name="满意", exact=True).last.click()
    await expect(customer.locator("#count")).to_have_text("第 6 题，共 6 题")
    await write(customer, "没有")
    await expect(said(customer, "谢谢您抽时间")).to_be_visible()


async def complain(customer):
    """From the story to the number, which is returned."""
    await write(customer, "我要投诉")
    await expect(said(customer, "发生了什么")).to_be_visible()
    await write(customer, "洗衣机送来时外壳裂了一道缝")
    for asked in ("哪个产品", "订单号", "什么时候", "怎么解决"):
        await expect(said(customer, asked).last).to_be_visible()
        await write(customer, "跳过")
    await customer.get_by_role("button", name="提交", exact=True).last.click()
    registered = said(customer, "您的投诉号是")
    await expect(registered).to_be_visible()
    return (await registered.text_content()).split("您的投诉号是 ")[1].split("。")[0]


async def sign_in(staff):
    await staff.fill("#login", "wang")
    await staff.fill("#password", PASSWORD)
    await staff.click("button >> text=登录")
    await staff.wait_for_url("**/")


async def test_a_customer_is_heard_answered_and_told(doors, open_page):
    customer, staff = await open_page(doors[0], **PHONE), await open_page(doors[1] + "sign-in", **LAPTOP)
    await fill_the_survey(customer)
    number = await complain(customer)

    await sign_in(staff)
    await staff.click("nav.menu >> text=对话")
    await staff.click(".rows a")
    understood = staff.locator("#understood")
    await expect(understood).to_contain_text("物流慢，其他挺好")
    await expect(understood).to_contain_text("满意 · 80")
    await expect(understood).to_contain_text("不满意 · 40")
    await expect(understood).to_contain_text("等了整整两个星期")
    await expect(staff.locator("#talk-complaints")).to_contain_text(number)

    await staff.click("button >> text=接手对话")
    await expect(said(customer, "现在由王芳为您服务")).to_be_visible()
    await write(customer, "在吗")
    await expect(staff.locator("#transcript")).to_contain_text("在吗")
    await staff.fill("#words", "您好，我是王芳，马上为您查物流")
    await staff.click("button >> text=发送")
    await expect(said(customer, "马上为您查物流", "staff")).to_be_visible()
    await staff.click("button >> text=交还小助手")
    await expect(said(customer, "现在由小助手继续为您服务")).to_be_visible()

    await staff.click(f"#talk-complaints >> text={number}")
    await staff.fill("#words", "明天上门为您更换外壳，不收费用")
    await staff.click("button >> text=答复顾客")
    await expect(said(customer, f"您的投诉 {number} 有了答复")).to_be_visible()
    await expect(said(customer, "明天上门为您更换外壳", "staff")).to_be_visible()
    await staff.click("button >> text=办结")
    await expect(said(customer, f"您的投诉 {number} 已办结")).to_be_visible()
    await expect(staff.locator("#steps")).to_contain_text("办结")
