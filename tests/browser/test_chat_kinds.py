"""Questions with a picker of their own, at the real door: answered on a phone, and kept."""

from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import expect
from sqlalchemy import select

from bot.__main__ import app
from storage import db, surveys
from storage.settings import Settings
from storage.tables.answers import answers
from tests.browser.conftest import PHONE
from tests.browser.test_chat_page import PIXEL, bubbles

SURVEY = """
key = "kinds"
title = "收货之后"
purpose = "想知道这一单怎么样"
minutes = 2
closing = "谢谢您。"

[[section]]
title = "这一单"

[[section.question]]
key = "day"
kind = "date"
title = "收货日期"
text = "您是哪一天收到货的？"

[[section.question]]
key = "mark"
kind = "hundred"
title = "打分"
text = "满分一百分，您打几分？"

[[section.question]]
key = "broken"
kind = "number"
title = "破损"
text = "有几件破损？"
unit = "件"
low = 0

[[section.question]]
key = "order"
kind = "ranking"
title = "看重什么"
text = "您最看重什么？请排一排。"
option = [{ key = "q", label = "质量" }, { key = "p", label = "价格" }, { key = "s", label = "服务" }]

[[section.question]]
key = "items"
kind = "matrix"
title = "各项"
text = "下面几项怎么样"
scheme = "satisfaction5"
row = [{ key = "pack", label = "包装" }, { key = "speed", label = "速度" }]

[[section.question]]
key = "photo"
kind = "photo"
title = "照片"
text = "方便的话，拍一张照片。"

[[section.question]]
key = "phone"
kind = "phone"
title = "电话"
text = "方便留个电话吗？"

[[section.question]]
key = "name"
kind = "signature"
title = "签字"
text = "以上属实的话，请签字。"
"""


def all_kinds(url):
    """Makes a database with a survey of every kind of question published."""
    db.upgrade(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        surveys.import_(session, SURVEY, datetime.now(UTC))
        surveys.publish(session, "kinds", datetime.now(UTC))
    engine.dispose()


@pytest.fixture
def chosen(copied, tmp_path):
    url = copied(all_kinds)
    return Settings(database_url=url, data=tmp_path, organisation="晨光家电", _env_file=None)


@pytest_asyncio.fixture(loop_scope="session")
async def door(chosen):
    engine = db.engine(chosen.database_url)
    async with TestServer(app(engine, chosen)) as server:
        yield engine, str(server.make_url("/"))
    engine.dispose()


async def test_each_is_answered_by_its_picker_and_kept(door, open_page):
    engine, address = door
    page = await open_page(address, **PHONE)
    await page.get_by_role("button", name="可以，开始").click()
    await page.locator(".own-date input").fill("2026-11-20")
    await page.get_by_role("button", name="就这一天").click()
    await page.get_by_role("spinbutton").fill("85")
    await page.get_by_role("button", name="确定").click()
    await expect(page.locator("#count")).to_contain_text("第 3 题")
    await page.locator(".own-number input[type=number]:visible").fill("2")
    await page.get_by_role("button", name="确定").click()
    for name in ("服务", "质量"):
        await page.get_by_role("button", name=name, exact=True).click()
    await page.get_by_role("button", name="就这个顺序").click()
    for at in (5, 6):
        await expect(page.locator("#count")).to_contain_text(f"第 {at} 题")
        await page.locator(".run .picker:not(.quiet)").get_by_role("radio", name="满意", exact=True).click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="选照片").click()
    await (await chooser.value).set_files({"name": "箱子.png", "mimeType": "image/png", "buffer": PIXEL})
    await page.locator(".own-phone input").fill("138 0013 8000")
    await page.get_by_role("button", name="就这个号码").click()
    await page.locator(".own-signature input").fill("王小明")
    await page.get_by_role("button", name="签字").click()
    await expect(bubbles(page, "bot").last).to_have_text("有什么可以帮您？")
    with db.reading(engine) as session:
        kept = dict(session.execute(select(answers.c.question, answers.c.value)).all())
    assert kept.pop("photo")
    assert kept == {
        "day": "2026-11-20",
        "mark": 85,
        "broken": 2,
        "order": ["s", "q", "p"],
        "items__pack": "4",
        "items__speed": "4",
        "phone": "13800138000",
        "name": "王小明",
    }
