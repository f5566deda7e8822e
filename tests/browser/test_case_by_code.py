"""Who complained without a name comes back on a new device: number and code, typed as the first message."""

from datetime import UTC, datetime
from re import search

from playwright.async_api import expect

from storage import db
from tests.bot.talks import Someone
from tests.browser.conftest import PHONE
from tests.browser.test_chat_page import write


async def test_before_consent_number_and_code_tell_where_it_stands(serve, settings, open_page):
    engine = db.engine(settings.database_url)
    owner = Someone(engine, settings, "telegram", "1001", datetime.now(UTC)).opens()
    owner.says("可以", "停止", "我要投诉", "仓库主管天天骂人", "餐椅", "跳过", "昨天", "跳过", "匿名")
    told = search(r"查投诉 (T\d+-\d+ [0-9A-Z-]{9})", "\n".join(each.text for each in owner.said))
    assert told
    door = await serve()
    page = await open_page(str(door.make_url("/")), **PHONE)
    await expect(page.locator(".row.bot")).to_have_count(1)
    await write(page, told[1])
    await expect(page.locator("#log")).to_contain_text("已受理")
    done = page.get_by_role("button", name="好了").last
    await expect(done).to_be_enabled()
    await done.click()
    await expect(page.get_by_role("button", name="可以，开始").last).to_be_enabled()
    await write(page, told[1][:-4] + "0000")
    await expect(page.locator(".row.bot").filter(has_text="没有找到")).to_have_count(1)
    engine.dispose()
