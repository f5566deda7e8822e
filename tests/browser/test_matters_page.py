"""What customers write about, in a real browser: axe, light and dark, phone and laptop; corrected; alive."""

import os
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe

from admin import web
from storage import db, taxonomies
from storage.queries import follow_ups, readings
from storage.settings import Settings
from tests.admin.web import world as worlds
from tests.browser.conftest import LAPTOP

PICTURES = os.environ.get("MANYI_PICTURES", "")
"""A folder into which these pages are to be pictured."""

OWN = '[delivery]\nname = "送货"\nseeds = ["快递"]\n\n[product_quality]\nname = "质量"\n'


def read(url):
    """Makes a database with the small organisation in it, where words were read."""
    worlds.settle(url)
    engine = db.engine(url)
    world = worlds.settled(engine)
    with db.writing(engine) as session:
        both = [["delivery", -0.9, 0, 3], ["product_quality", 0.8, 4, 8]]
        for answer in readings.of_conversation(session, world.talk).answers:
            worlds.read(session, "answer", answer.id, categories=both, evidence=[[2, 3]], keywords=["物流"])
        found = {"categories": both[:1], "evidence": [[4, 6]], "urgency": "now", "safety": True}
        worlds.read(session, "complaint", world.complaint, **found, sarcastic=True, emotion="anger")
        taxonomies.put(session, OWN, world.staff["administrator"], worlds.NOW)
    engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def place(copied, library):
    """(engine, world, address) of a staff's door where words were read."""
    url = copied(read)
    engine = db.engine(url)
    settings = Settings(database_url=url, data=library, organisation="青禾家居", _env_file=None)
    async with TestServer(web.app(engine, settings)) as server:
        yield engine, worlds.settled(engine), str(server.make_url("/"))[:-1]
    engine.dispose()


@pytest.fixture
def role():
    return "administrator"


PATHS = {
    "summary": "/",
    "matters": "/matters",
    "matter": "/matters?category=delivery",
    "follow-ups": "/follow-ups",
    "talk": "/talks/1",
    "complaint": "/complaints/1",
    "text": "/texts/answer/1",
    "taxonomy": "/taxonomy",
}


async def test_no_page_has_an_axe_violation_with_all_of_why_open(enter):
    """By day on a laptop; by night on a phone: test_every_page.py."""
    page = await enter("/", color_scheme="light", **LAPTOP)
    address = page.url[:-1]
    for name, path in PATHS.items():
        await page.goto(address + path)
        if name in ("summary", "matters"):
            await page.wait_for_selector("#chart-matters svg")
        opening = (
            "for (const each of document.querySelectorAll('.why, .category, #as-text')) each.open = true"
        )
        await page.evaluate(opening)
        found = await Axe().run(page)
        assert not found.response["violations"], (path, found.generate_report())
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is wider than the screen"
        if PICTURES:
            await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def test_a_reading_is_corrected_where_it_is_read_and_taken_back(place, enter):
    engine, world, _ = place
    page = await enter(f"/talks/{world.talk}")
    why = page.locator("#why-answer-1")
    await why.locator("summary").click()
    await why.get_by_label("平和", exact=True).check()
    await why.locator("select[name=category]").last.select_option("product_quality")
    await why.get_by_role("button", name="保存更正").click()
    await page.wait_for_url(f"**/talks/{world.talk}")
    await why.locator("summary").click()
    await why.get_by_text("系统原来判断：不满。").wait_for()
    await why.get_by_role("button", name="撤销对“心情”的更正").click()
    await page.wait_for_url(f"**/talks/{world.talk}")
    with db.reading(engine) as session:
        assert readings.analysed(session, "answer", 1).mood == "negative"


async def test_what_is_being_chosen_survives_what_happens_meanwhile(place, enter):
    engine, world, _ = place
    page = await enter(f"/talks/{world.talk}")
    await page.wait_for_selector(".live-sign[data-on=true]")
    why = page.locator("#why-answer-1")
    await why.locator("summary").click()
    await why.locator("select[name=leaning]").first.select_option("neutral")
    with db.writing(engine) as session:
        session.expire_all()
        worlds.read(session, "answer", 2, polarity=0.9)
        talk = worlds.conversations.load(session, [("webchat", "a")], worlds.NOW)["webchat", "a"]
        worlds.complain(session, talk, "又来一件投诉")
    await page.wait_for_selector("#talk-complaints >> text=又来一件投诉")
    assert await why.locator("select[name=leaning]").first.input_value() == "neutral"


async def test_a_follow_up_is_settled_and_the_list_changes_by_itself(place, enter):
    engine, _, address = place
    page = await enter("/follow-ups")
    other = await page.context.new_page()
    await other.goto(address + "/follow-ups")
    await other.wait_for_selector(".live-sign[data-on=true]")
    await page.fill("textarea", "已上门检查")
    await page.locator(".follow-up").get_by_role("button", name="处理好了").click()
    await other.bring_to_front()
    await other.wait_for_selector("text=没有要处理的急事")
    with db.reading(engine) as session:
        assert {one.note for one in follow_ups.listing(session, "ended")} == {"已上门检查"}


async def test_without_scripts_everything_can_be_done(place, enter):
    page = await enter("/texts/answer/1?back=/matters", java_script_enabled=False)
    await page.get_by_label("马上", exact=True).check()
    await page.get_by_role("button", name="保存更正").click()
    assert page.url.endswith("/matters")
    await page.select_option("select[name=urgency]", "now")
    await page.get_by_role("button", name="应用").click()
    assert "urgency=now" in page.url
    assert await page.locator("#why-answer-1").count() == 1
