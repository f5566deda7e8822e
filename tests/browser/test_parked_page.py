"""What could not be handled in a real browser: by keys, a whole page at once, on two screens."""

from datetime import timedelta

import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import expect
from sqlalchemy import insert

from admin import web
from storage import db, mails, messages
from storage.mails import Arrived, Settled
from storage.queries import parked
from storage.settings import Settings
from storage.tables import jobs
from tests.admin.web import world as worlds
from tests.browser.conftest import LOOKS, unfolded
from tests.browser.test_queue_page import sound

SAID = "灯罩的颜色和图片差很多，我想换一个浅一点的，请问要怎么办？"


def three_of_each(url):
    """Makes a database with three messages and three mails that were put aside, and work that failed."""
    worlds.settle(url)
    engine = db.engine(url)
    world = worlds.settled(engine)
    with db.writing(engine) as session:
        for n in range(2):
            said = worlds.message(world.talk, 4 + n, SAID)
            said["received_at"] = worlds.NOW + timedelta(minutes=n + 1)
            messages.park(session, said, "OperationalError")
        keys = ("a", "b", "c")
        mails.keep(
            session, [Arrived(key, b"Subject: x\r\n\r\nx", "wang@example.cn", worlds.NOW) for key in keys]
        )
        for mail, reason in zip(
            mails.claim(session, 3, 1000), ("forward", "other_sender", "Oops"), strict=True
        ):
            told = {"subject": "回复：请您说说看法", "text": SAID, "conversation_id": world.talk}
            state = "parked" if reason == "Oops" else "held"
            mails.settle(session, [Settled(mail.id, state, "reply", reason, **told)])
        failed = {"kind": "inspect", "key": "file:1", "payload": {}, "state": "failed", "reason": "NoAnswer"}
        session.execute(insert(jobs).values(**failed, due_at=worlds.NOW, created_at=worlds.NOW))
    engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def place(copied, library):
    """(engine, world, the staff's door)"""
    url = copied(three_of_each)
    engine = db.engine(url)
    settings = Settings(database_url=url, data=library, organisation="青禾家居", _env_file=None)
    async with TestServer(web.app(engine, settings)) as staff:
        yield engine, worlds.settled(engine), str(staff.make_url("/"))[:-1]
    engine.dispose()


@LOOKS
async def test_the_tabs_have_no_axe_violation(screen, scheme, enter):
    page = await enter("/parked", color_scheme=scheme, **screen)
    await sound(page, f"parked-{scheme}")
    await page.click("#parked-tabs >> text=邮件")
    await page.wait_for_url("**/parked?only=mails")
    await sound(page, f"parked-mails-{scheme}")
    await page.check("#pick-all")
    await unfolded(page)
    await page.click(".bulk >> text=不再处理")
    await expect(page.locator("[role=status].notice")).to_have_text("3 件办好了。")
    await expect(page.locator("#parked-tabs [aria-current]")).to_have_text("邮件0")
    await page.click(".empty >> text=消息")
    await page.wait_for_url("**/parked?only=messages")
    await sound(page, f"parked-after-{scheme}")


@LOOKS
async def test_the_list_of_surveys_has_no_axe_violation(screen, scheme, enter):
    page = await enter("/surveys?state=published", color_scheme=scheme, **screen)
    await sound(page, f"surveys-{scheme}")


async def test_they_are_walked_and_ticked_by_keys_and_all_of_a_page_by_one_box(enter):
    page = await enter("/parked?sort=newest")
    cards, boxes = page.locator(".parked-one"), page.locator(".parked-one input[type=checkbox]")
    await expect(cards).to_have_count(3)
    for key in ("j", "j", "x"):
        await page.keyboard.press(key)
    await expect(cards.nth(1).locator("a")).to_be_focused()
    await expect(boxes.nth(1)).to_be_checked()
    await page.check("#pick-all")
    assert await boxes.evaluate_all("(all) => all.every((each) => each.checked)")
    await boxes.nth(0).uncheck()
    await expect(page.locator("#pick-all")).not_to_be_checked()
    await page.click(".bulk >> text=再试一次")
    await expect(page.locator("[role=status].notice")).to_have_text("2 件办好了。")
    await expect(cards).to_have_count(1)
    assert page.url.endswith("/parked?sort=newest&only=messages")


async def test_what_came_of_many_stays_told_while_the_emptied_list_goes_on(place, enter):
    engine, _, _ = place
    page = await enter("/parked")
    await page.check("#pick-all")
    await page.click(".bulk >> text=不再处理")
    told = page.locator("[role=status].notice")
    await expect(told).to_have_text("3 件办好了。")
    with db.writing(engine) as session:
        first = next(parked.every(session, "mails"))
        mails.dismiss(session, first, worlds.NOW)
    await expect(page.locator("#parked-tabs")).to_contain_text("邮件2")
    await expect(page.locator("#parked-tabs [aria-current]")).to_have_text("消息0")
    await expect(told).to_have_text("3 件办好了。")
