"""What customers sent, and a complaint without a name, as staff see them in a real browser."""

import io
import os
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import expect

from admin import worker
from storage import complaints, conversations, db, files, messages
from storage.tables import metadata
from tests.admin.web import world as worlds
from tests.browser.conftest import PHONE

PICTURES = os.environ.get("MANYI_PICTURES", "")


async def sound(page, name):
    found = await Axe().run(page)
    assert not found.response["violations"], (name, found.generate_report())
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is wider than the screen"
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def test_a_photo_is_seen_small_and_opened_by_a_click(place, enter):
    engine, world, _ = place
    photo = io.BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(photo, "JPEG")
    with db.writing(engine) as session:
        key = files.keep(session, world.talk, "裂开的桌腿.jpg", "image/jpeg", photo.getvalue(), worlds.NOW)
        talk = conversations.load(session, [("webchat", "a")], worlds.NOW)["webchat", "a"]
        talk.seq = 9
        conversations.save(session, [talk])
        messages.record(session, [{**worlds.message(world.talk, 9, ""), "kind": "file", "file_id": key}])
    worker.work_off(engine, worlds.NOW)
    for screen in ({}, PHONE):
        page = await enter(f"/talks/{world.talk}", **screen)
        picture = page.locator("#transcript img.thumbnail")
        await picture.scroll_into_view_if_needed()
        await expect(picture).to_have_js_property("naturalWidth", 480)
        await sound(page, f"photo-{'phone' if screen else 'laptop'}")
    async with page.expect_download() as download:
        await picture.click()
    assert (await download.value).suggested_filename == "裂开的桌腿.jpg"


async def test_an_anonymous_complaint_leads_to_nobody(place, enter):
    engine, world, _ = place
    with db.writing(engine) as session:
        nobody = {"anonymous": True, "conversation_id": None, "customer_id": None}
        session.execute(metadata.tables["complaints"].update().values(**nobody))
        number = complaints.one(session, world.complaint).number
        complaints.add(session, number, "昨天主管又骂人了。", worlds.NOW)
    page = await enter(f"/complaints/{world.complaint}")
    await sound(page, "anonymous-laptop")
    assert await page.locator("main a[href*='/talks/']").count() == 0
    await page.fill("#words", "已经换了主管。")
    await page.click("button >> text=答复顾客")
    await page.wait_for_selector("#entries >> text=已经换了主管")
